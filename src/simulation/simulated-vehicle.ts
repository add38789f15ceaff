import { MJ_PER_WH, type EpochMs } from '../kernel/index.js';

/** A car in the simulated world: the truth that the engine only knows by reports and by what it asked for. */
export interface SimulatedVehicle {
  readonly sessionId: string;
  readonly chargerId: string;
  readonly batteryWh: number;
  readonly arrivalMj: number;
  readonly targetMj: number;
  readonly minMj: number;
  readonly pluggedInAt: EpochMs;
  readonly unpluggedAt: EpochMs;
  readonly statedDepartureAt: EpochMs;
  readonly maxChargeW: number;
  readonly maxDischargeW: number;
  energyMj: number;
  /** Battery-side, both ≥ 0. */
  chargedMj: number;
  dischargedMj: number;
}

export const EFFICIENCY_PERMILLE = 950;

/** Could charging alone at full power from plug-in to unplugging have reached the target? */
export function wasReachable(vehicle: SimulatedVehicle): boolean {
  const seconds = Math.floor((vehicle.unpluggedAt - vehicle.pluggedInAt) / 1000);
  return vehicle.arrivalMj + vehicle.maxChargeW * EFFICIENCY_PERMILLE * seconds >= vehicle.targetMj;
}

/** One second at `powerW` (injection positive) at the charger: the battery gives more than the grid gets, and gets less than it gives. */
export function obey(vehicle: SimulatedVehicle, powerW: number): void {
  if (powerW > 0) {
    const drainMj = Math.ceil((powerW * 1_000_000) / EFFICIENCY_PERMILLE);
    vehicle.energyMj -= drainMj;
    vehicle.dischargedMj += drainMj;
  } else {
    // The battery's own electronics stop at full, within the last watt-second.
    const gainMj = Math.min(-powerW * EFFICIENCY_PERMILLE, vehicle.batteryWh * MJ_PER_WH - vehicle.energyMj);
    vehicle.energyMj += gainMj;
    vehicle.chargedMj += gainMj;
  }
}
