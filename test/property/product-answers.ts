import {
  activationShares,
  groupCapacity,
  memberOf,
  nemShares,
  sharesAt,
  thetaBaselineW,
  type GroupMember,
  type PowerCurve,
  type Vehicle,
} from '../../src/flexibility/index.js';
import { epochMs, MS_PER_HOUR } from '../../src/kernel/index.js';
import type { Baselined } from './cars.js';
import type { CurvePoint, OracleCar, PromisedHour } from './oracle/index.js';

/** Second 0 of every run. */
export const START = epochMs(Date.UTC(2026, 0, 12, 12));
export const NEM_POWER_FACTOR = 0.34;
const HOUR = { horizonHours: 1, mtuEnd: epochMs(START + MS_PER_HOUR) };

/** A car in the product's words. */
export function vehicleOf(car: OracleCar): Vehicle {
  return {
    energyWh: car.energyWh,
    minEnergyWh: car.minimumWh,
    maxEnergyWh: car.maximumWh,
    targetEnergyWh: car.targetWh,
    departureAt: epochMs(START + car.departsAtS * 1000),
    maxChargeW: car.chargeW,
    maxDischargeW: car.dischargeW,
    chargeEfficiency: car.chargeEfficiency,
    dischargeEfficiency: car.dischargeEfficiency,
    ...(car.chargeCurve === undefined ? undefined : { chargeCurve: curveOf(car.chargeCurve) }),
    ...(car.dischargeCurve === undefined ? undefined : { dischargeCurve: curveOf(car.dischargeCurve) }),
    ...(car.standbyW === undefined ? undefined : { standbyW: car.standbyW }),
    ...(car.dischargeAllowanceWh === undefined ? undefined : { dischargeAllowanceWh: car.dischargeAllowanceWh }),
  };
}

export const curveOf = (points: readonly CurvePoint[]): PowerCurve =>
  points.map(([energyWh, powerW]) => ({ energyWh, powerW }));

export function baselineOf({ car, baseline }: Baselined): number {
  if (baseline.kind === 'idle') return 0;
  if (baseline.kind === 'any') return baseline.share * (baseline.share < 0 ? car.chargeW : car.dischargeW);
  return thetaBaselineW(vehicleOf(car), START, { mtuHours: 1, theta: baseline.theta });
}

/** The product's shares of one car for the hour from second 0. */
export const sharesOf = (car: OracleCar, baselineW: number): { upW: number; downW: number } =>
  sharesAt(vehicleOf(car), START, baselineW, HOUR);

/** What the product promises for the hour from second 0 when it sells `soldShare` of the group's capacity; null where that is nothing. */
export function promisedHour(group: readonly Baselined[], soldShare = 1): PromisedHour | null {
  const cars = group.map((member) => ({ car: member.car, baselineW: baselineOf(member) }));
  const members = cars.map(({ car, baselineW }) => memberOf(vehicleOf(car), baselineW, sharesOf(car, baselineW)));
  const holders = cars.map((car, index) => ({ ...car, member: members[index]! })).filter(({ member }) => holds(member));
  const firm = groupCapacity(members, NEM_POWER_FACTOR);
  const capacityW = firm.capacityW * soldShare;
  if (capacityW < 1) return null;
  const held = holders.map(({ member }) => member);
  const activation = activationShares(held, capacityW);
  const nem = nemShares(held, capacityW, NEM_POWER_FACTOR);
  return {
    capacityW,
    reservoirUpWh: firm.upW,
    reservoirDownWh: firm.downW,
    members: holders.map(({ car, baselineW }, index) => ({
      car,
      baselineW,
      upW: activation.upW[index]!,
      downW: activation.downW[index]!,
      nemUpW: nem.upW[index]!,
      nemDownW: nem.downW[index]!,
    })),
  };
}

/** Cars without a share are no members: their baseline is their own affair. */
const holds = (member: GroupMember): boolean => member.upW > 0 || member.downW > 0;
