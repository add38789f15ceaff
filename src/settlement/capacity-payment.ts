import { CapacityPrice, type Eur } from '../kernel/index.js';

/** One MTU's capacity as it was sold and held. Powers in whole watts. */
export interface HeldCapacity {
  /** EUR/MW,h, the MTU's marginal price as received. */
  readonly priceEurPerMwH: string;
  readonly committedW: number;
  /** Mean over the MTU of min(committed, maintained) per second. */
  readonly maintainedW: number;
  readonly mtuMinutes: number;
}

/**
 * Capacity fee of one MTU, to the cent, halves away from zero: price × min(committed, maintained) × hours.
 * Source: Fingrid, "Frequency containment reserves": the hourly market pays the MTU's most expensive accepted bid for
 * accepted capacity; that capacity not maintained earns nothing is our reading of the FCR terms and conditions.
 */
export function capacityPayment({ priceEurPerMwH, committedW, maintainedW, mtuMinutes }: HeldCapacity): Eur {
  const paidW = Math.min(committedW, maintainedW);
  return CapacityPrice.of(priceEurPerMwH)
    .payFor(paidW, mtuMinutes / 60)
    .toCents();
}
