import { describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import type { EpochMs } from '../../src/kernel/index.js';
import { LogOverloaded, WrongExpectedRevision, type NewEvent } from '../../src/platform/index.js';
import { EventWriter, type Outcome } from '../../src/platform/eventlog/embedded/event-writer.adapter.js';
import { GroupCommit } from '../../src/platform/eventlog/embedded/group-commit.adapter.js';
import type { PendingAppend } from '../../src/platform/eventlog/embedded/pending-append.js';
import { SCHEMA } from '../../src/platform/eventlog/embedded/schema.adapter.js';
import { newEvent, newEvents } from '../support/events.js';

const pending = (
  stream: string,
  events: readonly NewEvent[],
  expected: PendingAppend['expected'] = 'any',
): PendingAppend => ({
  stream,
  expected,
  events,
  texts: events.map(({ data }) => JSON.stringify(data)),
  at: 0 as EpochMs,
});

/** Counts commits, and can fail like a disk. */
class WriterDouble {
  readonly groups: number[] = [];
  failure: Error | null = null;

  commit(group: readonly PendingAppend[]): Outcome[] {
    if (this.failure) throw this.failure;
    this.groups.push(group.length);
    return group.map(() => ({ revision: 0, position: 0, repeated: false }));
  }
}

const failure = (code: string): Error => Object.assign(new Error(`disk says ${code}`), { code });

describe('GroupCommit', () => {
  it('writes all appends of one turn of the event loop in one commit', async () => {
    const writer = new WriterDouble();
    const commits = new GroupCommit(writer, () => undefined);
    const early = Array.from({ length: 64 }, (_, n) => commits.append(pending('s', [newEvent(`m-${n}`)])));
    await Promise.all(early);
    await commits.append(pending('s', [newEvent('later')]));
    expect(writer.groups).toEqual([64, 1]);
  });

  it('bounds one commit and lets the event loop turn between two', async () => {
    const writer = new WriterDouble();
    const commits = new GroupCommit(writer, () => undefined);
    const appends = Array.from({ length: 10 }, (_, n) => commits.append(pending('s', newEvents(`m-${n}`, 1_000))));
    let turns = 0;
    const count = setInterval(() => (turns += 1), 0);
    await Promise.all(appends);
    clearInterval(count);
    expect(writer.groups).toEqual([4, 4, 2]);
    expect(commits.queuedEvents).toBe(0);
  });

  it('tells senders to come back when too much waits, and takes appends again when there is room', async () => {
    const commits = new GroupCommit(new WriterDouble(), () => undefined);
    const full = commits.append(pending('s', newEvents('m', 65_536)));
    const refused = await commits.append(pending('s', [newEvent('one too many')])).catch((error: unknown) => error);
    expect(refused).toEqual(new LogOverloaded(65_536));
    await full;
    expect(await commits.append(pending('s', [newEvent('one too many')]))).toMatchObject({ repeated: false });
  });

  it('goes on after a full disk, and stops for good when the disk fails', async () => {
    const writer = new WriterDouble();
    const commits = new GroupCommit(writer, () => undefined);
    const append = (id: string): Promise<unknown> => commits.append(pending('s', [newEvent(id)]));
    writer.failure = failure('SQLITE_FULL');
    const both = await Promise.allSettled([append('a'), append('b')]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    writer.failure = null;
    await append('a');
    writer.failure = failure('SQLITE_IOERR_FSYNC');
    await expect(append('c')).rejects.toThrow('SQLITE_IOERR_FSYNC');
    writer.failure = null;
    await expect(append('d')).rejects.toThrow('stopped writing after: disk says SQLITE_IOERR_FSYNC');
    await commits.idle();
  });
});

describe('EventWriter', () => {
  const open = (): { database: Database.Database; writer: EventWriter } => {
    const database = new Database(':memory:');
    database.exec(SCHEMA);
    return { database, writer: new EventWriter(database) };
  };

  it('lets an append fail alone that conflicts with an earlier one of its group', () => {
    const { writer } = open();
    const outcomes = writer.commit([
      pending('a', newEvents('a', 2), 'no-stream'),
      pending('a', newEvents('b', 1), 'no-stream'),
      pending('b', newEvents('c', 1), 'no-stream'),
      pending('a', newEvents('a', 2), 'no-stream'),
    ]);
    expect(outcomes).toEqual([
      { revision: 1, position: 1, repeated: false },
      new WrongExpectedRevision('a', 'no-stream', 1),
      { revision: 0, position: 2, repeated: false },
      { revision: 1, position: 1, repeated: true },
    ]);
  });

  it('writes nothing of a group for which there is no room, and is where it was', () => {
    const { database, writer } = open();
    writer.commit([pending('a', newEvents('a', 1))]);
    const pages = (database.prepare('PRAGMA page_count').raw().get() as [number])[0];
    database.exec(`PRAGMA max_page_count = ${pages + 1}`);
    const large = newEvents('large', 200).map((event) => ({ ...event, data: { padding: 'x'.repeat(1_000) } }));
    expect(() => writer.commit([pending('b', newEvents('b', 1)), pending('a', large)])).toThrow(
      expect.objectContaining({ code: 'SQLITE_FULL' }),
    );
    expect(writer.lastPosition).toBe(0);
    database.exec('PRAGMA max_page_count = 100000');
    expect(writer.commit([pending('a', newEvents('c', 1), 0)])).toEqual([
      { revision: 1, position: 1, repeated: false },
    ]);
    const written = database.prepare('SELECT message_id FROM events ORDER BY position').raw().all();
    expect(written).toEqual([['a-0'], ['c-0']]);
  });
});
