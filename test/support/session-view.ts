import type { SessionView } from '../../src/fleet/index.js';
import { epochMs, MS_PER_HOUR } from '../../src/kernel/index.js';
import { NOON } from './vehicle-arbitrary.js';

/** At noon: half of 60 kWh in an 11 kW V2G session that ends at midnight; what a test cares about, it says. */
export const aSessionView = (change: Partial<SessionView> = {}): SessionView => ({
  sessionId: 'S1',
  chargerId: 'C1',
  siteId: null,
  driverId: null,
  pluggedInAt: NOON,
  batteryWh: 60_000,
  socPermille: 500,
  socAt: NOON,
  socQuality: 'measured',
  powerW: null,
  maxChargeW: 11_000,
  maxDischargeW: 11_000,
  chargeEfficiencyPermille: 950,
  dischargeEfficiencyPermille: 950,
  targetSocPermille: 800,
  minSocPermille: 200,
  maxSocPermille: 1000,
  departureAt: epochMs(NOON + 12 * MS_PER_HOUR),
  v2g: true,
  prequalified: true,
  ...change,
});
