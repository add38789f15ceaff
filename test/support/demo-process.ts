import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PROGRAM = join(process.cwd(), 'dist/cli.js');
const PAGE = join(process.cwd(), 'dist/dashboard/web/index.html');

/** What `npm run build` makes is there: the program and the page. */
export const isBuilt = (): boolean => existsSync(PROGRAM) && existsSync(PAGE);

export interface DemoProcess {
  /** The dashboard's address, as the first line of stdout says it. */
  readonly url: string;
  /** Address without the token's fragment. */
  readonly origin: string;
  readonly traderToken: string;
  /** From the start of the process to its first line. */
  readonly startedInMs: number;
  /** Lines of stdout after the first, by role. */
  tokens(): Readonly<Record<string, string>>;
  get(path: string): Promise<any>;
  /** Ends it by that signal. @returns exit code, signal, and how long it took. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ code: number | null; signal: string | null; tookMs: number }>;
}

const commandLine = (dataDir: string, speed: number): string[] => [
  ...[PROGRAM, 'serve', '--demo', '--port', '0', '--data', dataDir, '--speed', String(speed)],
];

/** Starts the demo on an empty folder and kills it while its past is being written. */
export async function killDuringFirstStart(dataDir: string, logFile: string): Promise<void> {
  const child = spawn(process.execPath, commandLine(dataDir, 60), { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const written = (): number =>
    [logFile, `${logFile}-wal`].reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0);
  while (child.exitCode === null && written() < 5_000_000) await pause(20);
  child.kill('SIGKILL');
  await ended;
}

/** `backfeed serve --demo` as a user runs it, off a terminal, on a free port. Resolves when its first line is out. */
export async function startDemo(dataDir: string, speed = 60): Promise<DemoProcess> {
  const startedAt = Date.now();
  const child = spawn(process.execPath, commandLine(dataDir, speed), { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const url = await firstLine(child, output);
  const [origin, traderToken] = url.split('/#token=') as [string, string];
  return {
    url,
    origin,
    traderToken,
    startedInMs: Date.now() - startedAt,
    tokens: () =>
      Object.fromEntries(
        output.stdout
          .trimEnd()
          .split('\n')
          .slice(1)
          .map((line) => line.split(' ') as [string, string]),
      ),
    async get(path) {
      const response = await fetch(`${origin}/api/v1${path}`, { headers: { authorization: `Bearer ${traderToken}` } });
      if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    async end(signal) {
      const from = Date.now();
      const ended = once(child, 'exit');
      child.kill(signal);
      const [code, by] = (await ended) as [number | null, string | null];
      return { code, signal: by, tookMs: Date.now() - from };
    },
  };
}

function firstLine(child: ChildProcess, output: { stdout: string; stderr: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
      const end = output.stdout.indexOf('\n');
      if (end >= 0) resolve(output.stdout.slice(0, end));
    });
    child.once('exit', (code) =>
      reject(new Error(`the demo ended with ${code} before its first line: ${output.stderr}`)),
    );
  });
}
