import { ConcaveChains } from './concave-chain.js';
import { mostFallWh, mostRiseWh } from './constant-steps.js';
import type { Courses } from './courses.js';
import { EnergyReward } from './energy-reward.js';
import type { PlannedVehicle } from './plan-question.js';

/**
 * What the group pays for each MTU, one number each, in worth per W: for upward and downward share, for power above and
 * below the baseline that NEM may use on top of the shares, and for charging a watt more, which turns downward share and
 * power into upward share and power.
 */
export interface GroupPrices {
  readonly up: Float64Array;
  readonly down: Float64Array;
  readonly powerUp: Float64Array;
  readonly powerDown: Float64Array;
  readonly charging: Float64Array;
}

export const noPrices = (mtus: number): GroupPrices => ({
  up: new Float64Array(mtus),
  down: new Float64Array(mtus),
  powerUp: new Float64Array(mtus),
  powerDown: new Float64Array(mtus),
  charging: new Float64Array(mtus),
});

/** The grid power that a car may hold over an MTU, W; null: no limit but its own. */
export type BaselineRoom = (mtu: number) => { readonly leastW: number; readonly mostW: number } | null;

/**
 * One vehicle's best path of energy at given prices. Its upward share is `H(e) − p` and its downward share `p − L(e)`,
 * where the energy at the MTU's start alone says how high and how low its power could stay for the endurance. So the
 * prices pay a concave function of the energy plus a price for the baseline `p`: a store that trades energy. Its value
 * over the energy, boundary by boundary from the last, is a concave chain and exact, except that a store may here charge
 * and discharge at once (that is what makes it concave). The value is therefore an upper bound for every real path; the
 * path that comes back never does both.
 */
export class VehicleProgramme {
  private readonly chains: ConcaveChains;
  private readonly reward = new EnergyReward();
  private readonly limits = {
    maxChargeW: 0,
    maxDischargeW: 0,
    chargeEfficiency: 1,
    dischargeEfficiency: 1,
    hours: 1,
    floorWh: 0,
    highWh: 0,
  };
  private readonly paid = { up: 0, down: 0, powerUp: 0, powerDown: 0 };
  /** Of the car that is solved: what a Wh less to discharge costs in later MTUs, per MTU. Nothing where no allowance binds. */
  readonly scarcity: Float64Array;
  private readonly move = { riseWh: 0, riseValue: 0, fallWh: 0, fallValue: 0, lossWh: 0 };

  constructor(private readonly courses: Courses) {
    this.chains = new ConcaveChains(courses.mtus + 1);
    this.scarcity = new Float64Array(courses.mtus);
  }

  /** Values every boundary of a vehicle. @returns an upper bound of what any of its plans is worth at these prices. */
  solve(vehicle: number, prices: GroupPrices): number {
    const { courses, chains } = this;
    const { mtus, question } = courses;
    const first = courses.first[vehicle] as number;
    const last = courses.last[vehicle] as number;
    if (first >= last) return 0;
    const low = vehicle * (mtus + 1);
    const high = courses.highWh[vehicle] as number;
    chains.setLinear(last, courses.lowWh[low + last] as number, high, question.costs?.storedPerWh ?? 0);
    // The chain starts at value 0 at its lowest energy; what that much is worth comes on top.
    const value = (question.costs?.storedPerWh ?? 0) * (courses.lowWh[low + last] as number);
    for (let mtu = last - 1; mtu >= first; mtu--) {
      this.priceMove(vehicle, mtu, prices);
      const given = courses.givenWh[low + mtu] as number;
      const least = mtu === first ? given : (courses.lowWh[low + mtu] as number);
      const lowest = Math.max(least, (chains.startWh[mtu + 1] as number) - this.move.riseWh + this.move.lossWh);
      this.priceEnergy(vehicle, mtu, prices, lowest);
      chains.stepBack(mtu, this.move, this.reward, lowest, mtu === first ? given : high);
    }
    return value + chains.valueAt(first, courses.givenWh[low + first] as number);
  }

  /**
   * After `solve`: the energies of a best path at the boundaries from the first planned to the last, within the car's
   * curves and allowance. Where `room` leaves less power than the promise needs, the promise is kept.
   */
  follow(vehicle: number, prices: GroupPrices, pathWh: Float64Array, room: BaselineRoom): void {
    const { courses } = this;
    const first = courses.first[vehicle] as number;
    const last = courses.last[vehicle] as number;
    pathWh[first] = courses.givenWh[vehicle * (courses.mtus + 1) + first] as number;
    let allowanceWh = courses.allowanceWh[vehicle] as number;
    for (let mtu = first; mtu < last; mtu++) {
      const energyWh = pathWh[mtu] as number;
      this.priceMove(vehicle, mtu, prices);
      this.limitMove(vehicle, mtu, energyWh, room(mtu));
      this.move.fallWh = Math.min(this.move.fallWh, allowanceWh);
      pathWh[mtu + 1] = this.bestMove(mtu + 1, energyWh - this.move.lossWh);
      allowanceWh -= courses.dischargedWh(vehicle, mtu, energyWh, pathWh[mtu + 1] as number);
    }
  }

