import { deal } from '../../src/dispatch/deal.js';
import {
  bestCapacity,
  FRESH_HOURS,
  groupCapacity,
  memberOf,
  sharesAt,
  thetaBaselineW,
  type GroupMember,
  type NemOutlooks,
  type PowerCurve,
  type Vehicle,
} from '../../src/flexibility/index.js';
import { epochMs, MS_PER_HOUR } from '../../src/kernel/index.js';
import type { Baselined } from './cars.js';
import type { CurvePoint, OracleCar, PromisedHour, PromisedMember } from './oracle/index.js';
import { activationShares, nemShares } from './proportional-split.js';

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

/** Shares in proportion to what each could give, as the group rule has it; or as dispatch deals them in whole watts, chosen where only a choice holds it. */
export type Dealing = 'proportional' | 'best';

/** What the product promises for the hour from second 0 when it sells `soldShare` of the group's capacity; null where that is nothing. */
export function promisedHour(
  group: readonly Baselined[],
  soldShare = 1,
  dealing: Dealing = 'proportional',
  /** What NEM may do in the hour, where dispatch deals. */
  outlooks: NemOutlooks = FRESH_HOURS,
): PromisedHour | null {
  const cars = group
    .map((member) => ({ car: member.car, baselineW: baselineOf(member) }))
    .map(({ car, baselineW }) => ({ car, baselineW, shares: sharesOf(car, baselineW) }))
    // Cars without a share are no members: their baseline is their own affair.
    .filter(({ shares }) => shares.upW > 0 || shares.downW > 0);
  const members = cars.map(({ car, baselineW, shares }) => memberOf(vehicleOf(car), baselineW, shares));
  const dealt = dealing === 'best' ? wholeWatts(members, soldShare, outlooks) : inProportion(members, soldShare);
  if (dealt.capacityW < 1) return null;
  const { parts, ...rest } = dealt;
  return { ...rest, members: cars.map(({ car, baselineW }, index) => ({ car, baselineW, ...parts[index]! })) };
}

interface DealtHour extends Omit<PromisedHour, 'members'> {
  readonly parts: readonly Pick<PromisedMember, 'upW' | 'downW' | 'nemUpW' | 'nemDownW'>[];
}

function inProportion(members: readonly GroupMember[], soldShare: number): DealtHour {
  const firm = groupCapacity(members, NEM_POWER_FACTOR);
  const capacityW = firm.capacityW * soldShare;
  const activation = activationShares(members, capacityW);
  const nem = nemShares(members, capacityW, NEM_POWER_FACTOR);
  const parts = members.map((_, index) => ({
    upW: activation.upW[index]!,
    downW: activation.downW[index]!,
    nemUpW: nem.upW[index]!,
    nemDownW: nem.downW[index]!,
  }));
  return { capacityW, reservoirUpWh: firm.upW, reservoirDownWh: firm.downW, parts };
}

/** Whole watts take less than four watts of room for NEM off a member. */
const WHOLE_WATTS_W = 4;

function wholeWatts(fractional: readonly GroupMember[], soldShare: number, outlooks: NemOutlooks): DealtHour {
  const members = fractional.map((member) => ({
    ...member,
    upW: Math.floor(member.upW),
    downW: Math.floor(member.downW),
  }));
  const firm = bestCapacity(members, NEM_POWER_FACTOR);
  const capacityW = Math.floor(firm.capacityW * soldShare);
  const dealt = deal(members, capacityW, { powerFactor: NEM_POWER_FACTOR, ...outlooks });
  const parts = members.map((_, index) => ({
    upW: dealt.upW[index]!,
    downW: dealt.downW[index]!,
    nemUpW: dealt.nemUpW[index]!,
    nemDownW: dealt.nemDownW[index]!,
  }));
  const roundedW = 1 + WHOLE_WATTS_W * members.length;
  return { capacityW, reservoirUpWh: firm.upW, reservoirDownWh: firm.downW, roundedW, parts };
}
