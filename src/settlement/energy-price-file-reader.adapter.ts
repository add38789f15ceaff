import { parseEnergyPrices } from '../market/files/price-file.adapter.js';
import { EnergyPriceReader, type PricedPeriod } from './energy-price-reader.port.js';

/** The market room's file reader behind the port that the controller asks for. */
export class EnergyPriceFileReader extends EnergyPriceReader {
  read(name: string, text: string): readonly PricedPeriod[] {
    return parseEnergyPrices(name, text).periods;
  }
}
