import { Eur, InputError } from '../kernel/index.js';

/** Our own cost of cycling the batteries: configuration with its source, on no statement of the TSO. */
export interface WearTerms {
  /** EUR per kWh discharged, decimal text ≥ 0. */
  readonly eurPerKwh: string;
  readonly source: string;
}

/** What backtests and the demo assume; reports name it. */
export const ASSUMED_WEAR: WearTerms = { eurPerKwh: '0.05', source: 'assumption: 5 ct per kWh discharged' };

/** @throws InputError when the cost is no decimal number ≥ 0, or the source is empty. */
export function wearTerms(eurPerKwh: string, source: string): WearTerms {
  if (!/^\d+(\.\d+)?$/.test(eurPerKwh))
    throw new InputError(`wear cost "${eurPerKwh}" must be EUR per kWh, a decimal number of 0 or more, like 0.05`);
  if (source.trim() === '') throw new InputError('the wear cost needs its source');
  return { eurPerKwh, source: source.trim() };
}

/** Wear of `dischargedMilliWh` (≥ 0, whole milliwatt-hours), to the cent, ≥ 0. 1 kWh = 1 000 000 mWh. */
export function wearCost(dischargedMilliWh: number, terms: WearTerms): Eur {
  return Eur.of(terms.eurPerKwh).times(dischargedMilliWh).times('0.000001').toCents();
}
