import type { DecimalText, Interval } from '../kernel/index.js';

/** One price as a file gives it, EUR/MWh. */
export type PricedPeriod = Interval & { readonly price: DecimalText };

/** Reads a price file as the TSO publishes it. */
export abstract class EnergyPriceReader {
  /**
   * @param name what messages call the file.
   * @throws InputError naming the row or field that can't be read.
   */
  abstract read(name: string, text: string): readonly PricedPeriod[];
}
