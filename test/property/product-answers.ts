import {
  activationShares,
  bestShares,
  groupCapacity,
  memberOf,
  nemShares,
  sharesAt,
  thetaBaselineW,
  type BestShares,
  type GroupMember,
  type PowerCurve,
  type Vehicle,
} from '../../src/flexibility/index.js';
import { epochMs, MS_PER_HOUR } from '../../src/kernel/index.js';
import type { Baselined } from './cars.js';
import type { CurvePoint, OracleCar, PromisedHour, PromisedMember } from './oracle/index.js';

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

/** Shares in proportion to what each could give, or chosen so that the group holds the most. */
export type Dealing = 'proportional' | 'best';

/** What the product promises for the hour from second 0 when it sells `soldShare` of the group's capacity; null where that is nothing. */
export function promisedHour(
  group: readonly Baselined[],
  soldShare = 1,
  dealing: Dealing = 'proportional',
): PromisedHour | null {
  const cars = group
    .map((member) => ({ car: member.car, baselineW: baselineOf(member) }))
    .map(({ car, baselineW }) => ({ car, baselineW, shares: sharesOf(car, baselineW) }))
    // Cars without a share are no members: their baseline is their own affair.
    .filter(({ shares }) => shares.upW > 0 || shares.downW > 0);
  const members = cars.map(({ car, baselineW, shares }) => memberOf(vehicleOf(car), baselineW, shares));
  const chosen = dealing === 'best' ? bestShares(members, NEM_POWER_FACTOR) : null;
  const firm = chosen ?? groupCapacity(members, NEM_POWER_FACTOR);
  const capacityW = firm.capacityW * soldShare;
  if (capacityW < 1) return null;
  const parts = chosen ? chosenParts(members, chosen, soldShare) : proportionalParts(members, capacityW);
  return {
    capacityW,
    reservoirUpWh: firm.upW,
    reservoirDownWh: firm.downW,
    members: cars.map(({ car, baselineW }, index) => ({ car, baselineW, ...parts[index]! })),
  };
}

type Parts = Pick<PromisedMember, 'upW' | 'downW' | 'nemUpW' | 'nemDownW'>;

function proportionalParts(members: readonly GroupMember[], capacityW: number): Parts[] {
  const activation = activationShares(members, capacityW);
  const nem = nemShares(members, capacityW, NEM_POWER_FACTOR);
  return members.map((_, index) => ({
    upW: activation.upW[index]!,
    downW: activation.downW[index]!,
    nemUpW: nem.upW[index]!,
    nemDownW: nem.downW[index]!,
  }));
}

/** Chosen shares are exact to the watt or so that the search left open: what they hold is what is promised. */
function chosenParts(members: readonly GroupMember[], { split, capacityW }: BestShares, soldShare: number): Parts[] {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const [upFactor, downFactor] = [capacityW / sum(split.upW), capacityW / sum(split.downW)];
  const parts = members.map(({ headroomUpW, headroomDownW, roundTrip }, index) => {
    const upW = split.upW[index]! * upFactor * soldShare;
    const downW = split.downW[index]! * downFactor * soldShare;
    const slackW = roundTrip * (upW + downW);
    return {
      upW,
      downW,
      nemUpW: Math.min(headroomUpW - upW, slackW),
      nemDownW: Math.min(headroomDownW - downW, slackW),
    };
  });
  const need = NEM_POWER_FACTOR * capacityW * soldShare;
  const [nemUp, nemDown] = (['nemUpW', 'nemDownW'] as const).map((way) =>
    parts.reduce((total, part) => total + part[way], 0),
  );
  return parts.map((part) => ({
    ...part,
    nemUpW: (part.nemUpW * need) / nemUp!,
    nemDownW: (part.nemDownW * need) / nemDown!,
  }));
}
