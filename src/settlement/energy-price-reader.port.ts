import type { PricedPeriod } from './energy-price-publication.service.js';

/** Reads a price file as the TSO publishes it. */
export abstract class EnergyPriceReader {
  /**
   * @param name what messages call the file.
   * @throws InputError naming the row or field that can't be read.
   */
  abstract read(name: string, text: string): readonly PricedPeriod[];
}
