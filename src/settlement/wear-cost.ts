import { BATTERY_WEAR, wearEurPerKwh } from '../flexibility/index.js';
import { Eur, InputError, newest } from '../kernel/index.js';

/** Our own cost of cycling the batteries: configuration with its source, on no statement of the TSO. */
export interface WearTerms {
  /** EUR per kWh discharged, decimal text ≥ 0: where life used is not known, and where an expectation is asked for. */
  readonly eurPerKwh: string;
  /** EUR per kWh of battery, decimal text ≥ 0: what a whole life of it costs. Absent: a flat cost per kWh discharged. */
  readonly batteryEurPerKwh?: string;
  readonly source: string;
}

/** What the batteries gave for an MTU, milliwatt-hours, and the life that took; null where only the former is known. */
export interface BatteryUseOfMtu {
  readonly dischargedMilliWh: number;
  readonly wornMicroWh: number | null;
}

/** Cycles by which wear is expected before it is measured: those of a backtest over four winter months cost as if of this depth. */
const EXPECTED_DEPTH = 0.25;
const PUBLISHED = newest(BATTERY_WEAR);

/** What backtests and the demo take; reports name it. */
export const ASSUMED_WEAR: WearTerms = {
  eurPerKwh: wearEurPerKwh(EXPECTED_DEPTH, PUBLISHED.value).toFixed(4),
  batteryEurPerKwh: String(PUBLISHED.value.batteryEurPerKwh),
  source: `${PUBLISHED.source}; assumption: the cars' cells age like those`,
};

/** @throws InputError when the cost is no decimal number ≥ 0, or the source is empty. */
export function wearTerms(eurPerKwh: string, source: string): WearTerms {
  if (!/^\d+(\.\d+)?$/.test(eurPerKwh))
    throw new InputError(`wear cost "${eurPerKwh}" must be EUR per kWh, a decimal number of 0 or more, like 0.05`);
  if (source.trim() === '') throw new InputError('the wear cost needs its source');
  return { eurPerKwh, source: source.trim() };
}

/** Wear to the cent, ≥ 0: by the life used where it is known and has a price, else by the kWh discharged. */
export function wearCost({ dischargedMilliWh, wornMicroWh }: BatteryUseOfMtu, terms: WearTerms): Eur {
  const { batteryEurPerKwh, eurPerKwh } = terms;
  // 1 kWh is 1 000 000 mWh, and 1 000 000 000 µWh.
  if (batteryEurPerKwh !== undefined && wornMicroWh !== null)
    return Eur.of(batteryEurPerKwh).times(Math.max(0, wornMicroWh)).times('0.000000001').toCents();
  return Eur.of(eurPerKwh).times(dischargedMilliWh).times('0.000001').toCents();
}
