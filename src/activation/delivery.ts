import { isoInstant, MS_PER_MINUTE, type Interval } from '../kernel/index.js';
import type { DeliveryScored, ResponseSums } from './activation.events.js';
import { addSums, noResponse } from './response-sums.js';
import { nothingUnanswered, type Unanswered } from './unanswered.js';

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
 * floored to whole watts, so that what is printed is what is paid. What those seconds required counts all the same, as
 * far as their frequency is known by then.
 */
export function score(
  product: string,
  mtu: Interval,
  ispMinutes: number,
  delivery: Delivery,
  missed: Unanswered = nothingUnanswered,
): DeliveryScored {
  const total = noResponse();
  const isps: (ResponseSums & { ispStart: string })[] = [];
  for (let at = mtu.start as number; at < mtu.end; at += ispMinutes * MS_PER_MINUTE) {
    const ispStart = isoInstant(at);
    const sums = noResponse();
    for (const part of [delivery.isps.get(ispStart), missed.isps.get(ispStart)])
      if (part !== undefined) addSums(sums, part);
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
    ...(missed.seconds > 0 && { unansweredSeconds: missed.seconds }),
  };
  return { type: 'DeliveryScored', data };
}
