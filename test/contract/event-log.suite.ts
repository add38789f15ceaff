import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EpochMs, Recorded } from '../../src/kernel/index.js';
import { MessageIdReused, WrongExpectedRevision, type EventLog, type ReadOptions } from '../../src/platform/index.js';
import { collect, messageIds, newEvent, newEvents, positions } from '../support/events.js';
import { ManualClock } from '../support/manual-clock.js';
import { eventLogSubscriptionSuite } from './event-log-subscription.suite.js';

export interface LogUnderTest {
  readonly log: EventLog;
  /** Whether positions count events or bytes. */
  readonly positions: 'by one' | 'with gaps';
  /** Closes what is open and removes what it left. */
  remove(): Promise<void>;
}

export type OpenLog = (clock: ManualClock) => Promise<LogUnderTest>;

/** The promises of `event-log.port.ts`, by their numbers: what every adapter has to pass. */
export function eventLogSuite(adapter: string, open: OpenLog): void {
  describe(`${adapter} event log`, () => {
    let clock: ManualClock;
    let subject: LogUnderTest;
    let log: EventLog;

    beforeEach(async () => {
      clock = new ManualClock();
      subject = await open(clock);
      log = subject.log;
    });
    afterEach(() => subject.remove());

    describe('promise 1: an append is written whole, in order, with consecutive revisions', () => {
      it('numbers the revisions of each stream from 0, and tells where the last event is', async () => {
        const results = [
          await log.append('a', 'no-stream', newEvents('a', 2)),
          await log.append('b', 'no-stream', newEvents('b', 1)),
          await log.append('a', 1, newEvents('c', 2)),
        ];
        const at = await positions(log.readAll());
        expect(results).toEqual([
          { revision: 1, position: at[1], repeated: false },
          { revision: 0, position: at[2], repeated: false },
          { revision: 3, position: at[4], repeated: false },
        ]);
        expect((await collect(log.readStream('a'))).map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
        expect(await messageIds(log.readStream('a'))).toEqual(['a-0', 'a-1', 'c-0', 'c-1']);
      });

      it('writes nothing of a batch that holds one event it cannot store', async () => {
        const bad = newEvent('bad', { price: Number.NaN });
        await expect(log.append('a', 'any', [newEvent('good'), bad])).rejects.toThrow('data.price is NaN');
        expect(log.lastPosition()).toBe(-1);
        expect(await collect(log.readStream('a'))).toEqual([]);
      });

      it('keeps the order of the calls among concurrent appends to a stream', async () => {
        const results = await Promise.all(newEvents('m', 50).map((event) => log.append('a', 'any', [event])));
        expect(results.map(({ revision }) => revision)).toEqual(Array.from({ length: 50 }, (_, n) => n));
        expect(results.map(({ position }) => position)).toEqual(await positions(log.readAll()));
        expect(await messageIds(log.readAll())).toEqual(newEvents('m', 50).map(({ meta }) => meta.messageId));
      });

      it('writes concurrent appends to many streams once each, none lost', async () => {
        const streams = Array.from({ length: 200 }, (_, n) => `s-${n}`);
        const results = await Promise.all(streams.map((stream) => log.append(stream, 'any', newEvents(stream, 3))));
        expect(results.every(({ revision, repeated }) => revision === 2 && !repeated)).toBe(true);
        const all = await collect(log.readAll());
        expect(new Set(all.map(({ meta }) => meta.messageId)).size).toBe(600);
        expect(all).toHaveLength(600);
        // Whoever has seen the position of an answer has seen its events.
        const last = new Map(all.map(({ stream, position }) => [stream, position]));
        for (const [n, stream] of streams.entries())
          expect(results[n]?.position).toBeGreaterThanOrEqual(last.get(stream) ?? Infinity);
      });

      it.each([
        ['no events', 'a', []],
        ['an empty stream name', '', newEvents('m', 1)],
        ['a control character in a name', 'a\u0000b', newEvents('m', 1)],
        ['an instant that is no whole number', 'a', [{ ...newEvent('m'), occurredAt: 1.5 as EpochMs }]],
      ])('refuses %s', async (_, stream, events) => {
        await expect(log.append(stream, 'any', events)).rejects.toThrow(TypeError);
        expect(log.lastPosition()).toBe(-1);
      });
    });

    describe('promise 2: a wrong expected revision writes nothing', () => {
      beforeEach(() => log.append('a', 'no-stream', newEvents('a', 2)));

      it.each(['no-stream', 0, 2, -1] as const)('refuses %s for a stream at revision 1', async (expected) => {
        const refused = await log.append('a', expected, newEvents('b', 1)).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(WrongExpectedRevision);
        expect(refused).toMatchObject({ stream: 'a', expected, actual: 1 });
        expect(await messageIds(log.readAll())).toEqual(['a-0', 'a-1']);
      });

      it('refuses a revision of a stream that is empty', async () => {
        await expect(log.append('b', 0, newEvents('b', 1))).rejects.toMatchObject({ expected: 0, actual: -1 });
      });

      it('takes any revision for "any"', async () => {
        expect((await log.append('a', 'any', newEvents('b', 1))).revision).toBe(2);
        expect((await log.append('new', 'any', newEvents('b', 1))).revision).toBe(0);
      });

      it('lets one of several concurrent writers win, and the others fail alone', async () => {
        const writers = ['u', 'v', 'w'].map((name) => log.append('a', 1, newEvents(name, 2)));
        const bystander = log.append('b', 'no-stream', newEvents('x', 1));
        const settled = await Promise.allSettled(writers);
        expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
        expect((await bystander).revision).toBe(0);
        expect(await messageIds(log.readStream('a'))).toEqual(['a-0', 'a-1', 'u-0', 'u-1']);
        expect(await messageIds(log.readStream('b'))).toEqual(['x-0']);
      });
    });

    describe('promise 3: a message id is written once', () => {
      const events = newEvents('m', 2);
      beforeEach(() => log.append('a', 'no-stream', events));

      it.each(['no-stream', 0, 1, 7, 'any'] as const)(
        'answers a repeat as the first time when %s is expected',
        async (expected) => {
          await log.append('a', 1, newEvents('later', 1));
          const at = await positions(log.readAll());
          expect(await log.append('a', expected, events)).toEqual({ revision: 1, position: at[1], repeated: true });
          expect(await positions(log.readAll())).toEqual(at);
        },
      );

      it('knows a repeat by type and data, whatever the order of its fields and the time of sending', async () => {
        await log.append('b', 'any', [newEvent('x', { one: 1, two: 2 })]);
        const again = { ...newEvent('x', { two: 2, one: 1, three: undefined }), occurredAt: 5 as EpochMs };
        expect(await log.append('b', 'any', [again])).toMatchObject({ repeated: true });
      });

      it('answers a repeat that is in flight with the original', async () => {
        const [first, second] = await Promise.all([
          log.append('b', 'no-stream', events),
          log.append('b', 'no-stream', events),
        ]);
        const position = (await positions(log.readStream('b')))[1];
        expect(first).toEqual({ revision: 1, position, repeated: false });
        expect(second).toEqual({ revision: 1, position, repeated: true });
      });

      it.each([
        ['other data', [newEvent('m-0', { n: 99 })]],
        ['another type', [newEvent('m-0', { n: 0 }, 'Discounted')]],
        ['a new event after a known one', [newEvent('m-0', { n: 0 }), newEvent('new')]],
        ['a new event before a known one', [newEvent('new'), newEvent('m-0', { n: 0 })]],
        ['the same id twice', [newEvent('new'), newEvent('new')]],
      ])('refuses a known id with %s', async (_, reused) => {
        const refused = await log.append('a', 'any', reused).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(MessageIdReused);
        expect((refused as MessageIdReused).messageId).toMatch(/^(m-0|new)$/);
        expect(await messageIds(log.readAll())).toEqual(['m-0', 'm-1']);
      });

      it('keeps the ids of different streams apart', async () => {
        expect(await log.append('b', 'no-stream', [newEvent('m-0', { other: true })])).toMatchObject({
          repeated: false,
        });
        expect(await log.append('c', 'no-stream', [newEvent('m-0', { third: true })])).toMatchObject({
          repeated: false,
        });
        expect(await log.append('b', 'no-stream', [newEvent('m-0', { other: true })])).toMatchObject({
          position: (await positions(log.readAll()))[2],
          repeated: true,
        });
      });
    });

    describe('promise 4: positions that grow, time without steps back', () => {
      it('grows positions over all streams, also past a refused append', async () => {
        expect(log.lastPosition()).toBe(-1);
        await log.append('a', 'any', newEvents('a', 2));
        await expect(log.append('a', 0, newEvents('b', 1))).rejects.toThrow(WrongExpectedRevision);
        await log.append('b', 'any', newEvents('c', 2));
        const at = await positions(log.readAll());
        expect(at).toHaveLength(4);
        expect(at).toEqual([...at].sort((a, b) => a - b));
        expect(new Set(at).size).toBe(4);
        expect(log.lastPosition()).toBe(at[3]);
        if (subject.positions === 'by one') expect(at).toEqual([0, 1, 2, 3]);
      });

      it('records the time of the append, and stands still while the clock runs backwards', async () => {
        const start = clock.now();
        for (const step of [0, 1_000, -5_000, 4_500]) {
          clock.advance(step);
          await log.append('a', 'any', [newEvent(`at ${clock.now()}`)]);
        }
        const recorded = (await collect(log.readAll())).map(({ recordedAt }) => recordedAt - start);
        expect(recorded).toEqual([0, 1_000, 1_000, 1_000]);
      });
    });

    describe('reading', () => {
      beforeEach(async () => {
        for (let minute = 0; minute < 6; minute += 1) {
          const type = minute % 2 === 0 ? 'Even' : 'Odd';
          await log.append(minute < 3 ? 'a' : 'b', 'any', [newEvent(`minute-${minute}`, { minute }, type)]);
          clock.advance(60_000);
        }
        all = await collect(log.readAll());
      });
      let all: Recorded[];
      const position = (n: number): number => all[n]?.position ?? Number.NaN;
      const instant = (n: number): EpochMs =>
        ((all[n]?.recordedAt ?? all[0]?.recordedAt ?? 0) + (n < 0 ? n : 0)) as EpochMs;
      const index = (at: number): number => all.findIndex((event) => event.position === at);

      interface Question extends Pick<ReadOptions, 'limit' | 'types' | 'backwards'> {
        /** Indexes of events; `until` -1: before the first. */
        readonly from?: number;
        readonly after?: number;
        readonly until?: number;
        /** One millisecond earlier. */
        readonly justBefore?: number;
      }
      const asked = ({ from, after, until, justBefore, ...rest }: Question, inStream: boolean): ReadOptions => ({
        ...rest,
        ...(from === undefined ? {} : { from: inStream ? from : position(from) }),
        ...(after === undefined ? {} : { after: inStream || after < 0 ? after : position(after) }),
        ...(until === undefined ? {} : { recordedUntil: instant(until) }),
        ...(justBefore === undefined ? {} : { recordedUntil: (instant(justBefore) - 1) as EpochMs }),
      });

      it.each<[Question, number[]]>([
        [{}, [0, 1, 2, 3, 4, 5]],
        [{ from: 2 }, [2, 3, 4, 5]],
        [{ after: -1, limit: 2 }, [0, 1]],
        [{ after: 2 }, [3, 4, 5]],
        [{ after: 5 }, []],
        [{ after: 0, types: ['Even'] }, [2, 4]],
        [{ limit: 2 }, [0, 1]],
        [{ limit: 0 }, []],
        [{ from: 4, limit: 9 }, [4, 5]],
        [{ backwards: true }, [5, 4, 3, 2, 1, 0]],
        [{ backwards: true, limit: 1 }, [5]],
        [{ backwards: true, from: 2 }, [2, 1, 0]],
        [{ backwards: true, from: 3, types: ['Even'] }, [2, 0]],
        [{ types: ['Odd'] }, [1, 3, 5]],
        [{ types: ['Odd', 'Even'], limit: 3 }, [0, 1, 2]],
        [{ types: ['Odd'], backwards: true, limit: 2 }, [5, 3]],
        [{ types: ['Od', '.*'] }, []],
        [{ types: [] }, []],
        [{ until: 2 }, [0, 1, 2]],
        [{ justBefore: 3 }, [0, 1, 2]],
        [{ until: -1 }, []],
        [{ until: 2, backwards: true }, [2, 1, 0]],
        [{ until: 4, from: 1, types: ['Even'], limit: 5 }, [2, 4]],
      ])('readAll(%j) gives the events %j', async (question, expected) => {
        const read = await positions(log.readAll(asked(question, false)));
        expect(read.map(index)).toEqual(expected);
      });

      it.each<[Question, number[]]>([
        [{}, [3, 4, 5]],
        [{ from: 1 }, [4, 5]],
        [{ after: 0, limit: 1 }, [4]],
        [{ after: 2 }, []],
        [{ from: 7 }, []],
        [{ backwards: true, limit: 2 }, [5, 4]],
        [{ backwards: true, from: 9, limit: 2 }, [5, 4]],
        [{ types: ['Even'] }, [4]],
        [{ types: ['Odd'], limit: 2 }, [3, 5]],
        [{ until: 4 }, [3, 4]],
        [{ until: 4, backwards: true, limit: 1 }, [4]],
        [{ until: 2 }, []],
      ])('readStream(%j) counts in revisions and gives the events %j', async (question, expected) => {
        const read = await positions(log.readStream('b', asked(question, true)));
        expect(read.map(index)).toEqual(expected);
      });

      it('gives nothing for a stream that was never written', async () => {
        expect(await collect(log.readStream('c', { backwards: true, recordedUntil: instant(3) }))).toEqual([]);
      });

      it('reads what was there at the call, in a log that grows meanwhile, over many pages', async () => {
        for (let batch = 0; batch < 4; batch += 1) await log.append('c', 'any', newEvents(`batch-${batch}`, 700));
        const before = await messageIds(log.readAll());
        const seen: string[] = [];
        for await (const { meta } of log.readAll()) {
          if (seen.length === 3) await log.append('c', 'any', newEvents('meanwhile', 10));
          seen.push(meta.messageId);
        }
        expect(seen).toHaveLength(2806);
        expect(seen).toEqual(before);
        const grown = [...before, ...newEvents('meanwhile', 10).map(({ meta }) => meta.messageId)];
        expect(await messageIds(log.readAll({ backwards: true, limit: 1300 }))).toEqual(grown.slice(-1300).reverse());
        const inStream: string[] = [];
        for await (const { meta } of log.readStream('c')) {
          if (inStream.length === 3) await log.append('c', 'any', newEvents('again', 1));
          inStream.push(meta.messageId);
        }
        expect(inStream).toEqual(grown.slice(6));
      });
    });

    eventLogSubscriptionSuite(() => log);

    describe('promise 6: what is read is what was written', () => {
      it('gives back every field', async () => {
        const event = { ...newEvent('m', { text: 'åäö €', nested: { list: [1, null, true] } }), schemaVersion: 1 };
        await log.append('a', 'any', [event]);
        const [read] = await collect(log.readAll());
        const expected: Recorded = {
          ...event,
          position: log.lastPosition(),
          stream: 'a',
          revision: 0,
          recordedAt: clock.now(),
        };
        expect(read).toEqual(expected);
        expect(await collect(log.readStream('a'))).toEqual([expected]);
      });

      it('holds for any JSON', async () => {
        let appended = 0;
        await fc.assert(
          fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (dictionary) => {
            const text = JSON.stringify(dictionary);
            appended += 1;
            const { position } = await log.append('a', 'any', [newEvent(`m-${appended}`, dictionary)]);
            const [read] = await collect(log.readAll({ from: position, limit: 1 }));
            expect(JSON.stringify(read?.data)).toBe(text);
          }),
        );
      });

      it('is not touched by changing an object after its append was called', async () => {
        const data = { list: [1] };
        const append = log.append('a', 'any', [newEvent('m', data)]);
        try {
          data.list.push(2);
        } catch {
          // An adapter may freeze what it has taken over: that protects the fact as well.
        }
        await append;
        expect((await collect(log.readAll()))[0]?.data).toEqual({ list: [1] });
      });
    });

    it('refuses appends after close', async () => {
      await log.close();
      await expect(log.append('a', 'any', newEvents('m', 1))).rejects.toThrow('closed');
    });

    it('finishes appends under way before it closes', async () => {
      const appends = newEvents('m', 20).map((event) => log.append('a', 'any', [event]));
      await log.close();
      expect((await Promise.all(appends)).at(-1)).toMatchObject({ revision: 19 });
    });
  });
}
