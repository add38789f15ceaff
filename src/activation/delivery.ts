import { isoInstant, MS_PER_MINUTE, type Interval } from '../kernel/index.js';
import type { DeliveryScored, ResponseSums } from './activation.events.js';
import { addSums, noResponse } from './response-sums.js';

/** What is known of an MTU that is being delivered: one sum per settlement period, in order. */
export interface Delivery {
  readonly committedW: number;
  readonly isps: ReadonlyMap<string, ResponseSums>;
}

export const noDelivery: Delivery = { committedW: 0, isps: new Map() };

/** A further stretch of seconds of one settlement period. */
export function withResponse(delivery: Delivery, ispStart: string, sums: ResponseSums, committedW: number): Delivery {
  const total = noResponse();
  const before = delivery.isps.get(ispStart);
  if (before !== undefined) addSums(total, before);
  addSums(total, sums);
  return { committedW, isps: new Map(delivery.isps).set(ispStart, total) };
}

/**
 * Closes an MTU. Seconds that were never dispatched (downtime) count as not maintained: the mean is over the whole MTU,
 * floored to whole watts, so that what is printed is what is paid.
 */
export function score(product: string, mtu: Interval, ispMinutes: number, delivery: Delivery): DeliveryScored {
  const total = noResponse();
  const isps: (ResponseSums & { ispStart: string })[] = [];
  for (let at = mtu.start as number; at < mtu.end; at += ispMinutes * MS_PER_MINUTE) {
    const ispStart = isoInstant(at);
    const sums = delivery.isps.get(ispStart) ?? noResponse();
    addSums(total, sums);
    isps.push({ ispStart, ...sums });
  }
  const maintainedW = Math.floor(total.maintainedWs / ((mtu.end - mtu.start) / 1000));
  const data = {
    product,
    mtuStart: isoInstant(mtu.start),
    committedW: delivery.committedW,
    maintainedW,
    ...total,
    isps,
  };
  return { type: 'DeliveryScored', data };
}
