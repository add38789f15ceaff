import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '../../kernel/index.js';
import { CatchUpSubscription, SubscriptionClosed, type EventSource, type Page } from './catch-up-subscription.js';

/** A log of `length` events that reads two positions at a time and shows only those that `matches` lets through. */
class Source implements EventSource {
  pages = 0;
  constructor(
    public length: number,
    private readonly matches: (position: number) => boolean = () => true,
  ) {}

  lastPosition(): number {
    return this.length - 1;
  }

  pageAfter(position: number): Page {
    this.pages += 1;
    const looked = [position + 1, position + 2].filter((each) => each < this.length);
    const events = looked.filter(this.matches).map((each) => ({ position: each }) as Recorded);
    return { events, through: looked.at(-1) ?? position };
  }
}

/** Lets every promise that can settle do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('CatchUpSubscription', () => {
  it('handles nothing before subscribe has returned', async () => {
    const seen: number[] = [];
    const subscription = new CatchUpSubscription(new Source(3), -1, ({ position }) => void seen.push(position));
    expect(seen).toEqual([]);
    await subscription.caughtUp();
    expect(seen).toEqual([0, 1, 2]);
  });

  it('reads nothing while the log does not grow, and delivers within microtasks when it does', async () => {
    const source = new Source(1);
    const seen: number[] = [];
    const subscription = new CatchUpSubscription(source, -1, ({ position }) => void seen.push(position));
    await subscription.caughtUp();
    await settle();
    expect(source.pages).toBe(1);
    source.length = 2;
    subscription.wake();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    expect(seen).toEqual([0, 1]);
  });

  it('is caught up past events that do not match, and keeps the position of the last that did', async () => {
    const subscription = new CatchUpSubscription(new Source(9, (position) => position === 3), -1, () => undefined);
    await subscription.caughtUp();
    expect(subscription.position).toBe(3);
  });

  it('answers each caughtUp for the log as it was at its call', async () => {
    const source = new Source(2);
    const order: string[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const subscription = new CatchUpSubscription(source, -1, ({ position }) => (position === 2 ? gate : undefined));
    const early = subscription.caughtUp().then(() => order.push('early'));
    source.length = 4;
    const late = subscription.caughtUp().then(() => order.push('late'));
    await early;
    await settle();
    expect(order).toEqual(['early']);
    release();
    await late;
    expect(order).toEqual(['early', 'late']);
  });

  it('fails whoever waits when the source or the handler fails, and tells its log that it ended', async () => {
    const broken = new Source(1);
    broken.pageAfter = () => {
      throw new Error('disk');
    };
    const ended: unknown[] = [];
    const subscription = new CatchUpSubscription(
      broken,
      -1,
      () => undefined,
      (each) => ended.push(each),
    );
    await expect(subscription.caughtUp()).rejects.toThrow('disk');
    expect(ended).toEqual([subscription]);
  });

  it('fails whoever waits when it is closed before it gets there', async () => {
    const subscription = new CatchUpSubscription(new Source(5), -1, ({ position }) => {
      if (position === 1) void subscription.close();
    });
    await expect(subscription.caughtUp()).rejects.toThrow(SubscriptionClosed);
    expect(subscription.position).toBe(1);
  });
});
