import { invariant, MJ_PER_WH, type EpochMs } from '../kernel/index.js';
import { Taper, type EnergyDependence } from './taper.js';

/** What the pool has to know of one car. Energies battery-side mJ, powers grid-side W, efficiencies permille. */
export interface PooledVehicle {
  readonly sessionId: string;
  readonly energyMj: number;
  readonly minMj: number;
  readonly maxMj: number;
  readonly targetMj: number;
  /** An unknown departure is given as the plug-in: the car is charged at once. */
  readonly departureAt: EpochMs;
  readonly chargeLimitW: number;
  readonly dischargeLimitW: number;
  readonly chargeEfficiencyPermille: number;
  readonly dischargeEfficiencyPermille: number;
  /** Curves of a car whose limits depend on its energy; absent: they do not. */
  readonly curves?: EnergyDependence;
  /** Loss while plugged in, W battery-side; absent: none. */
  readonly standbyW?: number;
  /** Battery-side energy that the owner's limits still let be discharged; absent: no such limit. */
  readonly dischargeAllowanceMj?: number;
  /** May hold reserve: consent, hardware, prequalification, known state. */
  readonly reserve: boolean;
}

/** What a car is doing between two allocations. */
export const Mode = {
  /** Charges at full power to its target, then rests. */
  Charging: 0,
  /** Follows its baseline and holds a share of the reserve (possibly zero). */
  Reserve: 1,
} as const;

const columns = {
  energyMj: Float64Array,
  minMj: Float64Array,
  maxMj: Float64Array,
  targetMj: Float64Array,
  departureAt: Float64Array,
  chargeLimitW: Int32Array,
  dischargeLimitW: Int32Array,
  chargePermille: Int32Array,
  dischargePermille: Int32Array,
  standbyMj: Float64Array,
  dischargeAllowanceMj: Float64Array,
  /** 1: limits and line come from the car's taper. */
  tapered: Uint8Array,
  reserve: Uint8Array,
  /** 1: its gauge was left to be read later. */
  unread: Uint8Array,
  mode: Uint8Array,
  baselineW: Int32Array,
  upW: Int32Array,
  downW: Int32Array,
  nemUpW: Int32Array,
  nemDownW: Int32Array,
} as const;
type Columns = { [K in keyof typeof columns]: InstanceType<(typeof columns)[K]> };

/**
 * Every car under control, as columns of numbers: one second of the whole pool is one pass over them, without an
 * object or an allocation. Slots are dense; a leaving car's slot is taken by the last one.
 */
export class Pool {
  count = 0;
  readonly sessionIds: string[] = [];
  columns: Columns = allocate(64);
  /** By slot, for those whose limits depend on their energy. */
  readonly tapers: (Taper | undefined)[] = [];
  /** By slot: the curves that a taper was made of. */
  readonly curves: (EnergyDependence | undefined)[] = [];
  private readonly slots = new Map<string, number>();

  slotOf(sessionId: string): number | undefined {
    return this.slots.get(sessionId);
  }

  add(vehicle: PooledVehicle): void {
    invariant(!this.slots.has(vehicle.sessionId), `session ${vehicle.sessionId} is in the pool once`);
    if (this.count === this.columns.energyMj.length) this.columns = grown(this.columns);
    const slot = this.count++;
    this.slots.set(vehicle.sessionId, slot);
    this.sessionIds[slot] = vehicle.sessionId;
    const c = this.columns;
    c.energyMj[slot] = vehicle.energyMj;
    c.mode[slot] = Mode.Charging;
    c.unread[slot] = 0;
    for (const name of ['baselineW', 'upW', 'downW', 'nemUpW', 'nemDownW'] as const) c[name][slot] = 0;
    this.update(vehicle);
  }

  /** New limits or a new promise; the energy and the share in hand stay. */
  update(vehicle: PooledVehicle): void {
    const slot = this.slots.get(vehicle.sessionId);
    invariant(slot !== undefined, `session ${vehicle.sessionId} is in the pool`);
    const c = this.columns;
    c.minMj[slot] = vehicle.minMj;
    c.maxMj[slot] = vehicle.maxMj;
    c.targetMj[slot] = vehicle.targetMj;
    c.departureAt[slot] = vehicle.departureAt;
    c.chargeLimitW[slot] = vehicle.chargeLimitW;
    c.dischargeLimitW[slot] = vehicle.dischargeLimitW;
    c.chargePermille[slot] = vehicle.chargeEfficiencyPermille;
    c.dischargePermille[slot] = vehicle.dischargeEfficiencyPermille;
    c.standbyMj[slot] = ((vehicle.standbyW ?? 0) * MJ_PER_WH) / 3600;
    c.dischargeAllowanceMj[slot] = vehicle.dischargeAllowanceMj ?? Infinity;
    c.reserve[slot] = vehicle.reserve ? 1 : 0;
    this.curves[slot] = vehicle.curves;
    this.reshape(slot);
  }

  /** Leaves a car's gauge to be read later. @returns false for a car that is not in the pool. */
  leaveUnread(sessionId: string): boolean {
    const slot = this.slots.get(sessionId);
    if (slot === undefined) return false;
    this.columns.unread[slot] = 1;
    return true;
  }

  /** Cars whose gauges were left unread, in the order of their slots; asked again, none. */
  takeUnread(): string[] {
    const unread = this.sessionIds.filter((_, slot) => this.columns.unread[slot] === 1);
    this.columns.unread.fill(0);
    return unread;
  }

  /** To be called when a slot's limits have changed: a taper is made for limits. */
  reshape(slot: number): void {
    const c = this.columns;
    const curves = this.curves[slot];
    c.tapered[slot] = curves === undefined ? 0 : 1;
    this.tapers[slot] =
      curves &&
      new Taper(curves, {
        chargeLimitW: c.chargeLimitW[slot] as number,
        dischargeLimitW: c.dischargeLimitW[slot] as number,
        chargePermille: c.chargePermille[slot] as number,
        standbyW: ((c.standbyMj[slot] as number) * 3600) / MJ_PER_WH,
      });
  }

  /** @returns whether the car held a share of the reserve. */
  remove(sessionId: string): boolean {
    const slot = this.slots.get(sessionId);
    if (slot === undefined) return false;
    const heldShare = this.columns.upW[slot] !== 0 || this.columns.downW[slot] !== 0;
    const last = --this.count;
    const moved = this.sessionIds[last] as string;
    for (const name of Object.keys(columns) as (keyof Columns)[])
      this.columns[name][slot] = this.columns[name][last] as number;
    this.tapers[slot] = this.tapers[last];
    this.curves[slot] = this.curves[last];
    this.tapers.length = this.curves.length = last;
    this.sessionIds[slot] = moved;
    this.slots.set(moved, slot);
    this.slots.delete(sessionId);
    this.sessionIds.length = last;
    return heldShare;
  }
}

function allocate(size: number): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, Column]) => [name, new Column(size)]),
  ) as unknown as Columns;
}

function grown(old: Columns): Columns {
  const larger = allocate(old.energyMj.length * 2);
  for (const name of Object.keys(columns) as (keyof Columns)[]) larger[name].set(old[name]);
  return larger;
}
