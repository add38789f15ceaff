import type { SessionView } from '../fleet/index.js';
import type { PowerCurve } from './power-curve.js';
import type { Vehicle } from './vehicle.js';

/**
 * The vehicle of a plugged-in session at its last known state of charge; null while battery, SoC or departure is
 * unknown: such a car is charged at once and sells nothing. A target above the window is cut to it.
 */
export function vehicleOf(session: SessionView): Vehicle | null {
  const { batteryWh, socPermille, departureAt } = session;
  if (batteryWh === null || socPermille === null || departureAt === null) return null;
  return {
    energyWh: (batteryWh * socPermille) / 1000,
    minEnergyWh: (batteryWh * session.minSocPermille) / 1000,
    maxEnergyWh: (batteryWh * session.maxSocPermille) / 1000,
    targetEnergyWh: (batteryWh * Math.min(session.targetSocPermille, session.maxSocPermille)) / 1000,
    departureAt,
    maxChargeW: session.maxChargeW,
    maxDischargeW: session.maxDischargeW,
    chargeEfficiency: session.chargeEfficiencyPermille / 1000,
    dischargeEfficiency: session.dischargeEfficiencyPermille / 1000,
    ...energyDependenceOf(session),
  };
}

type EnergyDependence = Pick<Vehicle, 'chargeCurve' | 'dischargeCurve' | 'standbyW' | 'dischargeAllowanceWh'>;

/** What a session says of its vehicle beyond constant limits; nothing for most. Curves over battery energy instead of SoC. */
export function energyDependenceOf(session: SessionView): EnergyDependence {
  const { batteryWh, chargeCurve, dischargeCurve, standbyW = 0, dischargeAllowanceWh } = session;
  const overEnergy = (curve: NonNullable<SessionView['chargeCurve']>): PowerCurve =>
    curve.map(({ socPermille, maxW }) => ({ energyWh: ((batteryWh ?? 0) * socPermille) / 1000, powerW: maxW }));
  return {
    ...(chargeCurve ? { chargeCurve: overEnergy(chargeCurve) } : undefined),
    ...(dischargeCurve ? { dischargeCurve: overEnergy(dischargeCurve) } : undefined),
    ...(standbyW > 0 ? { standbyW } : undefined),
    ...(dischargeAllowanceWh == null ? undefined : { dischargeAllowanceWh }),
  };
}

/** Consent, hardware, prequalification and a gauge that can be trusted: only such a car may hold reserve. */
export function mayHoldReserve(session: SessionView): boolean {
  const known = session.socQuality === 'measured' || session.socQuality === 'estimated';
  return known && session.v2g && session.prequalified && session.maxDischargeW > 0;
}
