import { isoInstant, MS_PER_SECOND, unitOf, type Interval } from '../kernel/index.js';
import { requiredResponseW } from '../market/index.js';
import type { FrequencyRecorded } from '../fleet/index.js';
import type { ResponseSums } from './activation.events.js';
import { eachKnownSecond } from './frequency-seconds.js';
import { addSums, noResponse } from './response-sums.js';

/** What was required in seconds that nobody answered. */
export interface Unanswered {
  readonly seconds: number;
  /** Required energy alone, by start of the settlement period. */
  readonly isps: ReadonlyMap<string, ResponseSums>;
}

export const nothingUnanswered: Unanswered = { seconds: 0, isps: new Map() };

/** What one MTU owed. */
export interface Owed {
  readonly mtu: Interval;
  readonly ispMinutes: number;
  readonly committedW: number;
}

/**
 * The requirement of seconds whose frequency came too late to be answered, or while the engine was down. The grid had
 * its frequency all the same, so the droop was owed; NEM and AEM are left out, since nobody managed the reserve then.
 * No money hangs on it: nothing was maintained in those seconds, so neither capacity nor energy is paid for them.
 * @param answered by second of the MTU, 1 where a response is on record.
 */
export function unanswered(
  { mtu, ispMinutes, committedW }: Owed,
  answered: Uint8Array,
  frequency: readonly FrequencyRecorded['data'][],
): Unanswered {
  const known = Uint8Array.from(answered);
  const isps = new Map<string, ReturnType<typeof noResponse>>();
  let seconds = 0;
  for (const samples of frequency)
    eachKnownSecond(samples, (at, millihertz) => {
      const second = Math.floor((at - mtu.start) / MS_PER_SECOND);
      if (known[second] !== 0) return;
      known[second] = 1;
      seconds += 1;
      const ispStart = isoInstant(unitOf(at, ispMinutes).start);
      const sums = isps.get(ispStart) ?? noResponse();
      isps.set(ispStart, sums);
      addSums(sums, requiredOf(Math.round(requiredResponseW(committedW, millihertz))));
    });
  return { seconds, isps };
}

const requiredOf = (requiredW: number): ResponseSums => ({
  ...noResponse(),
  requiredUpWs: Math.max(0, requiredW),
  requiredDownWs: Math.max(0, -requiredW),
});
