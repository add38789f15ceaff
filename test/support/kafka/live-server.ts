import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from '../until.js';

export interface LiveServer {
  /** Status and JSON or text of a GET by the trader. */
  get(path: string): Promise<unknown>;
  /** Ends it in order. @returns its exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
  /** What it told the operator. */
  readonly news: () => string;
}

/** `backfeed serve` as it is built, on a free port. @throws with its own words when it ends before it serves. */
export async function startLiveServer(
  dataDir: string,
  environment: Readonly<Record<string, string>>,
): Promise<LiveServer> {
  const args = [join(process.cwd(), 'dist/cli.js'), 'serve', '--port', '0', '--data', dataDir];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  await until(() => said.stdout.includes('\n') || child.exitCode !== null);
  if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${said.stderr}`);
  const [origin, token] = said.stdout.split('\n', 1)[0]?.split('/#token=') as [string, string];
  return {
    async get(path) {
      const response = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
      const text = await response.text();
      return response.headers.get('content-type')?.includes('json') === true ? (JSON.parse(text) as unknown) : text;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      return (await ended)[0];
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    news: () => said.stderr,
  };
}
