import { EnergyPrice, Eur } from '../kernel/index.js';
import type { ActivatedEnergy } from './calculated-energy.js';
import type { DirectionPrices } from './energy-price.js';

/**
 * Energy pay of one settlement period, to the cent, halves away from zero: the TSO pays upward energy and charges
 * downward energy, up × up price − down × down price (data.fingrid.fi datasets 421 and 420). A negative price turns the
 * cash round by itself; a direction without a price counts 0.
 */
export function energyPayment(energy: ActivatedEnergy, prices: DirectionPrices): Eur {
  return payAt(prices.up, energy.upMilliWh).minus(payAt(prices.down, energy.downMilliWh)).toCents();
}

/** Energy that was settled at 0 for want of a price, mWh. */
export function unpricedMilliWh(energy: ActivatedEnergy, prices: DirectionPrices): number {
  return (prices.up === null ? energy.upMilliWh : 0) + (prices.down === null ? energy.downMilliWh : 0);
}

const payAt = (eurPerMwh: string | null, energyMilliWh: number): Eur =>
  eurPerMwh === null ? Eur.ZERO : EnergyPrice.of(eurPerMwh).payFor(energyMilliWh);
