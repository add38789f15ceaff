import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import type { CliIo } from '../../src/cli/command.js';
import { runCli } from '../../src/cli/runner.adapter.js';

export interface CommandRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One command of `backfeed`, run inside the test's process: what it wrote, and its exit code. */
export async function runCommand(
  name: string,
  command: (io: CliIo) => Command,
  args: readonly string[],
  io: Partial<Pick<CliIo, 'env' | 'now'>> = {},
): Promise<CommandRun> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const entry = { name, summary: name, load: () => Promise.resolve(command) };
  const code = await runCli([name, ...args], { stdout, stderr, env: {}, now: Date.now, ...io }, [entry]);
  const text = (stream: PassThrough): string => String((stream.read() as Buffer | null) ?? '');
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
