import { clamp, NOMINAL_MHZ } from '../kernel/index.js';
import type { FcrdRules } from './fcr-d.rules.js';
import { requiredResponseW as requiredNormalResponseW } from './fcr-n.js';
import { type FCR_D_DOWN, FCR_D_UP, FCR_N, type ProductName } from './product.js';

type ActivationBand = Pick<FcrdRules, 'activationStartMhz' | 'fullActivationMhz'>;

/**
 * What dynamic FCR-D of `capacityW` injects at a frequency, W, positive upward: nothing within ±0.1 Hz, then in
 * proportion to the deviation, all of it at 0.5 Hz (Technical Requirements v1.1, section 3.1). The upward product never
 * absorbs, the downward one never injects.
 */
export function disturbanceResponseW(
  product: typeof FCR_D_UP | typeof FCR_D_DOWN,
  capacityW: number,
  millihertz: number,
  { activationStartMhz, fullActivationMhz }: ActivationBand,
): number {
  const sign = product === FCR_D_UP ? 1 : -1;
  const deviation = sign * (NOMINAL_MHZ - millihertz);
  const band = fullActivationMhz - activationStartMhz;
  return (sign * capacityW * clamp(deviation - activationStartMhz, 0, band)) / band + 0;
}

/** The response law of each product of the market: what it injects at a frequency, W, positive upward. */
export const requiredResponseOf = (
  product: ProductName,
  capacityW: number,
  millihertz: number,
  band: ActivationBand,
): number =>
  product === FCR_N
    ? requiredNormalResponseW(capacityW, millihertz)
    : disturbanceResponseW(product, capacityW, millihertz, band);
