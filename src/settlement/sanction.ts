import { CapacityPrice, InputError, type Eur } from '../kernel/index.js';
import type { HeldCapacity } from './capacity-payment.js';

/**
 * The sanction for capacity sold and not maintained. Fingrid's factor is not public, so there is no default: whoever
 * runs the engine states the factor and where it was read (the FCR terms and conditions of the contract, or an
 * assumption that the report then names).
 */
export interface SanctionTerms {
  /** k ≥ 0, decimal text. */
  readonly factor: string;
  /** Document, section and date; or the words of the assumption. */
  readonly source: string;
}

/** @throws InputError when the factor is no decimal number ≥ 0, or the source is empty. */
export function sanctionTerms(factor: string, source: string): SanctionTerms {
  if (!/^\d+(\.\d+)?$/.test(factor))
    throw new InputError(`sanction factor "${factor}" must be a decimal number of 0 or more, like 1 or 1.5`);
  if (source.trim() === '') throw new InputError('the sanction factor needs its source: document, section and date');
  return { factor, source: source.trim() };
}

/** k × price × max(0, sold − maintained) × hours, to the cent, ≥ 0: what we owe for one MTU. */
export function sanction(held: HeldCapacity, terms: SanctionTerms): Eur {
  const missingW = Math.max(0, held.committedW - held.maintainedW);
  return CapacityPrice.of(held.priceEurPerMwH)
    .payFor(missingW, held.mtuMinutes / 60)
    .times(terms.factor)
    .toCents();
}
