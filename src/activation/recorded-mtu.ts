import { MS_PER_SECOND, parseInstant, type Interval } from '../kernel/index.js';
import type { ResponseRecorded } from './activation.events.js';
import { noDelivery, withResponse, type Delivery } from './delivery.js';
import { sumsOf } from './response-sums.js';

/** What the log has of one MTU. */
export interface RecordedMtu {
  readonly delivery: Delivery;
  /** By second of the MTU: 1 where the response was on record and had a frequency. */
  readonly answered: Uint8Array;
}

/**
 * Records in order, each second once: where two processes recorded the same stretch, side by side or one after the
 * other, the one that began first counts, and of two that began together the longer one.
 */
export function eachSecondOnce(records: readonly ResponseRecorded['data'][]): ResponseRecorded['data'][] {
  let counted = -Infinity;
  return [...records].sort(byStart).filter(({ from, seconds }) => {
    const start = parseInstant(from);
    if (start < counted) return false;
    counted = start + seconds * MS_PER_SECOND;
    return true;
  });
}

/** Adds up the records of an MTU. */
export function recordedMtu(mtu: Interval, records: readonly ResponseRecorded['data'][]): RecordedMtu {
  const answered = new Uint8Array(Math.round((mtu.end - mtu.start) / MS_PER_SECOND));
  let delivery = noDelivery;
  for (const record of eachSecondOnce(records)) {
    delivery = withResponse(delivery, record.ispStart, sumsOf(record), record.committedW);
    const first = Math.round((parseInstant(record.from) - mtu.start) / MS_PER_SECOND);
    answered.fill(1, first, first + record.seconds);
    for (const { firstSecond, seconds } of record.controlOff ?? [])
      answered.fill(0, first + firstSecond, first + firstSecond + seconds);
  }
  return { delivery, answered };
}

const byStart = (a: ResponseRecorded['data'], b: ResponseRecorded['data']): number =>
  a.from < b.from ? -1 : a.from > b.from ? 1 : b.seconds - a.seconds;
