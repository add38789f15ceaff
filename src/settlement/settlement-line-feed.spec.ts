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
  const [day] = aSettledMonth().days;
  if (day === undefined) throw new Error('the example month has no day');

  it('is what the export prints, priced and blocked hours alike, keyed by delivery day', () => {
    const events = [
      ...day.mtus.map((mtu, index) => recorded('MtuPriced', mtu, `priced-${index}`)),
      ...day.blocked.map((mtu, index) => recorded('MtuBlocked', mtu, `blocked-${index}`)),
    ];
    const messages = events.flatMap((event) => settlementLineFeed.messagesOf(event));
    const lines = messages.map(({ value }) => JSON.parse(value) as { readonly mtu_start: string });
    expect(lines.sort((a, b) => (a.mtu_start < b.mtu_start ? -1 : 1))).toEqual(settlementLines(day));
    expect(new Set(messages.map(({ key }) => key))).toEqual(new Set(['2026-01-12']));
    expect(messages.map(({ id }) => id)).toEqual(events.map(({ meta }) => meta.messageId));
  });
});
