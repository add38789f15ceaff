import { epochMs, MS_PER_HOUR } from '../../src/kernel/index.js';
import type { Stay } from '../../src/simulation/simulated-fleet.js';
import { NOON } from './vehicle-arbitrary.js';

/** From noon to midnight: 60 kWh at 50 % behind 11 kW both ways, to 80 %; what a test cares about, it says. */
export const aStay = (change: Partial<Stay> = {}): Stay => ({
  sessionId: 'S1',
  chargerId: 'C1',
  driverId: null,
  pluggedInAt: NOON,
  unpluggedAt: epochMs(NOON + 12 * MS_PER_HOUR),
  statedDepartureAt: epochMs(NOON + 12 * MS_PER_HOUR),
  batteryWh: 60_000,
  arrivalSocPermille: 500,
  targetSocPermille: 800,
  minSocPermille: 200,
  maxChargeW: 11_000,
  maxDischargeW: 11_000,
  ...change,
});
