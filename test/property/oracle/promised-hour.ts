import { chargeLimitW, dischargeLimitW, energyAfterWh, recoveryLine, type OracleCar } from './battery.js';
import { OracleEnergyManagement } from './energy-management.js';

/** What a group promises for an hour, and how it wants to split it: the product's answer, in plain numbers. */
export interface PromisedHour {
  readonly capacityW: number;
  /** Energy set aside, Wh at the grid: what NEM and AEM count from. */
  readonly reservoirUpWh: number;
  readonly reservoirDownWh: number;
  readonly members: readonly PromisedMember[];
  /** How long the promise holds; default an hour. */
  readonly seconds?: number;
  /** What whole watts may take off the group's response, W; default next to nothing. */
  readonly roundedW?: number;
  /** What a controller that counts in whole millijoules may not know of a battery by now, Wh; default next to nothing. */
  readonly unknownWh?: number;
}

export interface PromisedMember {
  readonly car: OracleCar;
  readonly baselineW: number;
  /** Part of full activation each way, W ≥ 0. */
  readonly upW: number;
  readonly downW: number;
  /** Part of full NEM each way, W ≥ 0. */
  readonly nemUpW: number;
  readonly nemDownW: number;
}

/** Deviation from 50 Hz in mHz at a second; positive is too fast. */
export type FrequencyPath = (second: number) => number;

/** Binary fractions on the way: a microwatt, and a tenth of a milliwatt-hour after an hour of sums. */
const ROUNDING_W = 1e-6;
const ROUNDING_WH = 1e-4;
/** Of a group's response. */
const NOTHING_W = 0.01;

/**
 * Lives through the hour: every member answers with its shares and nothing is cut. Alert state is left out: the promise
 * is an hour of energy, whatever AEM would make of its last minutes.
 * @returns the first broken rule in words, or null.
 */
export function firstBrokenPromise(hour: PromisedHour, path: FrequencyPath, tail: -1 | 0 | 1 = 0): string | null {
  const management = new OracleEnergyManagement(tail);
  const lines = hour.members.map(({ car }) => recoveryLine(car));
  const energiesWh = hour.members.map(({ car }) => car.energyWh);
  const [upWs, downWs] = [hour.reservoirUpWh * 3600, hour.reservoirDownWh * 3600];
  const drawnWh = hour.members.map(() => 0);
  const { capacityW, members, seconds = 3600, roundedW = NOTHING_W, unknownWh = ROUNDING_WH } = hour;
  let givenWs = 0;
  for (let second = 0; second < seconds; second++) {
    const deviationMhz = path(second);
    const droop = deviationMhz < -100 ? 1 : deviationMhz > 100 ? -1 : -deviationMhz / 100;
    const { nem } = management.step(deviationMhz, { capacityW, storedWs: upWs - givenWs, roomWs: downWs + givenWs });
    const requiredW = capacityW * (droop + 0.34 * nem);
    givenWs += requiredW;
    let missingW = requiredW;
    for (let index = 0; index < members.length; index++) {
      const member = members[index]!;
      const powerW = setPointW(member, droop, nem);
      missingW -= powerW - member.baselineW;
      const beforeWh = energiesWh[index]!;
      const afterWh = energyAfterWh(member.car, beforeWh, powerW, 1);
      energiesWh[index] = afterWh;
      if (powerW > 0) drawnWh[index]! += powerW / member.car.dischargeEfficiency / 3600;
      if (drawnWh[index]! > (member.car.dischargeAllowanceWh ?? Infinity) + unknownWh)
        return `second ${second}, ${member.car.id}: ${drawnWh[index]} Wh drawn of ${member.car.dischargeAllowanceWh} Wh`;
      const broken =
        brokenLimit(member.car, powerW, beforeWh) ??
        leftWindow(member.car, afterWh, lines[index]!(second + 1), unknownWh);
      if (broken !== null) return `second ${second}, ${member.car.id}: ${broken}`;
    }
    if (missingW > roundedW || missingW < -roundedW)
      return `second ${second}: ${missingW} W of ${requiredW} W are missing`;
  }
  return null;
}

function setPointW(member: PromisedMember, droop: number, nem: number): number {
  const reserveW = droop > 0 ? droop * member.upW : droop * member.downW;
  return member.baselineW + reserveW + (nem > 0 ? nem * member.nemUpW : nem * member.nemDownW);
}

function brokenLimit(car: OracleCar, powerW: number, energyWh: number): string | null {
  const [most, least] = [dischargeLimitW(car, energyWh), -chargeLimitW(car, energyWh)];
  if (powerW > most + ROUNDING_W) return `gives ${powerW} W of ${most} W`;
  return powerW < least - ROUNDING_W ? `takes ${-powerW} W of ${-least} W` : null;
}

function leftWindow(car: OracleCar, energyWh: number, lineWh: number, unknownWh: number): string | null {
  if (energyWh < car.minimumWh - unknownWh) return `${energyWh} Wh is under its minimum ${car.minimumWh} Wh`;
  if (energyWh > car.maximumWh + unknownWh) return `${energyWh} Wh is over its maximum ${car.maximumWh} Wh`;
  if (energyWh < lineWh - unknownWh) return `${energyWh} Wh is under the ${lineWh} Wh that still reach the target`;
  return null;
}