  private limitMove(vehicle: number, mtu: number, energyWh: number, room: ReturnType<BaselineRoom>): void {
    const { courses, move } = this;
    const car = courses.question.vehicles[vehicle] as PlannedVehicle;
    const hours = courses.hours[vehicle * courses.mtus + mtu] as number;
    if (courses.reach[vehicle]) {
      move.riseWh = Math.min(move.riseWh, mostRiseWh(car, energyWh, hours));
      move.fallWh = Math.min(move.fallWh, mostFallWh(car, energyWh, hours));
    }
    if (room === null) return;
    const { chargeEfficiency, dischargeEfficiency } = car;
    move.riseWh = Math.min(move.riseWh, Math.max(0, -room.leastW) * chargeEfficiency * hours);
    move.fallWh = Math.min(move.fallWh, (Math.max(0, room.mostW) / dischargeEfficiency) * hours);
  }

  /** Where to go from `fromWh`, up or down but not both, with the values of boundary `k`. */
  private bestMove(k: number, fromWh: number): number {
    const { chains, move } = this;
    const lowest = chains.startWh[k] as number;
    let at = lowest;
    let highest = fromWh;
    let gainUp = 0;
    let gainDown = 0;
    let lowestGood = fromWh;
    const end = k * chains.stride + (chains.count[k] as number);
    for (let index = k * chains.stride; index < end; index++) {
      const segmentEnd = at + (chains.lengthWh[index] as number);
      const slope = chains.slope[index] as number;
      // Above: rising is worth the slope and the move's own value as long as both together are positive.
      if (segmentEnd > fromWh && slope + move.riseValue > 0) {
        const top = Math.min(segmentEnd, fromWh + move.riseWh);
        const from = Math.max(at, fromWh);
        if (top > from) {
          gainUp += (top - from) * (slope + move.riseValue);
          highest = top;
        }
      }
      // Below: falling loses the slope and earns the move's value.
      if (at < fromWh && move.fallValue - slope > 0) {
        const bottom = Math.max(at, fromWh - move.fallWh);
        const to = Math.min(segmentEnd, fromWh);
        if (to > bottom) {
          gainDown += (to - bottom) * (move.fallValue - slope);
          if (bottom < lowestGood) lowestGood = bottom;
        }
      }
      at = segmentEnd;
    }
    const chosen = gainUp >= gainDown ? highest : lowestGood;
    return Math.min(Math.max(chosen, lowest), Math.max(at, lowest));
  }

  /** What a Wh up or down is worth in itself: the baseline's price, and the energy's. */
  private priceMove(vehicle: number, mtu: number, prices: GroupPrices): void {
    const { courses, move } = this;
    const { vehicles, costs } = courses.question;
    const car = vehicles[vehicle] as (typeof vehicles)[number];
    const hours = courses.hours[vehicle * courses.mtus + mtu] as number;
    const stays = courses.stays[vehicle * courses.mtus + mtu] === 1;
    const tilt = stays ? (prices.charging[mtu] as number) : 0;
    const buy = costs?.buyPerWh[mtu] ?? 0;
    const sell = costs?.sellPerWh[mtu] ?? 0;
    move.riseWh = (courses.peakChargeW[vehicle] as number) * car.chargeEfficiency * hours;
    move.riseValue = (tilt / hours - buy) / car.chargeEfficiency;
    move.fallWh = ((courses.peakDischargeW[vehicle] as number) / car.dischargeEfficiency) * hours;
    const wear = (costs?.wearPerWh ?? 0) + (this.scarcity[mtu] as number);
    move.fallValue = (sell - tilt / hours) * car.dischargeEfficiency - wear;
    move.lossWh = (car.standbyW ?? 0) * hours;
  }

  /** The reward for energy at the start of an MTU, from `lowWh` on. */
  private priceEnergy(vehicle: number, mtu: number, prices: GroupPrices, lowWh: number): void {
    const { courses, reward, limits, paid } = this;
    const index = vehicle * courses.mtus + mtu;
    if (courses.stays[index] !== 1) return reward.setNothing();
    const { vehicles } = courses.question;
    const car = vehicles[vehicle] as (typeof vehicles)[number];
    const allowedW = ((courses.allowanceWh[vehicle] as number) / courses.enduranceHours) * car.dischargeEfficiency;
    limits.maxChargeW = courses.peakChargeW[vehicle] as number;
    limits.maxDischargeW = Math.min(courses.peakDischargeW[vehicle] as number, allowedW);
    limits.chargeEfficiency = car.chargeEfficiency;
    limits.dischargeEfficiency = car.dischargeEfficiency;
    limits.hours = courses.enduranceHours;
    limits.floorWh = courses.floorWh[index] as number;
    limits.highWh = courses.roomTopWh[vehicle] as number;
    paid.up = prices.up[mtu] as number;
    paid.down = prices.down[mtu] as number;
    paid.powerUp = prices.powerUp[mtu] as number;
    paid.powerDown = prices.powerDown[mtu] as number;
    reward.set(limits, paid, lowWh);
  }
}
