import { epochMs, MJ_PER_WH, MS_PER_HOUR, type EpochMs } from '../kernel/index.js';
import {
  isInsideWindow,
  isReachable,
  memberOf,
  NO_SHARES,
  powerForDrain,
  recoveryLineWh,
  sharesAt,
  type GroupCapacity,
  type GroupMember,
  type Shares,
  type Vehicle,
} from '../flexibility/index.js';
import type { BaselineQuestion, BaselineStrategy, StayingVehicle } from './baseline-strategy.js';
import { deal } from './deal.js';
import { NEM_AT_REST, nemOutlook, type NemInHand } from './nem-in-hand.js';
import type { Obligation } from './obligation.js';
import { Mode, type Pool } from './pool.js';
import { meetsLine, type GroupPosition } from './set-point.js';
import { thetaStrategy } from './theta-strategy.js';

/** A planned member: its slot, its vehicle, its shares in whole watts around the baseline that the pool holds. */
interface Planned {
  readonly slot: number;
  readonly vehicle: Vehicle;
  readonly shares: Shares;
}

export function vehicleAt(pool: Pool, slot: number): Vehicle {
  const c = pool.columns;
  const standbyMj = c.standbyMj[slot] as number;
  const allowanceMj = c.dischargeAllowanceMj[slot] as number;
  return {
    energyWh: (c.energyMj[slot] as number) / MJ_PER_WH,
    minEnergyWh: (c.minMj[slot] as number) / MJ_PER_WH,
    maxEnergyWh: (c.maxMj[slot] as number) / MJ_PER_WH,
    targetEnergyWh: (c.targetMj[slot] as number) / MJ_PER_WH,
    departureAt: epochMs(Math.floor(c.departureAt[slot] as number)),
    maxChargeW: c.chargeLimitW[slot] as number,
    maxDischargeW: c.dischargeLimitW[slot] as number,
    chargeEfficiency: (c.chargePermille[slot] as number) / 1000,
    dischargeEfficiency: (c.dischargePermille[slot] as number) / 1000,
    ...pool.curves[slot],
    ...(standbyMj > 0 ? { standbyW: (standbyMj * 3600) / MJ_PER_WH } : undefined),
    ...(allowanceMj < Infinity ? { dischargeAllowanceWh: allowanceMj / MJ_PER_WH } : undefined),
  };
}

/**
 * A new MTU: a baseline and a share for every car that stays through it, full-power charging for the rest. The firm
 * capacity comes back unfloored, whatever was sold: it is the sample that the forecast learns from.
 */
export function allocateMtu(
  pool: Pool,
  at: EpochMs,
  obligation: Obligation,
  /** In a past without a market: what to pretend was sold, given the firm capacity. */
  pretend?: (firmW: number) => number,
  strategy: BaselineStrategy = thetaStrategy,
  coming: BaselineQuestion['coming'] = nothingComing(obligation),
  nem: NemInHand = NEM_AT_REST,
): { group: GroupPosition; firm: GroupCapacity } {
  const staying: (StayingVehicle & { slot: number })[] = [];
  for (let slot = 0; slot < pool.count; slot++) {
    const vehicle = vehicleAt(pool, slot);
    const stays = pool.columns.reserve[slot] === 1 && vehicle.departureAt >= obligation.mtuEnd;
    if (stays && isInsideWindow(vehicle) && isReachable(vehicle, at))
      staying.push({ slot, vehicle, sessionId: pool.sessionIds[slot] as string });
    else charge(pool, slot);
  }
  const baselinesW = strategy.baselinesW({ at, staying, obligation, coming });
  const horizon = { horizonHours: obligation.enduranceHours, mtuEnd: obligation.mtuEnd };
  const planned = staying.flatMap(({ slot, vehicle }, index): Planned[] => {
    const baselineW = baselinesW[index] as number;
    const shares = sharesAt(vehicle, at, baselineW, horizon);
    // A line that bends may be met inside the MTU by a baseline that is above it at both ends: then it is no baseline.
    if (shares === NO_SHARES && vehicle.chargeCurve !== undefined) {
      charge(pool, slot);
      return [];
    }
    pool.columns.mode[slot] = Mode.Reserve;
    pool.columns.baselineW[slot] = baselineW;
    return [{ slot, vehicle, shares: wholeWatts(shares) }];
  });
  const firm = strategy.capacity(
    planned.map((member) => asMember(pool, member)),
    obligation.nemPowerFactor,
  );
  const committedW = pretend ? pretend(firm.capacityW) : obligation.committedW;
  return { group: share(pool, planned, at, { obligation: { ...obligation, committedW }, nem }), firm };
}

/**
 * Inside an MTU: baselines stay, shares are dealt anew over what is left of it. A car that can no longer hold its
 * baseline (it has touched a line, or would in the next second) rests if that leaves it something to give, and else
 * charges to its target. So does a car that may no longer hold reserve: consent withdrawn takes effect at once.
 */
export function reallocate(
  pool: Pool,
  at: EpochMs,
  obligation: Obligation,
  nem: NemInHand = NEM_AT_REST,
): GroupPosition {
  const horizonHours = (obligation.mtuEnd - at) / MS_PER_HOUR;
  const horizon = { horizonHours, mtuEnd: obligation.mtuEnd };
  const planned: Planned[] = [];
  for (let slot = 0; slot < pool.count; slot++) {
    if (pool.columns.mode[slot] !== Mode.Reserve) continue;
    if (pool.columns.reserve[slot] !== 1) {
      charge(pool, slot);
      continue;
    }
    const vehicle = vehicleAt(pool, slot);
    const sharesAround = (baselineW: number): Shares =>
      meetsLine(pool, slot, at, baselineW) ? NO_SHARES : sharesAt(vehicle, at, baselineW, horizon);
    let shares = sharesAround(pool.columns.baselineW[slot] as number);
    if (shares === NO_SHARES) {
      shares = sharesAround(0);
      if (shares === NO_SHARES) {
        charge(pool, slot);
        continue;
      }
      pool.columns.baselineW[slot] = 0;
    }
    planned.push({ slot, vehicle, shares: wholeWatts(shares) });
  }
  return share(pool, planned, at, { obligation, nem });
}

