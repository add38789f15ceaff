import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '../../src/kernel/index.js';
import type { EventLog } from '../../src/platform/index.js';
import { newEvent, newEvents } from '../support/events.js';

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

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
      expect(seen).toEqual(range(1595));
      expect(subscription.position).toBe(1594);
    });

    it('starts after its checkpoint', async () => {
      const log = current();
      await log.append('a', 'any', newEvents('m', 5));
      const seen: number[] = [];
      const subscription = log.subscribe({ after: 2 }, ({ position }) => void seen.push(position));
      expect(subscription.position).toBe(2);
      await subscription.caughtUp();
      expect(seen).toEqual([3, 4]);
    });

    it('is at -1 and caught up in an empty log', async () => {
      const subscription = current().subscribe({ after: -1 }, () => undefined);
      await subscription.caughtUp();
      expect(subscription.position).toBe(-1);
    });

    it('waits for an asynchronous handler before the next event', async () => {
      const log = current();
      const steps: string[] = [];
      const subscription = log.subscribe({ after: -1 }, async ({ position }) => {
        steps.push(`${position} in`);
        await new Promise((resolve) => setTimeout(resolve, 2));
        steps.push(`${position} out`);
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
      expect(subscription.position).toBe(2);
    });

    it('lets a handler append to the log it listens to', async () => {
      const log = current();
      const subscription = log.subscribe({ after: -1 }, async ({ position }) => {
        if (position < 5) await log.append('echo', 'any', [newEvent(`echo-${position}`)]);
      });
      await log.append('a', 'any', [newEvent('start')]);
      while (log.lastPosition() < 5) await subscription.caughtUp();
      await subscription.caughtUp();
      expect(subscription.position).toBe(5);
    });

    it('ends at a handler that throws, with its error', async () => {
      const log = current();
      const seen: number[] = [];
      const handle = ({ position }: Recorded): void => {
        if (position === 2) throw new Error('poison');
        seen.push(position);
      };
      const subscription = log.subscribe({ after: -1 }, handle);
      await log.append('a', 'any', newEvents('m', 5));
      await expect(subscription.caughtUp()).rejects.toThrow('poison');
      await log.append('a', 'any', newEvents('n', 1));
      await expect(subscription.caughtUp()).rejects.toThrow('poison');
      expect(seen).toEqual([0, 1]);
      expect(subscription.position).toBe(1);
      await subscription.close();
    });

    it('handles nothing after close, which waits for the event in hand', async () => {
      const log = current();
      let release = (): void => undefined;
      const inHand = new Promise<void>((resolve) => (release = resolve));
      const seen: number[] = [];
      let started = (): void => undefined;
      const first = new Promise<void>((resolve) => (started = resolve));
      const subscription = log.subscribe({ after: -1 }, async ({ position }) => {
        started();
        await inHand;
        seen.push(position);
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
      const quick = log.subscribe({ after: -1 }, ({ position }) => void seen[0].push(position));
      const slow = log.subscribe({ after: -1 }, async ({ position }) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        seen[1].push(position);
      });
      await log.append('a', 'any', newEvents('m', 4));
      await Promise.all([quick.caughtUp(), slow.caughtUp()]);
      expect(seen).toEqual([range(4), range(4)]);
    });
  });
}
