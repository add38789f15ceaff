import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EpochMs, Recorded } from '../../src/kernel/index.js';
import { MessageIdReused, WrongExpectedRevision, type EventLog } from '../../src/platform/index.js';
import { collect, messageIds, newEvent, newEvents, positions } from '../support/events.js';
import { ManualClock } from '../support/manual-clock.js';
import { eventLogSubscriptionSuite } from './event-log-subscription.suite.js';

export interface LogUnderTest {
  readonly log: EventLog;
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
      it('numbers the revisions of each stream from 0', async () => {
        expect(await log.append('a', 'no-stream', newEvents('a', 2))).toEqual({
          revision: 1,
          position: 1,
          repeated: false,
        });
        expect(await log.append('b', 'no-stream', newEvents('b', 1))).toEqual({
          revision: 0,
          position: 2,
          repeated: false,
        });
        expect(await log.append('a', 1, newEvents('c', 2))).toEqual({ revision: 3, position: 4, repeated: false });
        expect((await collect(log.readStream('a'))).map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
        expect(await messageIds(log.readStream('a'))).toEqual(['a-0', 'a-1', 'c-0', 'c-1']);
      });

      it('writes nothing of a batch that holds one event it cannot store', async () => {
        const bad = newEvent('bad', { price: Number.NaN });
        await expect(log.append('a', 'any', [newEvent('good'), bad])).rejects.toThrow('data.price is NaN');
        expect(log.lastPosition()).toBe(-1);
        expect(await collect(log.readStream('a'))).toEqual([]);
      });

      it('keeps the order of the calls among concurrent appends', async () => {
        const results = await Promise.all(newEvents('m', 50).map((event) => log.append('a', 'any', [event])));
        expect(results.map(({ position }) => position)).toEqual(Array.from({ length: 50 }, (_, n) => n));
        expect(await messageIds(log.readAll())).toEqual(newEvents('m', 50).map(({ meta }) => meta.messageId));
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
        expect(log.lastPosition()).toBe(1);
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
        expect(await messageIds(log.readAll())).toEqual(['a-0', 'a-1', 'u-0', 'u-1', 'x-0']);
      });
    });

    describe('promise 3: a message id is written once', () => {
      const events = newEvents('m', 2);
      beforeEach(() => log.append('a', 'no-stream', events));

      it.each(['no-stream', 0, 1, 7, 'any'] as const)(
        'answers a repeat as the first time when %s is expected',
        async (expected) => {
          await log.append('a', 1, newEvents('later', 1));
          expect(await log.append('a', expected, events)).toEqual({ revision: 1, position: 1, repeated: true });
          expect(log.lastPosition()).toBe(2);
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
        expect(first).toEqual({ revision: 1, position: 3, repeated: false });
        expect(second).toEqual({ revision: 1, position: 3, repeated: true });
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
        expect(log.lastPosition()).toBe(1);
      });

      it('keeps the ids of different streams apart', async () => {
        expect(await log.append('b', 'no-stream', [newEvent('m-0', { other: true })])).toMatchObject({
          repeated: false,
        });
        expect(await log.append('c', 'no-stream', [newEvent('m-0', { third: true })])).toMatchObject({
          repeated: false,
        });
        expect(await log.append('b', 'no-stream', [newEvent('m-0', { other: true })])).toMatchObject({
          position: 2,
          repeated: true,
        });
      });
    });

    describe('promise 4: positions without gaps, time without steps back', () => {
      it('grows positions by one from 0 over all streams, also past a refused append', async () => {
        expect(log.lastPosition()).toBe(-1);
        await log.append('a', 'any', newEvents('a', 2));
        await expect(log.append('a', 0, newEvents('b', 1))).rejects.toThrow(WrongExpectedRevision);
        await log.append('b', 'any', newEvents('c', 2));
        expect(await positions(log.readAll())).toEqual([0, 1, 2, 3]);
        expect(log.lastPosition()).toBe(3);
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
      });
      const minute = (n: number): EpochMs => (new ManualClock().at + n * 60_000) as EpochMs;

      it.each([
        [{}, [0, 1, 2, 3, 4, 5]],
        [{ from: 2 }, [2, 3, 4, 5]],
        [{ from: 6 }, []],
        [{ limit: 2 }, [0, 1]],
        [{ limit: 0 }, []],
        [{ from: 4, limit: 9 }, [4, 5]],
        [{ backwards: true }, [5, 4, 3, 2, 1, 0]],
        [{ backwards: true, limit: 1 }, [5]],
        [{ backwards: true, from: 2 }, [2, 1, 0]],
        [{ backwards: true, from: 99, limit: 2 }, [5, 4]],
        [{ types: ['Odd'] }, [1, 3, 5]],
        [{ types: ['Odd', 'Even'], limit: 3 }, [0, 1, 2]],
        [{ types: ['Odd'], backwards: true, limit: 2 }, [5, 3]],
        [{ types: [] }, []],
        [{ recordedUntil: minute(2) }, [0, 1, 2]],
        [{ recordedUntil: (minute(3) - 1) as EpochMs }, [0, 1, 2]],
        [{ recordedUntil: minute(-1) }, []],
        [{ recordedUntil: minute(2), backwards: true }, [2, 1, 0]],
        [{ recordedUntil: minute(4), from: 1, types: ['Even'], limit: 5 }, [2, 4]],
      ])('readAll(%j) gives positions %j', async (options, expected) => {
        expect(await positions(log.readAll(options))).toEqual(expected);
      });

      it.each([
        [{}, [3, 4, 5]],
        [{ from: 1 }, [4, 5]],
        [{ backwards: true, limit: 2 }, [5, 4]],
        [{ types: ['Even'] }, [4]],
        [{ recordedUntil: minute(4) }, [3, 4]],
        [{ recordedUntil: minute(4), backwards: true, limit: 1 }, [4]],
        [{ recordedUntil: minute(2) }, []],
      ])('readStream(%j) counts in revisions and gives positions %j', async (options, expected) => {
        expect(await positions(log.readStream('b', options))).toEqual(expected);
      });

      it('gives nothing for a stream that was never written', async () => {
        expect(await collect(log.readStream('c', { backwards: true, recordedUntil: minute(3) }))).toEqual([]);
      });

      it('reads what was there at the call, in a log that grows meanwhile, over many pages', async () => {
        for (let batch = 0; batch < 4; batch += 1) await log.append('c', 'any', newEvents(`batch-${batch}`, 700));
        const seen: number[] = [];
        for await (const { position } of log.readAll()) {
          if (position === 3) await log.append('c', 'any', newEvents('meanwhile', 10));
          seen.push(position);
        }
        expect(seen).toEqual(Array.from({ length: 2806 }, (_, n) => n));
        expect(await positions(log.readAll({ backwards: true, limit: 1300 }))).toEqual(
          Array.from({ length: 1300 }, (_, n) => 2815 - n),
        );
      });
    });

    eventLogSubscriptionSuite(() => log);

    describe('promise 6: what is read is what was written', () => {
      it('gives back every field', async () => {
        const event = { ...newEvent('m', { text: 'åäö €', nested: { list: [1, null, true] } }), schemaVersion: 3 };
        await log.append('a', 'any', [event]);
        const expected: Recorded = { ...event, position: 0, stream: 'a', revision: 0, recordedAt: clock.now() };
        expect(await collect(log.readAll())).toEqual([expected]);
        expect(await collect(log.readStream('a'))).toEqual([expected]);
      });

      it('holds for any JSON', async () => {
        let appended = 0;
        await fc.assert(
          fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (dictionary) => {
            const text = JSON.stringify(dictionary);
            appended += 1;
            const { position } = await log.append('a', 'any', [newEvent(`m-${appended}`, dictionary)]);
            const [read] = await collect(log.readAll({ from: position }));
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
