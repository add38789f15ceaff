import { clamp, NOMINAL_MHZ } from '../kernel/index.js';

/** Whose frequency FCR-N answers, as frequency streams and messages name it: that of the Nordic synchronous area. */
export const SYNCHRONOUS_AREA = 'nordic';

/** Deviation from 50 Hz at which all of FCR-N is activated (Technical Requirements v1.1, section 3.1). */
export const FULL_ACTIVATION_MHZ = 100;

/**
 * The droop law: what FCR-N of `capacityW` injects at a frequency, W, positive upward (v1.1, eq. 12). All of it
 * upward at 49.9 Hz and below, none at 50.0 Hz, all downward at 50.1 Hz and above. A whole number, exactly, when
 * `capacityW` is a multiple of 100 W.
 */
export function requiredResponseW(capacityW: number, millihertz: number): number {
  const deviation = clamp(NOMINAL_MHZ - millihertz, -FULL_ACTIVATION_MHZ, FULL_ACTIVATION_MHZ);
  return (capacityW * deviation) / FULL_ACTIVATION_MHZ + 0;
}
