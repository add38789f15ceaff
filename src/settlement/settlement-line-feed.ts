import type { EventFeed } from '../platform/messaging/index.js';
import { lineOf } from './exports/rows.js';
import type { SettlementRowEvent } from './settlement.events.js';

/** Keyed by delivery day. */
export const SETTLEMENT_LINES_TOPIC = 'settlement.lines.v1';

/**
 * One message a settled MTU, and one more for each correction of it: the line as the export prints it, the same columns and
 * the same text. The one with the highest `version` stands.
 */
export const settlementLineFeed: EventFeed = {
  topic: SETTLEMENT_LINES_TOPIC,
  types: ['MtuPriced', 'MtuBlocked', 'DayWearBooked'],
  messagesOf(event) {
    const line = lineOf({ type: event.type, data: event.data } as SettlementRowEvent);
    return [{ id: event.meta.messageId, key: line.delivery_day, value: JSON.stringify(line) }];
  },
};
