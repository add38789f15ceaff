import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Recorded } from '../../src/kernel/index.js';
import { KurrentEventLog } from '../../src/platform/eventlog/kurrentdb/kurrentdb.adapter.js';
import { LogUnavailable } from '../../src/platform/index.js';
import { collect, messageIds, newEvent, newEvents } from '../support/events.js';
import { addressOf } from '../support/kurrentdb/address.js';
import { KurrentDbPeer } from '../support/kurrentdb/kurrentdb-peer.js';
import { ManualClock } from '../support/manual-clock.js';

jest.setTimeout(30_000);

const DAY_MS = 86_400_000;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('what KurrentDB does for us', () => {
  let now = Date.UTC(2026, 0, 12);
  let peer: KurrentDbPeer;
  let log: KurrentEventLog;
  const closing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    peer = await KurrentDbPeer.start({ now: () => now });
    log = await KurrentEventLog.open({ address: addressOf(peer.url), clock: new ManualClock() });
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  afterAll(async () => {
    await log.close();
    await peer.stop();
  });

  describe('retention', () => {
    const hour = 'frequency-nordic-2026-01-12T00:00:00.000Z';
    const settled = 'settlement-FCR-N-2026-01-12';
    const metadataWrites = (): number => peer.store.records.filter(({ stream }) => stream === `$$${hour}`).length;

    it('is written once for a stream of telemetry, and never for one of money', async () => {
      await log.append(hour, 'no-stream', newEvents('sample', 1));
      await log.append(settled, 'no-stream', newEvents('price', 1));
      await until(() => metadataWrites() > 0);
      await log.append(hour, 0, newEvents('more', 1));
      expect(peer.store.metadataOf(hour)).toEqual({ $maxAge: 400 * 86_400 });
      const second = await KurrentEventLog.open({ address: addressOf(peer.url), clock: new ManualClock() });
      await second.append(hour, 1, newEvents('by another', 1));
      await second.close();
      expect(metadataWrites()).toBe(1);
      expect(peer.store.metadataOf(settled)).toEqual({});
    });

    it('lets go of what is too old, and the stream goes on at its revision', async () => {
      now += 401 * DAY_MS;
      expect(await collect(log.readStream(hour))).toEqual([]);
      expect(await messageIds(log.readStream(settled))).toEqual(['price-0']);
      const fresh = await KurrentEventLog.open({ address: addressOf(peer.url), clock: new ManualClock() });
      closing.push(() => fresh.close());
      expect(await fresh.append(hour, 'any', newEvents('after', 1))).toMatchObject({ revision: 3 });
    });
  });

  describe('consumers that share the events of a type', () => {
    it('handle each event once, between them, from the first one on', async () => {
      await log.append('lines', 'any', [...newEvents('line', 60), newEvent('other', {}, 'Other')]);
      const seen: Recorded[][] = [[], []];
      const group = { name: 'line-printers', types: ['Counted'] };
      for (const mine of seen) {
        const consumer = await log.consumeTogether(group, async (event) => {
          await new Promise((resolve) => setTimeout(resolve, 1));
          if (event.stream === 'lines') mine.push(event);
        });
        closing.push(() => consumer.close());
      }
      await until(() => seen.flat().length >= 60);
      const ids = seen.flat().map(({ meta }) => meta.messageId);
      expect(new Set(ids).size).toBe(60);
      expect(ids).toHaveLength(60);
      expect(seen.every((mine) => mine.length > 0)).toBe(true);
    });

    it('give an event to another when one goes away, park what is poison and bring back what was not now', async () => {
      await log.append('jobs', 'any', [
        newEvent('good', {}, 'Job'),
        newEvent('poison', {}, 'Job'),
        newEvent('later', {}, 'Job'),
      ]);
      const handled: string[] = [];
      let refusals = 0;
      const group = { name: 'workers', types: ['Job'] };
      let taken = false;
      const leaving = await log.consumeTogether(group, () => {
        taken = true;
        throw new LogUnavailable('this one is going home');
      });
      await until(() => taken);
      await leaving.close();
      const staying = await log.consumeTogether(group, ({ meta }) => {
        if (meta.messageId === 'poison') throw new Error('cannot be done');
        if (meta.messageId === 'later' && refusals++ < 2) throw new LogUnavailable('not now');
        handled.push(meta.messageId);
      });
      closing.push(() => staying.close());
      await until(() => handled.length >= 2);
      expect(handled.sort()).toEqual(['good', 'later']);
      expect(refusals).toBeGreaterThanOrEqual(2);
    });
  });
});
