import { epochMs, MS_PER_HOUR, type EpochMs } from '../kernel/index.js';
import { emptyColumns, setRow, type GroupColumns } from './group-columns.js';
import { memberOf } from './group-member.js';
import { sharesAt, type ShareHorizon } from './shares.js';
import { ROUNDING_WH, type Vehicle } from './vehicle.js';

const NUMBERS = [
  'energyWh',
  'minEnergyWh',
  'maxEnergyWh',
  'targetEnergyWh',
  'departureAt',
  'maxChargeW',
  'maxDischargeW',
  'chargeEfficiency',
  'dischargeEfficiency',
] as const satisfies readonly (keyof Vehicle)[];

/** Vehicles as columns of numbers, in the units of `Vehicle`: an MTU of a large fleet is a few passes over them. */
export type FleetColumns = { readonly [Field in (typeof NUMBERS)[number]]: Float64Array } & {
  readonly count: number;
  /** Those that columns can't say all of: with curves, standby losses or an allowance. By row. */
  readonly special: ReadonlyMap<number, Vehicle>;
};

export function fleetColumns(vehicles: readonly Vehicle[]): FleetColumns {
  const columns = Object.fromEntries(
    NUMBERS.map((field) => [field, Float64Array.from(vehicles, (vehicle) => vehicle[field])]),
  ) as { readonly [Field in (typeof NUMBERS)[number]]: Float64Array };
  const special = new Map(vehicles.flatMap((vehicle, row) => (isSpecial(vehicle) ? [[row, vehicle] as const] : [])));
  return { ...columns, count: vehicles.length, special };
}

const isSpecial = ({ chargeCurve, dischargeCurve, standbyW, dischargeAllowanceWh }: Vehicle): boolean =>
  (chargeCurve ?? dischargeCurve ?? standbyW ?? dischargeAllowanceWh) !== undefined;

/**
 * The members of the group around constant baselines, one row per vehicle, written into `group` (its columns at least as
 * long as the fleet's). What `sharesAt` and `memberOf` say of each, without an object per vehicle.
 */
export function fillMembers(
  group: GroupColumns,
  fleet: FleetColumns,
  at: EpochMs,
  baselineW: Float64Array,
  horizon: ShareHorizon,
): void {
  const horizonEnd = Math.max(horizon.mtuEnd, at + Math.round(horizon.horizonHours * MS_PER_HOUR));
  const hours = (horizonEnd - at) / MS_PER_HOUR;
  const perHour = 1 / hours;
  group.count = fleet.count;
  for (let row = 0; row < fleet.count; row++) {
    const energy = fleet.energyWh[row] as number;
    const chargeW = fleet.maxChargeW[row] as number;
    const dischargeW = fleet.maxDischargeW[row] as number;
    const charging = fleet.chargeEfficiency[row] as number;
    const discharging = fleet.dischargeEfficiency[row] as number;
    const departure = fleet.departureAt[row] as number;
    const least = fleet.minEnergyWh[row] as number;
    const most = fleet.maxEnergyWh[row] as number;
    const baseline = baselineW[row] as number;
    const hourly = charging * chargeW;
    const target = fleet.targetEnergyWh[row] as number;
    // As the vehicle's own line is calculated, so that a car on it is on it here.
    const lineNow = target - hourly * ((departure - at) / MS_PER_HOUR);
    const lineThen = target - hourly * ((departure - horizonEnd) / MS_PER_HOUR);
    const overWh = energy - (least > lineThen ? least : lineThen);
    const perCharged = perHour / charging;
    const energyBoundW = overWh * (overWh >= 0 ? perHour * discharging : perCharged);
    const roomW = most > energy ? (most - energy) * perCharged : 0;
    const up = (energyBoundW < dischargeW ? energyBoundW : dischargeW) - baseline;
    const down = baseline + (roomW < chargeW ? roomW : chargeW);
    const holds =
      departure >= horizonEnd &&
      energy >= (least > lineNow ? least : lineNow) - ROUNDING_WH &&
      energy <= most + ROUNDING_WH &&
      up >= 0 &&
      down >= 0;
    group.upW[row] = holds ? up : 0;
    group.downW[row] = holds ? down : 0;
    group.headroomUpW[row] = dischargeW > baseline ? dischargeW - baseline : 0;
    group.headroomDownW[row] = chargeW > -baseline ? chargeW + baseline : 0;
    group.roundTrip[row] = charging * discharging;
    group.baselineW[row] = baseline;
  }
  for (const [row, vehicle] of fleet.special) {
    const own = baselineW[row] as number;
    const mtuEnd = epochMs(horizonEnd);
    setRow(group, row, memberOf(vehicle, own, sharesAt(vehicle, at, own, { horizonHours: hours, mtuEnd })));
  }
}

/** Members of a fleet at rest. */
export function restingMembers(fleet: FleetColumns, at: EpochMs, horizon: ShareHorizon): GroupColumns {
  const group = emptyColumns(fleet.count);
  fillMembers(group, fleet, at, new Float64Array(fleet.count), horizon);
  return group;
}
