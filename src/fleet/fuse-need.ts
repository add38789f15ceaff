import { MS_PER_HOUR, type EpochMs } from '../kernel/index.js';
import type { SessionView } from './session-view.js';

/** A gauge shows whole permille: the battery may be half of one emptier. */
const GAUGE_ROUNDING_PERMILLE = 0.5;

/**
 * The constant charging power, W, with which a car's promise is kept from `at` on, whatever it gave since its gauge was
 * read; 0 where nothing can be promised. `heldW` is what it was guaranteed so far: its recovery line at that power held
 * all the time, so that it never needs more. A car whose charging tapers needs all it can take: its last hours decide.
 */
export function chargeNeedW(view: SessionView, at: EpochMs, heldW: number | null): number {
  const { batteryWh, socPermille, socAt, departureAt, maxChargeW, standbyW = 0 } = view;
  if (batteryWh === null || socPermille === null || socAt === null || departureAt === null) return 0;
  const hoursLeft = (departureAt - at) / MS_PER_HOUR;
  if (hoursLeft <= 0) return 0;
  const mostW = Math.min(maxChargeW, heldW ?? maxChargeW);
  if (view.chargeCurve != null) return mostW;
  const hoursSince = Math.max(0, at - socAt) / MS_PER_HOUR;
  const lostWh = hoursSince * ((view.maxDischargeW * 1000) / view.dischargeEfficiencyPermille + standbyW);
  const minimumWh = (batteryWh * view.minSocPermille) / 1000;
  const knownWh = (batteryWh * Math.max(0, socPermille - GAUGE_ROUNDING_PERMILLE)) / 1000;
  const energyWh = Math.max(knownWh - lostWh, Math.min(knownWh, minimumWh));
  const targetWh = (batteryWh * Math.min(view.targetSocPermille, view.maxSocPermille)) / 1000;
  const efficiency = view.chargeEfficiencyPermille / 1000;
  const needW = ((targetWh - energyWh) / hoursLeft + standbyW) / efficiency;
  return Math.max(0, Math.min(heldW === null ? Infinity : mostW, needW));
}
