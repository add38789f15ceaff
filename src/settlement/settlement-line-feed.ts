import type { Recorded } from '../kernel/index.js';
import type { EventFeed } from '../platform/messaging/index.js';
import { blockedLine, pricedLine, wearLine, type SettlementLine } from './exports/rows.js';
import type { DayWearBooked, MtuBlocked, MtuPriced } from './settlement.events.js';

/** Keyed by delivery day. */
export const SETTLEMENT_LINES_TOPIC = 'settlement.lines.v1';

/** One message a settled MTU: the line as the export prints it, the same columns and the same text. */
export const settlementLineFeed: EventFeed = {
  topic: SETTLEMENT_LINES_TOPIC,
  types: ['MtuPriced', 'MtuBlocked', 'DayWearBooked'],
  messagesOf(event) {
    const line = lineOf(event);
    return [{ id: event.meta.messageId, key: line.delivery_day, value: JSON.stringify(line) }];
  },
};

function lineOf({ type, data }: Recorded): SettlementLine {
  if (type === 'MtuPriced') return pricedLine(data as MtuPriced['data']);
  return type === 'MtuBlocked' ? blockedLine(data as MtuBlocked['data']) : wearLine(data as DayWearBooked['data']);
}
