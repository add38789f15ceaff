import { describe, expect, it } from '@jest/globals';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Command } from 'commander';
import { decodeJwt } from 'jose';
import { CommandFailed, type CliIo } from '../../src/cli/command.js';
import { runCli, type CommandEntry } from '../../src/cli/runner.adapter.js';
import { tokenCommand } from '../../src/cli/token.cli.js';
import { InputError } from '../../src/kernel/index.js';
import { EmbeddedTokens } from '../../src/platform/access/embedded-tokens.adapter.js';
import { temporaryFolder } from '../support/http-server.js';

const NOW = Date.parse('2026-01-12T15:00:00Z');

const failing = (error: Error) => (): Command =>
  new Command('fail').action(() => {
    throw error;
  });

const entry = (name: string, command: (io: CliIo) => Command): CommandEntry => ({
  name,
  summary: `what ${name} does`,
  load: async () => command,
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: readonly string[], env: CliIo['env'] = {}, command = tokenCommand): Promise<Run> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io: CliIo = { stdout, stderr, env, now: () => NOW };
  const commands = [entry('token', tokenCommand), entry('fail', command)];
  const code = await runCli(args, io, commands);
  const text = (stream: PassThrough): string => String((stream.read() as Buffer | null) ?? '');
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

describe('backfeed', () => {
  it('says what it can do, and its version', async () => {
    const help = await run(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('token');
    expect(help.stdout).toContain('what fail does');
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n' });
  });

  it('loads no command for the help of all', async () => {
    const broken: CommandEntry = { name: 'x', summary: 's', load: () => Promise.reject(new Error('loaded')) };
    const io: CliIo = { stdout: new PassThrough(), stderr: new PassThrough(), env: {}, now: () => NOW };
    expect(await runCli(['--help'], io, [broken])).toBe(0);
  });

  it('says what a command takes, either way it is asked', async () => {
    const [one, other] = [await run(['token', '--help']), await run(['help', 'token'])];
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(one.stdout).toContain('trader, finance, operator, driver, tso, auditor');
    expect(other.stdout).toBe(one.stdout);
  });

  it.each([
    [['tokn'], "unknown command 'tokn'"],
    [['token'], "required option '--role <role>' not specified"],
    [['token', '--role', 'trader', '--speed'], "unknown option '--speed'"],
    [['token', '--role', 'trader', 'extra'], 'too many arguments'],
  ])('exits 2 on %j', async (args, message) => {
    const result = await run(args);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(message);
  });

  it('exits 2 without a stack on bad input', async () => {
    const result = await run(
      ['fail'],
      { BACKFEED_DEBUG: '1' },
      failing(new InputError('sessions.csv line 3: soc must be 0 to 100')),
    );
    expect(result).toEqual({ code: 2, stdout: '', stderr: 'backfeed: sessions.csv line 3: soc must be 0 to 100\n' });
  });

  it('exits as a command says when it failed', async () => {
    expect(await run(['fail'], {}, failing(new CommandFailed('2 events differ')))).toMatchObject({ code: 1 });
    expect(await run(['fail'], {}, failing(new CommandFailed('rejected', 2)))).toMatchObject({ code: 2 });
  });

  it('exits 1 on a failure of its own; the stack is for those who ask', async () => {
    const error = new Error('disk is full');
    expect(await run(['fail'], {}, failing(error))).toEqual({
      code: 1,
      stdout: '',
      stderr: 'backfeed: disk is full\n',
    });
    expect((await run(['fail'], { BACKFEED_DEBUG: '1' }, failing(error))).stderr).toMatch(/disk is full\n {4}at /);
  });
});

describe('backfeed token', () => {
  it('prints the token alone, good for the roles and days asked', async () => {
    const folder = temporaryFolder();
    const result = await run(['token', '--role', 'driver', '--driver', 'D1', '--days', '2', '--data', folder]);
    expect(result).toMatchObject({ code: 0, stderr: 'role driver, subject D1, until 2026-01-14T15:00:00.000Z\n' });
    expect(decodeJwt(result.stdout.trim())).toMatchObject({
      sub: 'D1',
      roles: ['driver'],
      driver_id: 'D1',
      aud: 'backfeed',
    });
    expect(statSync(join(folder, 'access.key')).mode & 0o777).toBe(0o600);
  });

  it('answers with one JSON document, from the folder in the environment', async () => {
    const folder = temporaryFolder();
    const result = await run(['token', '--role', 'trader', '--subject', 'ada', '--json'], {
      BACKFEED_DATA_DIR: folder,
    });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const issued = JSON.parse(result.stdout) as { token: string };
    expect(issued).toEqual({
      token: expect.any(String),
      subject: 'ada',
      role: 'trader',
      driverId: null,
      expiresAt: '2026-02-11T15:00:00.000Z',
    });
    const verifier = new EmbeddedTokens(
      (await import('../../src/platform/access/access-key.adapter.js')).openAccessKey(folder),
      () => NOW,
    );
    expect(await verifier.verify(issued.token)).toMatchObject({ role: 'trader', subject: 'ada' });
  });

  it.each([
    [['--role', 'boss'], '--role boss: must be one of trader'],
    [['--role', 'driver'], 'needs the driver: --driver ID'],
    [['--role', 'trader', '--driver', 'D1'], '--driver goes with --role driver only'],
    [['--role', 'trader', '--days', '0'], '--days 0: must be a number from 0.001 up to 3650'],
    [['--role', 'trader', '--days', 'ten'], '--days ten: must be a number'],
  ])('exits 2 on %j', async (options, message) => {
    const result = await run(['token', '--data', temporaryFolder(), ...options]);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(message);
  });

  it('exits 2 on bad settings, all of them named', async () => {
    const result = await run(['token', '--role', 'trader'], { BACKFEED_APPROVAL: 'x', BACKFEED_RELIABILITY: '9' });
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/BACKFEED_APPROVAL="x"[^]*BACKFEED_RELIABILITY="9"/);
  });

  it('does not sign with a key that others can read, or that is none', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'access.key'), 'short', { mode: 0o644 });
    expect(await run(['token', '--role', 'trader', '--data', folder])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('chmod 600'),
    });
    const other = temporaryFolder();
    writeFileSync(join(other, 'access.key'), 'short', { mode: 0o600 });
    expect(await run(['token', '--role', 'trader', '--data', other])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('holds no key'),
    });
  });
});
