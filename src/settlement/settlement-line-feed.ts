import type { EventFeed } from '../platform/messaging/index.js';
import { blockedLine, pricedLine } from './exports/rows.js';
import type { MtuBlocked, MtuPriced } from './settlement.events.js';

/** Keyed by delivery day. */
export const SETTLEMENT_LINES_TOPIC = 'settlement.lines.v1';

/** One message a settled MTU: the line as the export prints it, the same columns and the same text. */
export const settlementLineFeed: EventFeed = {
  topic: SETTLEMENT_LINES_TOPIC,
  types: ['MtuPriced', 'MtuBlocked'],
  messagesOf({ type, data, meta }) {
    const line = type === 'MtuPriced' ? pricedLine(data as MtuPriced['data']) : blockedLine(data as MtuBlocked['data']);
    return [{ id: meta.messageId, key: line.delivery_day, value: JSON.stringify(line) }];
  },
};
