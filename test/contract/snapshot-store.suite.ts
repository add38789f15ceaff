import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Recorded } from '../../src/kernel/index.js';
import {
  firstDifference,
  ProjectionRunner,
  type EventLog,
  type EventPlace,
  type SnapshotSet,
  type SnapshotStore,
} from '../../src/platform/index.js';
import { collect, newEvents } from '../support/events.js';
import { ManualClock } from '../support/manual-clock.js';
import { releasedEvents } from '../support/released-logs.js';
import { emptyProjections, putAside } from '../support/replayed.js';

export interface StoreUnderTest {
  /** Empty; a log that the store lies beside. */
  readonly log: EventLog;
  readonly store: SnapshotStore;
  /** Changes a byte of what the store keeps of the group, behind its back. */
  damage(group: string): Promise<void>;
  /** Another empty log, for which the same store is taken by mistake. */
  otherLog(): Promise<EventLog>;
  remove(): Promise<void>;
}

/** The newest of a released log: the way to a server and back takes its time. */
const MOST_EVENTS = 1_200;

const STATES = new Map<string, object>([
  [
    'fleet',
    {
      cars: new Map([
        ['b', { soc: 0.5 }],
        ['a', { soc: null }],
      ]),
      seen: new Set([3, 1]),
    },
  ],
  ['ledger', { rows: [1.5, -0, 2 ** 40] }],
]);

const placeOf = ({ position, stream, revision, meta: { messageId } }: Recorded): EventPlace => ({
  position,
  stream,
  revision,
  messageId,
});

/** What `snapshot-store.port.ts` promises, and what a start makes of it: no other read models than a rebuild makes. */
export function snapshotStoreSuite(name: string, open: (clock: ManualClock) => Promise<StoreUnderTest>): void {
  describe(`snapshots ${name}`, () => {
    let subject: StoreUnderTest;
    beforeEach(async () => {
      subject = await open(new ManualClock());
    });
    afterEach(() => subject.remove());

    describe('as they are kept', () => {
      let set: SnapshotSet;
      let later: EventPlace;
      beforeEach(async () => {
        for (const stream of ['a', 'b']) await subject.log.append(stream, 'no-stream', newEvents(stream, 2));
        const events = await collect(subject.log.readAll());
        set = { ...placeOf(events[1] as Recorded), states: STATES };
        later = placeOf(events[3] as Recorded);
      });

      it('come back as they were, down to the order of Maps and Sets', () => {
        subject.store.save('engine', 'v1', set);
        const loaded = subject.store.load('engine', 'v1');
        expect(loaded).toEqual({ ...set, states: expect.anything() });
        expect(firstDifference(loaded?.states, STATES)).toBeNull();
        expect(subject.store.condition('engine', 'v1')).toBe('whole');
      });

      it('share nothing with what was put aside', () => {
        subject.store.save('engine', 'v1', set);
        (subject.store.load('engine', 'v1')?.states.get('ledger') as { rows: number[] }).rows.push(1);
        expect(firstDifference(subject.store.load('engine', 'v1')?.states, STATES)).toBeNull();
      });

      it('are not there for another group, and stale for another version', () => {
        expect(subject.store.condition('engine', 'v1')).toBe('none');
        subject.store.save('engine', 'v1', set);
        expect([subject.store.load('dashboard', 'v1'), subject.store.condition('dashboard', 'v1')]).toEqual([
          null,
          'none',
        ]);
        expect([subject.store.load('engine', 'v2'), subject.store.condition('engine', 'v2')]).toEqual([null, 'stale']);
      });

      it('take the place of the last ones as a whole', () => {
        subject.store.save('engine', 'v1', set);
        subject.store.save('dashboard', 'v1', set);
        const states = new Map([['fleet', { cars: 1 }]]);
        subject.store.save('engine', 'v2', { ...later, states });
        expect(subject.store.load('engine', 'v1')).toBeNull();
        expect(subject.store.load('engine', 'v2')).toEqual({ ...later, states });
        expect(subject.store.load('dashboard', 'v1')?.states.size).toBe(2);
      });

      it('are not given out when they are damaged', async () => {
        subject.store.save('engine', 'v1', set);
        await subject.damage('engine');
        expect([subject.store.load('engine', 'v1'), subject.store.condition('engine', 'v1')]).toEqual([
          null,
          'damaged',
        ]);
        subject.store.save('engine', 'v1', set);
        expect(subject.store.condition('engine', 'v1')).toBe('whole');
      });
    });

    describe('at a start', () => {
      let events: Recorded[];
      const passedOver: string[] = [];
      beforeAll(async () => {
        events = (await releasedEvents()).slice(-MOST_EVENTS);
      });
      beforeEach(() => {
        passedOver.length = 0;
      });

      const append = async (log: EventLog, some: readonly Recorded[]): Promise<void> => {
        await Promise.all(
          some.map(({ stream, type, schemaVersion, data, meta, occurredAt }) =>
            log.append(stream, 'any', [{ type, schemaVersion, data, meta, occurredAt }]),
          ),
        );
      };
      /** A start and a stop; `states` as they were in between. */
      const run = async (log: EventLog, version = 'v1') => {
        const { store } = subject;
        const onPassedOver = (reason: string): unknown => passedOver.push(reason);
        const policy = { store, group: 'engine', version, everyEvents: 1_000_000, onPassedOver };
        const runner = new ProjectionRunner(log, undefined, policy);
        const projections = emptyProjections();
        for (const [each, projection] of projections) runner.add(each, projection);
        await runner.start();
        await runner.caughtUp();
        const states = putAside(projections);
        await runner.stop();
        return { startedAfter: runner.startedAfter, states };
      };
      /** From the first event on, with no snapshots. */
      const rebuilt = async (log: EventLog): Promise<Map<string, object>> => {
        const runner = new ProjectionRunner(log);
        const projections = emptyProjections();
        for (const [each, projection] of projections) runner.add(each, projection);
        await runner.start();
        await runner.stop();
        return putAside(projections);
      };

      it('spare what they hold, and the read models are those of a rebuild', async () => {
        const { log } = subject;
        const thirds = [0, 1, 2, 3].map((third) => Math.floor((events.length * third) / 3));
        let end = -1;
        for (const part of [0, 1, 2]) {
          await append(log, events.slice(thirds[part], thirds[part + 1]));
          const { startedAfter, states } = await run(log);
          expect(startedAfter).toBe(end);
          end = log.lastPosition();
          expect(firstDifference(states, await rebuilt(log))).toBeNull();
        }
        expect(passedOver).toEqual([]);
      });

      it.each([
        ['damaged', 'it is not what was written', 'v1', (): Promise<void> => subject.damage('engine')],
        ['of other code', 'other code has made it', 'v2', (): Promise<void> => Promise.resolve()],
      ])('are passed over when they are %s, which is said', async (_, reason, version, happens) => {
        const { log } = subject;
        await append(log, events.slice(0, 300));
        const first = await run(log);
        await happens();
        const second = await run(log, version);
        expect([second.startedAfter, passedOver]).toEqual([-1, [reason]]);
        expect(firstDifference(second.states, first.states)).toBeNull();
      });

      it('of another log are passed over, which is said', async () => {
        await append(subject.log, events.slice(0, 300));
        await run(subject.log);
        const other = await subject.otherLog();
        await append(other, events.slice(300, 700));
        const { startedAfter, states } = await run(other);
        expect([startedAfter, passedOver]).toEqual([-1, ['it is of another log']]);
        expect(firstDifference(states, await rebuilt(other))).toBeNull();
        await other.close();
      });
    });
  });
}
