import { energyAfterWh, recoveryLine, type OracleCar } from './battery.js';

/** Upward and downward power of one car that hold for the horizon, W ≥ 0. */
export interface OracleShares {
  readonly upW: number;
  readonly downW: number;
  /** One of them is nothing: a bit of rounding decides whether the car counts or not, and either is right. */
  readonly onEdge: boolean;
}

const ROUNDING_WH = 1e-6;
const ROUNDING_W = 1e-3;

/** The largest grid power in [low, high] at which `holds`; `holds` is true at `low` and changes once. Bisection. */
function largest(low: number, high: number, holds: (powerW: number) => boolean): number {
  if (holds(high)) return high;
  let [yes, no] = [low, high];
  for (let round = 0; round < 60; round++) {
    const middle = (yes + no) / 2;
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/**
 * Shares of a car without curves, found by trying: the strongest power that leaves it above `max(minimum, recovery
 * line)` at the horizon's end, and the strongest charging that leaves it below its maximum.
 */
export function sharesByTrying(car: OracleCar, baselineW: number, horizonS: number): OracleShares | null {
  const line = recoveryLine(car);
  if (car.departsAtS < horizonS || car.energyWh < line(0) - ROUNDING_WH) return null;
  if (car.energyWh < car.minimumWh - ROUNDING_WH || car.energyWh > car.maximumWh + ROUNDING_WH) return null;
  const after = (powerW: number): number => energyAfterWh(car, car.energyWh, powerW, horizonS);
  const floorWh = Math.max(car.minimumWh, line(horizonS));
  const highest = largest(-car.chargeW, car.dischargeW, (powerW) => after(powerW) >= floorWh);
  const lowest = -largest(0, car.chargeW, (powerW) => after(-powerW) <= car.maximumWh);
  const [upW, downW] = [highest - baselineW, baselineW - lowest];
  if (upW < -ROUNDING_W || downW < -ROUNDING_W) return null;
  return { upW: Math.max(0, upW), downW: Math.max(0, downW), onEdge: Math.min(upW, downW) < ROUNDING_W };
}

export interface OracleMember extends OracleShares {
  readonly car: OracleCar;
  readonly baselineW: number;
}

/** The group rule with proportional shares: is `capacityW` held, energy each way and NEM's power on top? */
export function groupHolds(members: readonly OracleMember[], capacityW: number, nemFactor: number): boolean {
  const upSum = members.reduce((sum, { upW }) => sum + upW, 0);
  const downSum = members.reduce((sum, { downW }) => sum + downW, 0);
  if (capacityW > upSum || capacityW > downSum) return false;
  let [nemUp, nemDown] = [0, 0];
  for (const { car, baselineW, upW, downW } of members) {
    const [up, down] = [(capacityW * upW) / upSum, (capacityW * downW) / downSum];
    const slack = car.chargeEfficiency * car.dischargeEfficiency * (up + down);
    nemUp += Math.min(car.dischargeW - baselineW - up, slack);
    nemDown += Math.min(car.chargeW + baselineW - down, slack);
  }
  return Math.min(nemUp, nemDown) >= nemFactor * capacityW;
}

/** The largest capacity that the group rule allows, W; 0 where there is none. */
export function capacityByTrying(members: readonly OracleMember[], nemFactor: number): number {
  const most = Math.min(
    members.reduce((sum, { upW }) => sum + upW, 0),
    members.reduce((sum, { downW }) => sum + downW, 0),
  );
  return most <= 0 ? 0 : largest(0, most, (capacityW) => capacityW === 0 || groupHolds(members, capacityW, nemFactor));
}
