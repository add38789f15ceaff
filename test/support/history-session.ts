import type { HistorySession } from '../../src/fleet/index.js';
import { epochMs, MS_PER_HOUR, type EpochMs } from '../../src/kernel/index.js';

/** Monday 13 January 2025, 00:00 on the market's clock. */
export const MONDAY = Date.UTC(2025, 0, 12, 23);
/** Hours after that Monday's first midnight. */
export const mondayPlus = (hours: number): EpochMs => epochMs(MONDAY + hours * MS_PER_HOUR);

/** Plugged in on Monday from 18:00 to 07:00: 60 kWh at 50 % that want 80 %, behind 11 kW both ways. */
export const aHistorySession = (change: Partial<HistorySession>): HistorySession => ({
  sessionId: 'S1',
  chargerId: 'C1',
  pluggedInAt: mondayPlus(18),
  unpluggedAt: mondayPlus(31),
  energyWh: 18_000,
  arrivalSocPermille: 500,
  targetSocPermille: 800,
  departureEstimateAt: null,
  batteryWh: 60_000,
  maxChargeW: 11_000,
  maxDischargeW: 11_000,
  ...change,
});
