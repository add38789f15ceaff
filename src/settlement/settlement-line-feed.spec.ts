import { describe, expect, it } from '@jest/globals';
import { aSettledMonth } from '../../test/support/settled-month.js';
import type { Recorded } from '../kernel/index.js';
import { settlementLines } from './exports/rows.js';
import { settlementLineFeed } from './settlement-line-feed.js';

const recorded = (type: string, data: object, messageId: string): Recorded => ({
  position: 7,
  stream: 'settlement-FCR-N-2026-01-12',
  revision: 0,
  type,
  schemaVersion: 1,
  data,
  meta: { messageId, correlationId: 'c', causationId: 'c', actor: 'settlement' },
  occurredAt: 0 as Recorded['occurredAt'],
  recordedAt: 0 as Recorded['recordedAt'],
});

describe('the feed of settlement lines', () => {
  const [settled] = aSettledMonth().days;
  if (settled === undefined) throw new Error('the example month has no day');
  const deliveryDay = settled.totals.deliveryDay;
  const use = { dischargedMilliWh: 30_000_000, wornMicroWh: 9_000_000, wearEur: '1.50' };
  const day = { ...settled, wear: { product: 'FCR-N', deliveryDay, mtuStart: '2026-01-12T02:00:00.000Z', ...use } };

  it('is what the export prints, priced and blocked hours and wear alike, keyed by delivery day', () => {
    const events = [
      ...day.mtus.map((mtu, index) => recorded('MtuPriced', mtu, `priced-${index}`)),
      ...day.blocked.map((mtu, index) => recorded('MtuBlocked', mtu, `blocked-${index}`)),
      recorded('DayWearBooked', day.wear, 'wear'),
    ];
    const messages = events.flatMap((event) => settlementLineFeed.messagesOf(event));
    const lines = messages.map(({ value }) => JSON.parse(value) as { readonly mtu_start: string });
    expect(lines.sort((a, b) => (a.mtu_start < b.mtu_start ? -1 : 1))).toEqual(settlementLines(day));
    expect(new Set(messages.map(({ key }) => key))).toEqual(new Set(['2026-01-12']));
    expect(messages.map(({ id }) => id)).toEqual(events.map(({ meta }) => meta.messageId));
  });
});