/** A car that came inside the MTU gets a baseline for the rest of it; it takes a share at the next allocation. */
export function welcome(
  pool: Pool,
  slot: number,
  at: EpochMs,
  obligation: Obligation,
  strategy: BaselineStrategy = thetaStrategy,
): void {
  const vehicle = vehicleAt(pool, slot);
  const stays = pool.columns.reserve[slot] === 1 && vehicle.departureAt >= obligation.mtuEnd;
  if (!stays || !isInsideWindow(vehicle) || !isReachable(vehicle, at)) return charge(pool, slot);
  pool.columns.mode[slot] = Mode.Reserve;
  pool.columns.baselineW[slot] = strategy.joiningBaselineW(vehicle, at, obligation);
}

/** Where nobody knows of later MTUs: the same rules, nothing sold, no price. */
const nothingComing =
  (obligation: Obligation): BaselineQuestion['coming'] =>
  (mtuStart) => ({
    ...obligation,
    mtuStart,
    mtuEnd: epochMs(mtuStart + obligation.mtuHours * MS_PER_HOUR),
    committedW: 0,
    priceEurPerMwH: null,
  });

function charge(pool: Pool, slot: number): void {
  const c = pool.columns;
  c.mode[slot] = Mode.Charging;
  c.baselineW[slot] = c.upW[slot] = c.downW[slot] = c.nemUpW[slot] = c.nemDownW[slot] = 0;
}

/** What a set-point can ask for: counted before the group is, so that what is firm can be dealt out to the last watt. */
const wholeWatts = (shares: Shares): Shares => ({
  ...shares,
  upW: Math.floor(shares.upW),
  downW: Math.floor(shares.downW),
});

const asMember = (pool: Pool, { slot, vehicle, shares }: Planned): GroupMember =>
  memberOf(vehicle, pool.columns.baselineW[slot] as number, shares);

/**
 * Deals what was sold out to the members, in whole watts that add up exactly, and the NEM power on top. Where the members
 * can't hold it all, they hold what they can: that is the shortfall.
 */
function share(
  pool: Pool,
  planned: readonly Planned[],
  at: EpochMs,
  { obligation, nem }: { readonly obligation: Obligation; readonly nem: NemInHand },
): GroupPosition {
  const { committedW, nemPowerFactor } = obligation;
  const members = planned.map((member) => asMember(pool, member));
  const ableW = (way: 'upW' | 'downW'): number => members.reduce((sum, member) => sum + member[way], 0);
  const heldW = Math.min(committedW, ableW('upW'), ableW('downW'));
  const reserved = reservoir(pool, planned, at, obligation);
  const hours = (obligation.mtuEnd - at) / MS_PER_HOUR;
  const dealt = deal(members, heldW, {
    powerFactor: nemPowerFactor,
    up: nemOutlook(nem, 1, reserved.reservoirDownWh / heldW, hours),
    down: nemOutlook(nem, -1, reserved.reservoirUpWh / heldW, hours),
  });
  const c = pool.columns;
  planned.forEach(({ slot }, index) => {
    for (const way of ['upW', 'downW', 'nemUpW', 'nemDownW'] as const) c[way][slot] = dealt[way][index] as number;
  });
  return { committedW, heldW, ...reserved, givenWs: 0, nemPowerFactor, nemLackingW: dealt.nemLackingW };
}

/**
 * Energy set aside each way, Wh at the grid: what each member can give above its baseline before it meets its line at
 * the MTU's end (take before its maximum), but no more than its power can use within the endurance, so that one large
 * car does not speak for nine empty ones.
 */
function reservoir(
  pool: Pool,
  planned: readonly Planned[],
  at: EpochMs,
  { mtuEnd, enduranceHours }: Obligation,
): Pick<GroupPosition, 'reservoirUpWh' | 'reservoirDownWh'> {
  const hours = (mtuEnd - at) / MS_PER_HOUR;
  let upWh = 0;
  let downWh = 0;
  for (const { slot, vehicle, shares } of planned) {
    const baselineW = pool.columns.baselineW[slot] as number;
    if (shares.headroomUpW !== undefined && shares.headroomDownW !== undefined) {
      // Limits that depend on energy are counted in the shares already.
      upWh += Math.min(shares.upW * hours, shares.headroomUpW * enduranceHours);
      downWh += Math.min(shares.downW * hours, shares.headroomDownW * enduranceHours);
      continue;
    }
    const standbyWh = (vehicle.standbyW ?? 0) * hours;
    const lowestWh = Math.max(vehicle.minEnergyWh, recoveryLineWh(vehicle, mtuEnd));
    const giveW = powerForDrain(vehicle, vehicle.energyWh - standbyWh - lowestWh, hours) - baselineW;
    const takeW = baselineW - powerForDrain(vehicle, vehicle.energyWh - standbyWh - vehicle.maxEnergyWh, hours);
    if (shares.upW > 0)
      upWh += Math.max(0, Math.min(giveW * hours, (vehicle.maxDischargeW - baselineW) * enduranceHours));
    if (shares.downW > 0)
      downWh += Math.max(0, Math.min(takeW * hours, (vehicle.maxChargeW + baselineW) * enduranceHours));
  }
  return { reservoirUpWh: Math.floor(upWh), reservoirDownWh: Math.floor(downWh) };
}
