import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InputError } from '../../src/kernel/index.js';
import { LogUnavailable } from '../../src/platform/eventlog/event-log.port.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { compileSources } from '../support/compiled-sources.js';
import { messageIds, newEvent, newEvents } from '../support/events.js';
import { ManualClock } from '../support/manual-clock.js';

const isRoot = process.getuid?.() === 0;
const PAGE_BYTES = 4096;
const EVENTS = 1300;

describe('a log on a disk that fails', () => {
  let folder: string;
  let file: string;
  const open = (options: { readOnly?: boolean } = {}): Promise<SqliteEventLog> =>
    SqliteEventLog.open({ file, clock: new ManualClock(), ...options });
  const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `a-${n}`);
  const writeLog = async (): Promise<void> => {
    const log = await open();
    await log.append('s', 'any', newEvents('a', EVENTS));
    await log.close();
  };
  /** What a reader gets, and how it ends. */
  const readAsFarAsPossible = async (): Promise<{ read: string[]; error: unknown }> => {
    const log = await open({ readOnly: true });
    const read: string[] = [];
    let error: unknown = null;
    try {
      for await (const { meta } of log.readAll()) read.push(meta.messageId);
    } catch (caught) {
      error = caught;
    }
    await log.close();
    return { read, error };
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backfeed-faults-'));
    file = join(folder, 'data', 'events.sqlite');
  });
  afterEach(() => rm(folder, { recursive: true }));

  describe('that is full', () => {
    let disk: string | null;
    beforeEach(async () => {
      disk = await smallDisk(join(folder, 'disk'));
      if (disk !== null) file = join(disk, 'events.sqlite');
    });
    afterEach(() => {
      if (disk !== null) execFileSync('umount', ['--lazy', disk]);
    });

    it('refuses appends, keeps what it acknowledged, and goes on when there is room', async () => {
      if (disk === null) return console.warn('skipped: a small file system can only be mounted by root');
      const filler = join(disk, 'filler');
      writeFileSync(filler, Buffer.alloc(1_000_000));
      const log = await open();
      const acknowledged: string[] = [];
      const append = async (id: string): Promise<void> => {
        await log.append('s', 'any', [{ ...newEvent(id), data: { padding: 'x'.repeat(5_000) } }]);
        acknowledged.push(id);
      };
      const fill = async (): Promise<unknown> => {
        for (let n = 0; ; n += 1) await append(`a-${n}`);
      };
      const refusal = await fill().catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(LogUnavailable);
      expect((refusal as Error).message).toContain('full: nothing was written');
      expect(acknowledged.length).toBeGreaterThan(10);
      expect(await messageIds(log.readAll())).toEqual(acknowledged);
      rmSync(filler);
      await append('after');
      expect(await messageIds(log.readAll())).toEqual(acknowledged);
      expect(await log.verifyChain()).toMatchObject({ intact: true, events: acknowledged.length });
      await log.close();
    });
  });

  it('stops at a file that may grow no further, and keeps what it acknowledged', async () => {
    const sources = await compileSources(['kernel', 'platform/eventlog']);
    try {
      const command = `ulimit -f 4096; exec "$0" test/support/append-until-refused.mjs "$1" "$2"`;
      const args = ['-c', command, process.execPath, sources.folder, file];
      const { stdout } = await promisify(execFile)('bash', args);
      const { acknowledged, message } = JSON.parse(stdout) as { acknowledged: number; message: string };
      expect(acknowledged).toBeGreaterThan(50);
      expect(message).toMatch(/disk I\/O error|full/);
      const log = await open();
      expect(log.lastPosition()).toBeGreaterThanOrEqual(acknowledged - 1);
      expect(await log.verifyChain()).toMatchObject({ intact: true });
      expect(await log.append('s', 'any', [newEvent('after')])).toMatchObject({ repeated: false });
      await log.close();
    } finally {
      await sources.remove();
    }
  }, 20_000);

  it('that can only be read, is read, and says that it cannot be written', async () => {
    await writeLog();
    const readOnly = await readOnlyCopy(join(folder, 'data'), join(folder, 'disk'));
    if (readOnly === null) return console.warn('skipped: root writes everywhere, and cannot mount a file system here');
    try {
      file = join(readOnly.folder, 'events.sqlite');
      const refused = await open().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(InputError);
      expect((refused as Error).message).toMatch(/^.*\/disk can't be written \(E(ROFS|ACCES)\); make it writable, or/);
      expect(await readAsFarAsPossible()).toEqual({ read: ids(EVENTS), error: null });
      const log = await open({ readOnly: true });
      expect(await log.verifyChain()).toMatchObject({ intact: true, events: EVENTS });
      await log.close();
    } finally {
      readOnly.release();
    }
  });

  describe('that has spoilt bytes', () => {
    beforeEach(writeLog);

    /** Spoils the page of the file that holds a text. */
    const spoil = (text: string, change: (page: Buffer, at: number) => void, path = file): void => {
      const bytes = readFileSync(path);
      const at = bytes.lastIndexOf(text);
      expect(at).toBeGreaterThan(0);
      const start = at - (at % PAGE_BYTES);
      change(bytes.subarray(start, start + PAGE_BYTES), at - start);
      writeFileSync(path, bytes);
    };

    it.each([600, EVENTS - 1])('gives every event before the page of event %d, then says where it ends', async (n) => {
      spoil(`{"n":${n}}`, (page) => page.fill(0xff, 0, 16));
      const { read, error } = await readAsFarAsPossible();
      expect(read).toEqual(ids(read.length));
      expect(read.length).toBeGreaterThan(n - 50);
      expect(read.length).toBeLessThanOrEqual(n);
      expect(error).toBeInstanceOf(InputError);
      expect((error as Error).message).toContain(`damaged from event ${read.length} on`);
      const log = await open({ readOnly: true });
      expect(await log.verifyChain()).toMatchObject({ intact: false, position: expect.any(Number) });
      await log.close();
    });

    it('feeds a subscription what comes before the damage', async () => {
      spoil(`{"n":600}`, (page) => page.fill(0xff, 0, 16));
      const log = await open({ readOnly: true });
      const seen: string[] = [];
      const subscription = log.subscribe({ after: -1 }, ({ meta }) => void seen.push(meta.messageId));
      await expect(subscription.caughtUp()).rejects.toThrow(`damaged from event ${seen.length || ''}`);
      expect(seen).toEqual(ids(seen.length));
      expect(seen.length).toBeGreaterThan(550);
      await log.close();
    });

    it('is not written to when its last page is gone', async () => {
      spoil(`{"n":${EVENTS - 1}}`, (page) => page.fill(0xff, 0, 16));
      const before = readFileSync(file);
      const refused = await open().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(InputError);
      expect((refused as Error).message).toMatch(/is damaged .*replay --verify/);
      expect(readFileSync(file)).toEqual(before);
    });

    it('names an event whose text is no JSON any more', async () => {
      spoil(`{"n":700}`, (page, at) => page.fill('}', at, at + 1));
      const { read, error } = await readAsFarAsPossible();
      expect([read, (error as Error).message]).toEqual([
        ids(700),
        expect.stringContaining('damaged from event 700 on'),
      ]);
      const log = await open({ readOnly: true });
      expect(await log.verifyChain()).toMatchObject({ intact: false, position: 700 });
      await log.close();
    });

    it('takes a torn end of the write-ahead log as never written', async () => {
      const log = await open();
      for (const event of newEvents('b', 20)) await log.append('s', 'any', [event]);
      await mkdir(join(folder, 'cut'));
      for (const name of readdirSync(join(folder, 'data')).filter((each) => /sqlite(-wal)?$/.test(each)))
        copyFileSync(join(folder, 'data', name), join(folder, 'cut', name));
      await log.close();
      file = join(folder, 'cut', 'events.sqlite');
      const wal = readFileSync(`${file}-wal`);
      wal.fill(0xff, wal.length - 100);
      writeFileSync(`${file}-wal`, wal);
      const cut = await open();
      const expected = [...ids(EVENTS), ...Array.from({ length: 19 }, (_, n) => `b-${n}`)];
      expect(await messageIds(cut.readAll())).toEqual(expected);
      expect(await cut.verifyChain()).toMatchObject({ intact: true, events: expected.length });
      expect(await cut.append('s', 'any', [newEvent('b-19')])).toMatchObject({ position: expected.length });
      await cut.close();
    });
  });
});

/** A file system of two megabytes in memory; null where that is not allowed. */
async function smallDisk(at: string): Promise<string | null> {
  if (!isRoot) return null;
  await mkdir(at);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', at], { stdio: 'ignore' });
    return at;
  } catch {
    return null;
  }
}

/** The folder's files where nobody can write; null where root can't be kept from it. */
async function readOnlyCopy(from: string, at: string): Promise<{ folder: string; release(): void } | null> {
  // The library may take a closed log's companions away at any later moment: then what is there is copied anew.
  const copy = (): void => {
    const files = readdirSync(from);
    for (const name of files) if (existsSync(join(from, name))) copyFileSync(join(from, name), join(at, name));
    if (readdirSync(from).length < files.length) copy();
  };
  if (isRoot) {
    if ((await smallDisk(at)) === null) return null;
    copy();
    execFileSync('mount', ['-o', 'remount,ro', at]);
    return { folder: at, release: () => execFileSync('umount', ['--lazy', at]) };
  }
  await mkdir(at);
  copy();
  chmodSync(at, 0o555);
  return { folder: at, release: () => chmodSync(at, 0o755) };
}
