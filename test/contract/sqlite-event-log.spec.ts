import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { InputError, type Recorded } from '../../src/kernel/index.js';
import { EventRegistry } from '../../src/platform/index.js';
import { openForWriting } from '../../src/platform/eventlog/embedded/database.adapter.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { compileSources, type CompiledSources } from '../support/compiled-sources.js';
import { collect, messageIds, newEvent, newEvents } from '../support/events.js';
import { ManualClock } from '../support/manual-clock.js';

const HOLDER = join(dirname(fileURLToPath(import.meta.url)), '../support/hold-log.mjs');

describe('SQLite event log', () => {
  let folder: string;
  let file: string;
  const clock = new ManualClock();
  const open = (options: { readOnly?: boolean } = {}): Promise<SqliteEventLog> =>
    SqliteEventLog.open({ file, clock, ...options });
  /** A closed log of two streams with `count` events. */
  const writeLog = async (count: number): Promise<void> => {
    const log = await open();
    await log.append('a', 'any', newEvents('a', count - 1));
    await log.append('b', 'any', newEvents('b', 1));
    await log.close();
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backfeed-sqlite-'));
    file = join(folder, 'data', 'events.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  describe('opened again', () => {
    it('goes on where it was, with revisions, repeats and the time that does not run backwards', async () => {
      clock.advance(10_000);
      await writeLog(3);
      clock.advance(-10_000);
      const log = await open();
      expect(log.lastPosition()).toBe(2);
      expect(await log.append('a', 'no-stream', newEvents('a', 2))).toEqual({
        revision: 1,
        position: 1,
        repeated: true,
      });
      expect(await log.append('a', 1, newEvents('c', 1))).toEqual({ revision: 2, position: 3, repeated: false });
      expect(await messageIds(log.readAll())).toEqual(['a-0', 'a-1', 'b-0', 'c-0']);
      const times = (await collect(log.readAll())).map(({ recordedAt }) => recordedAt);
      expect(times[3]).toBe(times[2]);
      expect(await log.verifyChain()).toMatchObject({ intact: true, events: 4 });
      await log.close();
    });

    it('is whole in one file after close', async () => {
      await writeLog(3);
      await cp(file, join(folder, 'copy.db'));
      file = join(folder, 'copy.db');
      const copy = await open({ readOnly: true });
      expect(copy.lastPosition()).toBe(2);
      await copy.close();
    });

    it.each([
      [true, 2],
      [false, 0],
    ])(
      'flushes at each commit, unless it was told that the log can be made again (durable %s)',
      async (durable, level) => {
        await writeLog(2);
        const database = openForWriting(file, durable);
        expect(database.prepare('PRAGMA synchronous').raw().get()).toEqual([level]);
        expect(database.prepare('PRAGMA journal_mode').raw().get()).toEqual(['wal']);
        database.close();
      },
    );
  });

  it('gives events of every version in the current one, and leaves the file as it was written', async () => {
    const written = await open();
    await written.append('a', 'any', newEvents('old', 2));
    await written.close();
    const registry = new EventRegistry();
    registry.add('Counted', [({ n }: { n: number }) => ({ count: n }), (data: object) => ({ ...data, unit: 'one' })]);
    const log = await SqliteEventLog.open({ file, clock, registry });
    await log.append('a', 'any', [newEvent('new', { count: 7, unit: 'two' })]);
    const seen: Recorded[] = [];
    await log.subscribe({ after: -1 }, (event) => void seen.push(event)).caughtUp();
    for (const events of [await collect(log.readAll()), await collect(log.readStream('a')), seen])
      expect(events.map(({ schemaVersion, data }) => [schemaVersion, data])).toEqual([
        [3, { count: 0, unit: 'one' }],
        [3, { count: 1, unit: 'one' }],
        [3, { count: 7, unit: 'two' }],
      ]);
    expect(await log.verifyChain()).toMatchObject({ intact: true, events: 3 });
    await log.close();
    const older = await open({ readOnly: true });
    await expect(collect(older.readAll())).rejects.toThrow('has version 3, this program reads up to 1');
    await older.close();
  });

  describe('open for reading beside the writer', () => {
    it('sees what is committed, refuses appends, and takes no lock', async () => {
      const writer = await open();
      await writer.append('a', 'any', newEvents('a', 2));
      const reader = await open({ readOnly: true });
      expect(await messageIds(reader.readStream('a'))).toEqual(['a-0', 'a-1']);
      await writer.append('a', 'any', newEvents('b', 1));
      expect(reader.lastPosition()).toBe(2);
      await expect(reader.append('a', 'any', newEvents('c', 1))).rejects.toThrow('open for reading only');
      await reader.close();
      await writer.append('a', 'any', newEvents('d', 1));
      await writer.close();
    });

    it('notices new events when it is asked to catch up', async () => {
      const writer = await open();
      const reader = await open({ readOnly: true });
      const seen: number[] = [];
      const subscription = reader.subscribe({ after: -1 }, ({ position }) => void seen.push(position));
      await subscription.caughtUp();
      await writer.append('a', 'any', newEvents('a', 2));
      await subscription.caughtUp();
      expect(seen).toEqual([0, 1]);
      await Promise.all([reader.close(), writer.close()]);
    });

    it('says where it looked when there is no log, and makes none', async () => {
      await expect(open({ readOnly: true })).rejects.toThrow(new RegExp(`no event log at ${file}`));
      await expect(stat(file)).rejects.toThrow('ENOENT');
    });
  });

  describe('one writer', () => {
    let sources: CompiledSources;
    beforeAll(async () => {
      sources = await compileSources(['kernel', 'platform/eventlog']);
    });
    afterAll(() => sources.remove());

    const holdInOtherProcess = async (): Promise<ChildProcess & { pid: number }> => {
      const child = spawn(process.execPath, [HOLDER, sources.folder, file], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      return child as ChildProcess & { pid: number };
    };

    it('names folder and process that hold the log, and lets readers in', async () => {
      const holder = await holdInOtherProcess();
      const refused = await open().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(InputError);
      expect((refused as Error).message).toContain(`in ${dirname(file)} is being written by process ${holder.pid};`);
      const reader = await open({ readOnly: true });
      expect(await messageIds(reader.readAll())).toEqual([`held by ${holder.pid}`]);
      await reader.close();
      holder.kill('SIGKILL');
      await once(holder, 'exit');
    });

    it('takes over from a process that was killed', async () => {
      const holder = await holdInOtherProcess();
      holder.kill('SIGKILL');
      await once(holder, 'exit');
      const log = await open();
      expect(await messageIds(log.readAll())).toEqual([`held by ${holder.pid}`]);
      await log.close();
    });

    it('takes over a lock file that names a process which lives but is another one', async () => {
      await writeLog(2);
      const left = new Database(`${file}.lock`);
      left.exec(`UPDATE holder SET pid = ${process.ppid}`);
      left.close();
      const log = await open();
      await log.close();
    });

    it('refuses a second writer in the same process until the first has closed', async () => {
      const first = await open();
      await expect(open()).rejects.toThrow(`written by process ${process.pid};`);
      await first.close();
      await (await open()).close();
    });

    it('lets one of several that start at once have it', async () => {
      const settled = await Promise.allSettled([open(), open(), open()]);
      expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const result of settled) if (result.status === 'fulfilled') await result.value.close();
    });
  });

  describe('given a file that is no event log', () => {
    const refuse = async (content: Buffer, message: RegExp, options = {}): Promise<void> => {
      file = join(folder, 'events.db');
      await writeFile(file, content);
      const refused = await open(options).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(InputError);
      expect((refused as Error).message).toContain(file);
      expect((refused as Error).message).toMatch(message);
      expect(await readFile(file)).toEqual(content);
    };
    const databaseWith = async (sql: string): Promise<Buffer> => {
      const path = join(folder, 'other.db');
      const database = new Database(path);
      database.exec(sql);
      database.close();
      return readFile(path);
    };

    it.each([{}, { readOnly: true }])('refuses text and leaves it alone (%j)', (options) =>
      refuse(Buffer.from('charger,energy\n'.repeat(500)), /no event log|not an event log/, options),
    );

    it("refuses another program's database", async () =>
      refuse(await databaseWith('CREATE TABLE photos (id INTEGER)'), /a SQLite database but no event log/));

    it('refuses a layout that it does not know', async () => {
      await writeLog(2);
      const database = new Database(file);
      database.exec('PRAGMA user_version = 9; PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
      await refuse(await readFile(file), /layout 9/);
    });

    it('refuses a header without a body', () =>
      refuse(Buffer.from('SQLite format 3\0and then nothing'), /damaged|no event log/));

    it('starts afresh in an empty file, which is what a crash at the very start leaves', async () => {
      file = join(folder, 'events.db');
      await writeFile(file, '');
      const log = await open();
      expect(log.lastPosition()).toBe(-1);
      await log.close();
    });
  });

  describe('the hash chain', () => {
    /** Changes the closed log behind the program's back. */
    const tamper = (sql: string): void => {
      const database = new Database(file);
      database.exec(sql);
      database.close();
    };
    const verify = async (): Promise<unknown> => {
      const log = await open({ readOnly: true });
      const verdict = await log.verifyChain();
      await log.close();
      return verdict;
    };

    it('is the same for the same events at the same times, in one commit or many', async () => {
      const heads = [];
      for (const together of [true, false]) {
        file = join(folder, `${together}.db`);
        const log = await open();
        const appends = newEvents('m', 5).map((event) => () => log.append('a', 'any', [event]));
        if (together) await Promise.all(appends.map((append) => append()));
        else for (const append of appends) await append();
        await log.close();
        heads.push(await verify());
      }
      expect(heads[0]).toEqual({ intact: true, events: 5, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(heads[1]).toEqual(heads[0]);
    });

    it.each([
      ['data', 'UPDATE events SET data = \'{"n":7}\' WHERE position = 600', 600],
      ['type', "UPDATE events SET type = 'Other' WHERE position = 600", 600],
      ['schema version', 'UPDATE events SET schema_version = 2 WHERE position = 600', 600],
      ['actor', "UPDATE events SET actor = 'nobody' WHERE position = 600", 600],
      ['message id', "UPDATE events SET message_id = 'x' WHERE position = 600", 600],
      ['correlation id', "UPDATE events SET correlation_id = 'x' WHERE position = 600", 600],
      ['causation id', "UPDATE events SET causation_id = 'x' WHERE position = 600", 600],
      ['occurred at', 'UPDATE events SET occurred_at = occurred_at + 1 WHERE position = 600', 600],
      ['recorded at', 'UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 600', 600],
      ['hash', "UPDATE events SET hash = x'00' WHERE position = 600", 600],
      ["a stream's name", "UPDATE streams SET name = 'z' WHERE name = 'a'", 0],
      ['an event taken out', 'DELETE FROM events WHERE position = 600', 600],
      ['the first event taken out', 'DELETE FROM events WHERE position = 0', 0],
      ['the newest event taken out', 'DELETE FROM events WHERE position = 1299', 1299],
      ['a revision', 'UPDATE events SET revision = 5000 WHERE position = 600', 600],
      ["a stream's head", "UPDATE streams SET revision = 7 WHERE name = 'b'", 1300],
    ])('names the first position where %s was changed', async (_, sql, position) => {
      await writeLog(1300);
      expect(await verify()).toMatchObject({ intact: true, events: 1300 });
      tamper(sql);
      expect(await verify()).toEqual({ intact: false, position, reason: expect.any(String) });
    });

    it('reports a page that can no longer be read', async () => {
      await writeLog(1300);
      const { size } = await stat(file);
      await truncate(file, size - 8 * 4096);
      const verdict = await verify().catch((error: unknown) => error);
      if (verdict instanceof InputError) expect(verdict.message).toContain('damaged');
      else expect(verdict).toMatchObject({ intact: false });
    });

    it('is checked beside a writer at work', async () => {
      const log = await open();
      await log.append('a', 'any', newEvents('a', 600));
      const verdict = log.verifyChain();
      await log.append('b', 'any', newEvents('b', 3));
      expect(await verdict).toMatchObject({ intact: true });
      await log.close();
    });
  });
});
