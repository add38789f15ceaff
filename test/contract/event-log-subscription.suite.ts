import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '../../src/kernel/index.js';
import type { EventLog } from '../../src/platform/index.js';
import { messageIds, newEvent, newEvents, positions } from '../support/events.js';

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
/** The position of the event that is `n`th in the log. */
const positionOf = async (log: EventLog, n: number): Promise<number> => (await positions(log.readAll()))[n] as number;

/** Promise 5 of `event-log.port.ts`; a part of `eventLogSuite`. */
export function eventLogSubscriptionSuite(current: () => EventLog): void {
  describe('promise 5: a subscription handles every event after its checkpoint once, in order', () => {
    it('goes from the events in the log to new ones without gap or double', async () => {
      const log = current();
      await log.append('a', 'any', newEvents('old', 1500));
      const seen: number[] = [];
      const subscription = log.subscribe({ after: -1 }, ({ position }) => {
        seen.push(position);
      });
      const appends = range(30).map((n) => log.append('b', 'any', newEvents(`during-${n}`, 3)));
      await Promise.all(appends);
      await subscription.caughtUp();
      await log.append('a', 'any', newEvents('live', 5));
      await subscription.caughtUp();
      expect(seen).toHaveLength(1595);
      expect(seen).toEqual(await positions(log.readAll()));
      expect(subscription.position).toBe(seen.at(-1));
      expect(log.lastPosition()).toBe(seen.at(-1));
    });

    it('starts after its checkpoint', async () => {
      const log = current();
      await log.append('a', 'any', newEvents('m', 5));
      const seen: string[] = [];
      const after = await positionOf(log, 2);
      const subscription = log.subscribe({ after }, ({ meta }) => void seen.push(meta.messageId));
      expect(subscription.position).toBe(after);
      await subscription.caughtUp();
      expect(seen).toEqual(['m-3', 'm-4']);
    });

    it('starts after the newest event that is known, and brings what comes then', async () => {
      const log = current();
      await log.append('a', 'any', newEvents('old', 3));
      const seen: string[] = [];
      const subscription = log.subscribe({ after: log.lastPosition() }, ({ meta }) => void seen.push(meta.messageId));
      await subscription.caughtUp();
      await log.append('a', 'any', newEvents('new', 2));
      await subscription.caughtUp();
      expect(seen).toEqual(['new-0', 'new-1']);
    });

    it('goes on from any checkpoint of its own as if it had never stopped', async () => {
      const log = current();
      const types = ['Wanted'];
      for (let n = 0; n < 60; n += 1)
        await log.append('a', 'any', [newEvent(`m-${n}`, {}, n % 3 === 0 ? 'Wanted' : 'Other')]);
      const seen: string[] = [];
      for (let after = -1, rounds = 0; rounds < 20; rounds += 1) {
        const subscription = log.subscribe({ after, types }, ({ meta }) => void seen.push(meta.messageId));
        while (subscription.position === after) await new Promise((resolve) => setImmediate(resolve));
        await subscription.close();
        after = subscription.position;
        if (seen.length >= 20) break;
      }
      expect(seen).toEqual(range(20).map((n) => `m-${3 * n}`));
    });

    it('is at -1 and caught up in an empty log', async () => {
      const subscription = current().subscribe({ after: -1 }, () => undefined);
      await subscription.caughtUp();
      expect(subscription.position).toBe(-1);
    });

    it('waits for an asynchronous handler before the next event', async () => {
      const log = current();
      const steps: string[] = [];
      const subscription = log.subscribe({ after: -1 }, async ({ revision }) => {
        steps.push(`${revision} in`);
        await new Promise((resolve) => setTimeout(resolve, 2));
        steps.push(`${revision} out`);
      });
      await log.append('a', 'any', newEvents('m', 3));
      await subscription.caughtUp();
      expect(steps).toEqual(['0 in', '0 out', '1 in', '1 out', '2 in', '2 out']);
    });

    it('takes only the types it names, and is caught up although the newest events are of others', async () => {
      const log = current();
      const seen: string[] = [];
      const subscription = log.subscribe(
        { after: -1, types: ['Wanted'] },
        ({ meta }) => void seen.push(meta.messageId),
      );
      await log.append('a', 'any', [newEvent('1', {}, 'Wanted'), newEvent('2', {}, 'Other')]);
      await log.append('a', 'any', [newEvent('3', {}, 'Wanted'), ...newEvents('other', 1200)]);
      await subscription.caughtUp();
      expect(seen).toEqual(['1', '3']);
      expect(subscription.position).toBe(await positionOf(log, 2));
    });

    it('lets a handler append to the log it listens to', async () => {
      const log = current();
      let handled = 0;
      const subscription = log.subscribe({ after: -1 }, async () => {
        handled += 1;
        if (handled <= 5) await log.append('echo', 'any', [newEvent(`echo-${handled}`)]);
      });
      await log.append('a', 'any', [newEvent('start')]);
      while (handled < 6) await subscription.caughtUp();
      await subscription.caughtUp();
      expect(await messageIds(log.readAll())).toEqual(['start', ...range(5).map((n) => `echo-${n + 1}`)]);
      expect(subscription.position).toBe(log.lastPosition());
    });

    it('ends at a handler that throws, with its error', async () => {
      const log = current();
      const seen: number[] = [];
      const handle = ({ revision }: Recorded): void => {
        if (revision === 2) throw new Error('poison');
        seen.push(revision);
      };
      const subscription = log.subscribe({ after: -1 }, handle);
      await log.append('a', 'any', newEvents('m', 5));
      await expect(subscription.caughtUp()).rejects.toThrow('poison');
      await log.append('a', 'any', newEvents('n', 1));
      await expect(subscription.caughtUp()).rejects.toThrow('poison');
      expect(seen).toEqual([0, 1]);
      expect(subscription.position).toBe(await positionOf(log, 1));
      await subscription.close();
    });

    it('ends at a handler that rejects, with its error', async () => {
      const log = current();
      const subscription = log.subscribe({ after: -1 }, () => Promise.reject(new Error('slow poison')));
      await log.append('a', 'any', newEvents('m', 2));
      await expect(subscription.caughtUp()).rejects.toThrow('slow poison');
      expect(subscription.position).toBe(-1);
    });

    it('handles nothing after close, which waits for the event in hand', async () => {
      const log = current();
      let release = (): void => undefined;
      const inHand = new Promise<void>((resolve) => (release = resolve));
      const seen: number[] = [];
      let started = (): void => undefined;
      const first = new Promise<void>((resolve) => (started = resolve));
      const subscription = log.subscribe({ after: -1 }, async ({ revision }) => {
        started();
        await inHand;
        seen.push(revision);
      });
      await log.append('a', 'any', newEvents('m', 3));
      await first;
      const closing = subscription.close();
      release();
      await closing;
      expect(seen).toEqual([0]);
      await log.append('a', 'any', newEvents('n', 1));
      expect(seen).toEqual([0]);
      await expect(subscription.caughtUp()).rejects.toThrow('closed');
    });

    it('serves several subscriptions, each at its own pace', async () => {
      const log = current();
      const seen: [number[], number[]] = [[], []];
      const quick = log.subscribe({ after: -1 }, ({ revision }) => void seen[0].push(revision));
      const slow = log.subscribe({ after: -1 }, async ({ revision }) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        seen[1].push(revision);
      });
      await log.append('a', 'any', newEvents('m', 4));
      await Promise.all([quick.caughtUp(), slow.caughtUp()]);
      expect(seen).toEqual([range(4), range(4)]);
    });
  });
}
