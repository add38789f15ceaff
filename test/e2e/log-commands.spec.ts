import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { backupCommand } from '../../src/cli/backup.cli.js';
import { eventLogFile } from '../../src/cli/data-folder.adapter.js';
import { replayCommand } from '../../src/cli/replay.cli.js';
import { restoreCommand } from '../../src/cli/restore.cli.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { backupLog } from '../../src/platform/eventlog/embedded/backup.adapter.js';
import type { ReplayReport } from '../../src/platform/index.js';
import { collect, messageIds, newEvents } from '../support/events.js';
import { ManualClock } from '../support/manual-clock.js';
import { RELEASES, unpackReleasedLog } from '../support/released-logs.js';
import { runCommand, type CommandRun } from '../support/run-command.js';

const COMMANDS = { backup: backupCommand, restore: restoreCommand, replay: replayCommand };

describe('backup, restore and replay', () => {
  let folder: string;
  let data: string;
  let file: string;
  const path = (name: string): string => join(folder, name);
  const run = (name: keyof typeof COMMANDS, ...args: string[]): Promise<CommandRun> =>
    runCommand(name, COMMANDS[name], args);
  const open = (at = file, readOnly = false): Promise<SqliteEventLog> =>
    SqliteEventLog.open({ file: at, clock: new ManualClock(), readOnly });
  /** Changes the log behind the program's back. */
  const tamper = (sql: string): void => {
    const database = new Database(file);
    database.exec(sql);
    database.close();
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backfeed-log-commands-'));
    data = path('data');
    file = eventLogFile(data);
    mkdirSync(data);
    unpackReleasedLog(RELEASES.at(-1) as string, file);
  });
  afterEach(() => rm(folder, { recursive: true }));

  describe('backup', () => {
    it('holds what was acknowledged when it began, while the server writes on', async () => {
      const log = await open();
      await log.append('a', 'any', newEvents('before', 3));
      const { length: before } = await messageIds(log.readAll());
      let writing = true;
      const writer = (async () => {
        for (let n = 0; writing; n += 1) await log.append('b', 'any', newEvents(`during-${n}`, 5));
      })();
      const report = await backupLog(file, path('backup.sqlite'));
      writing = false;
      await writer;
      expect(report.events).toBeGreaterThanOrEqual(before);
      expect(log.lastPosition() + 1).toBeGreaterThan(report.events);
      const copy = await open(path('backup.sqlite'), true);
      const all = await messageIds(log.readAll());
      expect(await messageIds(copy.readAll())).toEqual(all.slice(0, report.events));
      expect(await copy.verifyChain()).toEqual({ intact: true, events: report.events, head: report.head });
      await Promise.all([copy.close(), log.close()]);
    });

    it('is one file, and says what is in it', async () => {
      const { code, stdout, stderr } = await run('backup', '--data', data, '--out', path('b/backup.sqlite'), '--json');
      expect([code, stderr]).toEqual([0, '']);
      expect(JSON.parse(stdout)).toEqual({
        file: path('b/backup.sqlite'),
        bytes: readFileSync(path('b/backup.sqlite')).length,
        events: 923,
        head: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(readdirSync(path('b'))).toEqual(['backup.sqlite']);
    });

    it('leaves an older backup alone', async () => {
      writeFileSync(path('backup.sqlite'), 'older');
      const { code, stderr } = await run('backup', '--data', data, '--out', path('backup.sqlite'));
      expect([code, readFileSync(path('backup.sqlite'), 'utf8')]).toEqual([2, 'older']);
      expect(stderr).toContain('there is a file already; name another one');
    });

    it('of a log that was changed fails, with the place, and leaves nothing', async () => {
      tamper('UPDATE events SET occurred_at = occurred_at + 1 WHERE position = 600');
      const { code, stderr } = await run('backup', '--data', data, '--out', path('b/backup.sqlite'));
      expect([code, readdirSync(path('b'))]).toEqual([1, []]);
      expect(stderr).toContain('not whole at position 600');
    });

    it('says where it looked for a log', async () => {
      const { code, stderr } = await run('backup', '--data', path('none'), '--out', path('backup.sqlite'));
      expect([code, existsSync(path('backup.sqlite'))]).toEqual([2, false]);
      expect(stderr).toContain(`no event log at ${eventLogFile(path('none'))}`);
    });
  });

  describe('restore', () => {
    const back = (): string => path('backup.sqlite');
    beforeEach(async () => {
      await backupLog(file, back());
    });

    it('makes a data folder that goes on where the backup ends', async () => {
      const { code, stdout } = await run('restore', '--from', back(), '--data', path('new'), '--json');
      expect([code, (JSON.parse(stdout) as { events: number }).events]).toEqual([0, 923]);
      expect(readdirSync(path('new'))).toEqual(['events.sqlite']);
      const log = await open(eventLogFile(path('new')));
      expect((await log.append('a', 'no-stream', newEvents('a', 1))).position).toBe(923);
      expect(await log.verifyChain()).toMatchObject({ intact: true, events: 924 });
      await log.close();
    });

    it('refuses a folder that holds something, and leaves it alone', async () => {
      const before = readFileSync(file);
      const { code, stderr } = await run('restore', '--from', back(), '--data', data);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`${data} is not empty; nothing was changed`)]);
      expect(readFileSync(file)).toEqual(before);
    });

    it.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
      ['a changed byte', (bytes) => flipped(bytes, bytes.lastIndexOf('charger:')), /position \d+/],
      ['half a file', (bytes) => bytes.subarray(0, bytes.length / 2), /damaged|not whole|cannot be read/],
      ['text', () => Buffer.from('a,b\n'.repeat(100)), /not an event log/],
    ])('refuses a backup with %s, and makes no folder', async (_, spoil, message) => {
      writeFileSync(back(), spoil(readFileSync(back())));
      const { code, stderr } = await run('restore', '--from', back(), '--data', path('new'));
      expect([code, existsSync(path('new'))]).toEqual([2, false]);
      expect(stderr).toContain(`--from ${back()}`);
      expect(stderr).toMatch(message);
    });

    it('refuses a log in use, whose newest events are beside the file', async () => {
      const log = await open();
      await log.append('a', 'any', newEvents('a', 1));
      const { code, stderr } = await run('restore', '--from', file, '--data', path('new'));
      expect([code, stderr]).toEqual([2, expect.stringContaining('make one with `backfeed backup`')]);
      await log.close();
    });
  });

  describe('replay', () => {
    const verify = async (): Promise<{
      code: number;
      stderr: string;
      report: ReplayReport & { head: string | null };
    }> => {
      const { code, stdout, stderr } = await run('replay', '--verify', '--data', data, '--json');
      return { code, stderr, report: JSON.parse(stdout) as ReplayReport & { head: string | null } };
    };

    it('rebuilds every projection, and puts it aside for the next start', async () => {
      const rebuilt = await run('replay', '--data', data);
      expect([rebuilt.code, rebuilt.stdout]).toEqual([0, expect.stringContaining('The next start goes on from here.')]);
      const { code, report } = await verify();
      expect([code, report.findings, report.events]).toEqual([0, [], 923]);
      expect(report.projections.map(({ name, snapshot }) => [name, snapshot])).toEqual(
        ['fleet', 'dispatch', 'ledger', 'forecast', 'bids', 'activations', 'settlements', 'settlement-inputs'].map(
          (name) => [name, 'equal'],
        ),
      );
    });

    it('reads beside a writer, and then puts nothing aside', async () => {
      const log = await open();
      const { code, stdout } = await run('replay', '--data', data, '--json');
      expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ stored: false, events: 923 })]);
      expect(log.snapshots.load('engine', 'any')).toBeNull();
      await log.close();
    });

    it('names the event whose columns were changed', async () => {
      tamper(`UPDATE events SET data = '{"surprise":1}' WHERE position = 3`);
      const { code, report, stderr } = await verify();
      expect([code, report.head]).toEqual([1, null]);
      expect(report.findings).toEqual([
        {
          subject: 'store',
          position: 3,
          messageId: expect.stringMatching(/./),
          reason: 'its columns do not give the hash that was stored with it',
        },
      ]);
      expect(stderr).toContain('store at position 3 (message ');
    });

    it('names the event that made what a stored projection has otherwise', async () => {
      const log = await open();
      const committed = (await collect(log.readAll({ types: ['CapacityCommitted'] })))[0];
      await log.close();
      await run('replay', '--data', data);
      const writer = await open();
      const { version } = new Database(file).prepare('SELECT version FROM snapshots').get() as { version: string };
      const set = writer.snapshots.load('engine', version);
      const ledger = set?.states.get('ledger') as { committedW: Map<number, number> };
      const [[mtu, awardedW] = [0, 0]] = ledger.committedW;
      ledger.committedW.set(mtu, awardedW + 1);
      writer.snapshots.save('engine', version, set as never);
      await writer.close();
      const { code, report } = await verify();
      expect(code).toBe(1);
      expect(report.findings).toEqual([
        {
          subject: 'projection ledger',
          position: committed?.position,
          messageId: committed?.meta.messageId,
          reason: `committedW › ${mtu}: stored ${awardedW + 1}, rebuilt ${awardedW}, made by CapacityCommitted`,
        },
      ]);
      expect(report.projections.filter(({ snapshot }) => snapshot === 'different').map(({ name }) => name)).toEqual([
        'ledger',
      ]);
    });

    it('says that a snapshot was damaged', async () => {
      await run('replay', '--data', data);
      tamper("UPDATE snapshots SET state = zeroblob(length(state)) WHERE projection = 'bids'");
      const { code, report } = await verify();
      expect([code, report.findings.map(({ subject }) => subject)]).toEqual([1, ['snapshots']]);
    });

    it('names the event that a projection cannot take', async () => {
      const log = await open();
      const poison = {
        ...newEvents('poison', 1)[0],
        type: 'FirmCapacityMeasured',
        data: { mtuStart: 'noon', firmW: 1 },
      };
      const { position } = await log.append('ledger-FCR-N-x', 'any', [poison as never]);
      await log.close();
      const { code, report } = await verify();
      expect(code).toBe(1);
      const findings = report.findings.filter(({ subject }) => subject === 'projection forecast');
      expect(findings).toMatchObject([{ position, messageId: 'poison-0' }]);
      expect(report.projections.find(({ name }) => name === 'forecast')).toMatchObject({
        position: position - 1,
        digest: null,
      });
    });

    it('says that a folder has no log', async () => {
      const { code, stderr } = await run('replay', '--verify', '--data', dirname(data));
      expect([code, stderr]).toEqual([2, expect.stringContaining('no event log at')]);
    });
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
}
