import { clamp, NOMINAL_MHZ } from '../kernel/index.js';
import { FULL_ACTIVATION_MHZ } from '../market/index.js';
import type { ResponseSums } from './activation.events.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export const noResponse = (): Mutable<ResponseSums> => ({
  seconds: 0,
  requiredUpWs: 0,
  requiredDownWs: 0,
  deliveredUpWs: 0,
  deliveredDownWs: 0,
  maintainedWs: 0,
  calculatedUpWMhzS: 0,
  calculatedDownWMhzS: 0,
  nemSeconds: 0,
  aemSeconds: 0,
  controlOffSeconds: 0,
});

/** One second of a group. `millihertz` null: no usable frequency, control off. */
export interface ResponseSecond {
  readonly millihertz: number | null;
  readonly requiredW: number;
  readonly deliveredW: number;
  readonly maintainedW: number;
  readonly nem: number;
  readonly aem: number;
}

/** Adds a second in place: hot code, integers only. */
export function addSecond(sums: Mutable<ResponseSums>, second: ResponseSecond): void {
  sums.seconds += 1;
  if (second.requiredW > 0) sums.requiredUpWs += second.requiredW;
  else sums.requiredDownWs -= second.requiredW;
  if (second.deliveredW > 0) sums.deliveredUpWs += second.deliveredW;
  else sums.deliveredDownWs -= second.deliveredW;
  sums.maintainedWs += second.maintainedW;
  sums.nemSeconds += second.nem;
  sums.aemSeconds += second.aem;
  if (second.millihertz === null) {
    sums.controlOffSeconds += 1;
    return;
  }
  // Settled energy is calculated from the frequency and the maintained capacity, not metered (fact sheet: open-data
  // datasets 420 and 421), so NEM and AEM are no part of it.
  const deviation = clamp(NOMINAL_MHZ - second.millihertz, -FULL_ACTIVATION_MHZ, FULL_ACTIVATION_MHZ);
  if (deviation > 0) sums.calculatedUpWMhzS += second.maintainedW * deviation;
  else sums.calculatedDownWMhzS -= second.maintainedW * deviation;
}

/** The sums alone, of a record that carries more. */
export function sumsOf(record: ResponseSums): ResponseSums {
  const sums = noResponse();
  addSums(sums, record);
  return sums;
}

export function addSums(into: Mutable<ResponseSums>, other: ResponseSums): void {
  for (const name of Object.keys(into) as (keyof ResponseSums)[]) into[name] += other[name];
}
