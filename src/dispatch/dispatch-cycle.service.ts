import {
  activationStream,
  deliveryDayOf,
  deterministicUuid,
  epochMs,
  inForce,
  isoInstant,
  MJ_PER_WH,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  unitOf,
  type Clock,
  type EpochMs,
  type Interval,
  type Recorded,
} from '../kernel/index.js';
import type { BatteriesDischarged, FleetProjection } from '../fleet/index.js';
import { BATTERY_WEAR, mayHoldReserve, type GroupCapacity } from '../flexibility/index.js';
import type { FirmCapacityMeasured } from '../ledger/index.js';
import { FCR_N, type CapacityCommitted, type FcrnRules } from '../market/index.js';
import { firstWritten, refill, type EventLog, type TimedProcess } from '../platform/index.js';
import { BatteryUse } from './battery-use.js';
import type { BaselineStrategy } from './baseline-strategy.js';
import { allocateMtu, reallocate, welcome } from './allocation.js';
import type { SharesAllocated } from './dispatch.events.js';
import { ChargeLimits } from './charge-limits.js';
import { Commitments } from './commitments.js';
import { CONTROL_OFF, Frame, FRAME_SECONDS } from './frame.js';
import { GroupManagement, type PastManagement } from './group-management.js';
import { energyAt, pooledVehicle, reconciled } from './pooled-vehicle.js';
import { Pool } from './pool.js';
import type { SetPointSink } from './set-point.port.js';
import { stepSecond, type GroupPosition } from './set-point.js';
import { ShareBook } from './share-book.js';
import { baselineStrategy, DEFAULT_STRATEGY } from './strategy-choice.js';

export interface DispatchDependencies {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly fleet: FleetProjection;
  readonly rulesOf: (at: EpochMs) => FcrnRules;
  readonly setPoints: SetPointSink;
  /** Told of every frame, in order, before the next one overwrites it. */
  readonly onFrame: (frame: Frame, mtu: Interval) => Promise<void> | void;
  /** Where cars wait for activation; one of its own for each cycle. */
  readonly strategy?: BaselineStrategy;
  /** For an imported past without a market: what to pretend was sold before `until`. */
  readonly past?: { readonly until: EpochMs; readonly pretend: (firmW: number) => number };
}

type Cause = SharesAllocated['data']['cause'];

const MINUTES_BETWEEN_RECOVERIES = 15;
/** Without a frequency for this long the MTU goes on with control off. */
const FREQUENCY_GRACE_MS = 90_000;
/** A longer silence is downtime: nothing is claimed for it. */
const SILENCE_FILLED_MS = 2 * MS_PER_HOUR;

const IDLE: GroupPosition = {
  committedW: 0,
  heldW: 0,
  reservoirUpWh: 0,
  reservoirDownWh: 0,
  givenWs: 0,
  nemPowerFactor: 0,
};

/**
 * Turns committed capacity into set-points: shares are allocated when an MTU starts, a member leaves or a limit is
 * met; in between, every second of frequency moves every car. Its own time is that of the frequency it is given.
 */
export class DispatchCycle implements TimedProcess {
  static readonly types: readonly string[] = [
    'VehiclePluggedIn',
    'SocReported',
    'PreferencesStated',
    'VehicleUnplugged',
    'ChargerRegistered',
    'SiteRegistered',
    'CapacityCommitted',
    'BatteriesDischarged',
  ];
  readonly name = 'dispatch';
  readonly pool = new Pool();
  group: GroupPosition = IDLE;

  private readonly frame = new Frame();
  private readonly shares = new ShareBook();
  private readonly limits = new ChargeLimits();
  private readonly use: BatteryUse;
  private readonly commitments: Commitments;
  private readonly strategy: BaselineStrategy;
  private readonly management: GroupManagement;
  private mtu: Interval | null = null;
  private dispatchedUntil: EpochMs | null = null;
  /** Nobody answered before this process was there. */
  private readonly controlledFrom: EpochMs;
  private pending: Cause | null = null;
  private allocatedAt = 0;
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly deps: DispatchDependencies) {
    this.commitments = new Commitments(deps.rulesOf);
    this.management = new GroupManagement(deps.rulesOf(deps.clock.now()));
    this.controlledFrom = deps.clock.now();
    this.use = new BatteryUse(
      (sessionId) => deps.fleet.session(sessionId)?.batteryWh ?? null,
      inForce(BATTERY_WEAR, deps.clock.now()).value,
    );
    this.strategy = deps.strategy ?? baselineStrategy(DEFAULT_STRATEGY);
  }

  /** The first instant without set-points yet; null before the first sample. */
  get until(): EpochMs | null {
    return this.dispatchedUntil;
  }

  /** Battery-side Wh of a session that are discharged and not in the read models yet, rounded up. */
  unrecordedWh(sessionId: string): number {
    return Math.ceil(this.use.uncountedMj(sessionId) / MJ_PER_WH);
  }

  apply(event: Recorded): void {
    this.take(event);
    // Others on the site may have less of its fuse from now on, or more.
    const { sessionId } = event.data as { readonly sessionId?: string };
    for (const other of this.deps.fleet.limitsChanged) if (other !== sessionId) this.refresh(other, null);
  }

  private take(event: Recorded): void {
    switch (event.type) {
      case 'CapacityCommitted':
        return this.commitments.take((event as Recorded<CapacityCommitted>).data);
      case 'BatteriesDischarged':
        this.use.arrived((event as Recorded<BatteriesDischarged>).data);
        return;
      case 'VehicleUnplugged':
        this.limits.forget((event.data as { sessionId: string }).sessionId);
        if (this.pool.remove((event.data as { sessionId: string }).sessionId)) this.pending = 'member-left';
        return;
      case 'ChargerRegistered':
        for (const session of this.deps.fleet.sessions()) this.refresh(session.sessionId, null);
        return;
      case 'SocReported':
        return this.reported((event.data as { sessionId: string }).sessionId);
      case 'VehiclePluggedIn':
      case 'PreferencesStated':
        this.refresh((event.data as { sessionId: string }).sessionId, event.type);
    }
  }

  /** What the events alone have made: who is in the pool, in the order of the slots, and what is committed. */
  snapshot() {
    const { commitments, pool } = this;
    return { committed: commitments.byMtu, sessionIds: pool.sessionIds.slice(0, pool.count) };
  }

  /** Into a cycle that has not run yet, after the fleet: the cars' numbers are read from there. */
  restore(snapshot: ReturnType<DispatchCycle['snapshot']>): void {
    refill(this.commitments.byMtu, snapshot.committed);
    for (const sessionId of this.pool.sessionIds.slice(0, this.pool.count)) this.pool.remove(sessionId);
    for (const sessionId of snapshot.sessionIds) this.refresh(sessionId, 'VehiclePluggedIn');
    for (const session of this.deps.fleet.sessions()) this.limits.take(session);
    this.pending = null;
  }

  /**
   * Dispatches samples of one second each from `from` on; `null` is a second without a usable frequency. Seconds that
   * were dispatched already or come too late are passed over, missing ones before are filled with control off.
   */
  run(from: EpochMs, millihertz: readonly (number | null)[]): Promise<void> {
    return this.inTurn(() => this.dispatch(from, millihertz));
  }

  private async dispatch(from: EpochMs, millihertz: readonly (number | null)[]): Promise<void> {
    // A second that nobody answered in time was not answered, however much of its frequency comes in afterwards.
    const inTime = Math.max(this.controlledFrom, this.deps.clock.now() - FREQUENCY_GRACE_MS);
    const late = Math.max(0, Math.ceil((inTime - from) / 1000));
    if (late >= millihertz.length) return;
    await this.fillSilence(epochMs(from + late * 1000));
    const skip = Math.max(late, Math.ceil(((this.dispatchedUntil ?? from) - from) / 1000));
    for (let index = skip; index < millihertz.length;)
      index += await this.frameOf(epochMs(from + index * 1000), millihertz, index);
  }

  /** After a restart: what energy management did before it still works in its means. */
  resume(past: PastManagement): void {
    this.management.recall(past);
  }

  nextDueAt(): EpochMs | null {
    return this.dispatchedUntil === null ? null : epochMs(this.dispatchedUntil + FREQUENCY_GRACE_MS);
  }

  /** The frequency has stopped: goes on with control off, so that cars are charged and MTUs are scored all the same. */
  runDue(now: EpochMs): Promise<void> {
    return this.inTurn(async () => {
      const due = this.nextDueAt();
      if (due !== null && due <= now) await this.fillSilence(epochMs(Math.floor(now / 1000) * 1000));
    });
  }

  /** Frequency and silence come from two sides; the seconds are one after the other. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async fillSilence(from: EpochMs): Promise<void> {
    if (this.dispatchedUntil === null || from <= this.dispatchedUntil) return;
    const downtime = from - this.dispatchedUntil > SILENCE_FILLED_MS;
    // Downtime closes the MTU it began in: what was delivered before it is scored.
    const until = downtime ? (this.mtu?.end ?? this.dispatchedUntil) : from;
    const silence = new Array<null>(Math.max(0, Math.ceil((until - this.dispatchedUntil) / 1000))).fill(null);
    for (let index = 0; index < silence.length;) index += await this.frameOf(this.dispatchedUntil, silence, index);
    if (!downtime) return;
    this.mtu = null;
    this.dispatchedUntil = null;
  }

  /** One frame from `at`: at most a minute, never across a minute, an MTU or a new allocation. @returns its seconds. */
  private async frameOf(at: EpochMs, millihertz: readonly (number | null)[], index: number): Promise<number> {
    this.management.standAt(at);
    const mtu = this.mtu === null || at >= this.mtu.end ? await this.startMtu(at) : this.mtu;
    await this.reallocateIfNeeded(at, mtu);
    const { frame, pool } = this;
    const minuteEnd = unitOf(at, 1).end;
    const limit = Math.min(
      FRAME_SECONDS,
      millihertz.length - index,
      Math.ceil((minuteEnd - at) / 1000),
      Math.ceil((mtu.end - at) / 1000),
    );
    frame.fit(pool.count);
    frame.from = at;
    frame.committedW = this.group.committedW;
    frame.count = pool.count;
    frame.sessionIds = pool.sessionIds;
    frame.plannedW = pool.columns.baselineW;
    frame.modes = pool.columns.mode;
    frame.limitsW = this.limits.byCar;
    let second = 0;
    let cut = false;
    while (second < limit && !cut) {
      frame.millihertz[second] = millihertz[index + second] ?? CONTROL_OFF;
      cut = stepSecond(pool, this.group, this.management.energy, frame, second, at + second * 1000);
      this.management.note(frame, second, this.group.heldW);
      second += 1;
    }
    frame.seconds = second;
    if (cut) this.pending = 'limit-reached';
    this.dispatchedUntil = epochMs(at + second * 1000);
    this.use.take(frame, pool);
    this.deps.setPoints.follow(frame);
    await this.deps.onFrame(frame, mtu);
    if (this.dispatchedUntil >= mtu.end) await this.tellUse(mtu);
    return second;
  }

  private async startMtu(at: EpochMs): Promise<Interval> {
    for (const sessionId of this.pool.takeUnread()) this.refresh(sessionId, 'SocReported');
    const rules = this.deps.rulesOf(at);
    const mtu = unitOf(at, rules.mtuMinutes);
    this.management.follow(rules);
    const restarted = at > mtu.start;
    this.mtu = mtu;
    this.pending = null;
    this.allocatedAt = at;
    this.distrustStaleGauges(at);
    this.limitDischarge(at, restarted ? (at - mtu.start) / MS_PER_HOUR : 0);
    const { past } = this.deps;
    const pretend = past !== undefined && mtu.start < past.until ? past.pretend : undefined;
    const { group, firm } = allocateMtu(
      this.pool,
      at,
      this.commitments.obligation(mtu),
      pretend,
      this.strategy,
      (start) => this.commitments.coming(start),
      this.management.inHand(),
    );
    this.group = group;
    await this.announce(mtu, at, restarted ? 'restart' : 'mtu-start');
    if (!restarted) await this.measure(mtu, at, firm, pretend !== undefined);
    return mtu;
  }

  private async reallocateIfNeeded(at: EpochMs, mtu: Interval): Promise<void> {
    const short = this.group.heldW < this.group.committedW || (this.group.nemLackingW ?? 0) > 0;
    const recover = short && at - this.allocatedAt >= MINUTES_BETWEEN_RECOVERIES * MS_PER_MINUTE;
    const cause = this.pending ?? (recover ? 'recovery' : null);
    if (cause === null) return;
    this.pending = null;
    this.allocatedAt = at;
    const obligation = { ...this.commitments.obligation(mtu), committedW: this.group.committedW };
    this.group = reallocate(this.pool, at, obligation, this.management.inHand());
    await this.announce(mtu, at, cause);
  }

  /** A gauge that has been silent for too long earns no capacity from the next MTU on. */
  private distrustStaleGauges(at: EpochMs): void {
    for (let slot = 0; slot < this.pool.count; slot++) {
      const session = this.deps.fleet.session(this.pool.sessionIds[slot] as string, at);
      const mayHold = session !== undefined && session.departureAt !== null && mayHoldReserve(session);
      this.pool.columns.reserve[slot] = mayHold ? 1 : 0;
    }
  }

  /** @param blindHours of this MTU, before a restart, of which no record tells what was discharged. */
  private limitDischarge(at: EpochMs, blindHours: number): void {
    for (let slot = 0; slot < this.pool.count; slot++) {
      const session = this.deps.fleet.session(this.pool.sessionIds[slot] as string, at);
      if (session?.dischargeAllowanceWh == null) continue;
      if (blindHours > 0) this.use.assume(this.pool, slot, blindHours);
      this.use.allow(this.pool, slot, session);
    }
  }

  /** Outside an MTU nobody asks for energies: a long replay leaves all but the last report of a car unread. */
  private reported(sessionId: string): void {
    if (this.mtu !== null || !this.pool.leaveUnread(sessionId)) this.refresh(sessionId, 'SocReported');
  }

  private refresh(sessionId: string, cause: 'SocReported' | 'VehiclePluggedIn' | 'PreferencesStated' | null): void {
    const session = this.deps.fleet.session(sessionId);
    const vehicle = session === undefined ? null : pooledVehicle(session);
    if (session !== undefined) this.limits.take(session);
    if (session === undefined || vehicle === null) return;
    const slot = this.pool.slotOf(sessionId);
    if (slot === undefined) {
      this.pool.add(vehicle);
      if (this.mtu !== null && this.dispatchedUntil !== null)
        welcome(
          this.pool,
          this.pool.count - 1,
          this.dispatchedUntil,
          this.commitments.obligation(this.mtu),
          this.strategy,
        );
      return;
    }
    this.pool.update(vehicle);
    this.use.allow(this.pool, slot, this.deps.fleet.session(sessionId, this.dispatchedUntil ?? undefined));
    if (cause === 'SocReported' && session.batteryWh !== null && session.socPermille !== null) {
      const own = this.pool.columns.energyMj[slot] as number;
      // Before the first second of dispatch nothing was asked for: the gauge alone knows.
      this.pool.columns.energyMj[slot] =
        this.dispatchedUntil === null
          ? energyAt(session.batteryWh, session.socPermille)
          : reconciled(own, session.batteryWh, session.socPermille);
      if (own !== this.pool.columns.energyMj[slot]) this.pending ??= 'limit-reached';
    } else if (cause !== 'SocReported') this.pending ??= 'preferences';
  }

  private async tellUse(mtu: Interval): Promise<void> {
    const used = this.use.tell();
    if (used.sessionIds.length === 0) return;
    const data: BatteriesDischarged['data'] = { product: FCR_N, mtuStart: isoInstant(mtu.start), ...used };
    await this.append(activationStream(FCR_N, data.mtuStart), 'BatteriesDischarged', data, mtu.end);
  }

  private async announce(mtu: Interval, at: EpochMs, cause: Cause): Promise<void> {
    const changed = this.shares.changes(this.pool);
    if (changed.sessionIds.length === 0 && this.group.committedW === 0) return;
    const { committedW, heldW, reservoirUpWh, reservoirDownWh } = this.group;
    const position = { committedW, heldW, reservoirUpWh, reservoirDownWh };
    const data = {
      product: FCR_N,
      mtuStart: isoInstant(mtu.start),
      at: isoInstant(at),
      cause,
      ...position,
      ...changed,
    };
    await this.append(activationStream(FCR_N, data.mtuStart), 'SharesAllocated', data, at);
  }

  private async measure(mtu: Interval, at: EpochMs, firm: GroupCapacity, past: boolean): Promise<void> {
    const data: FirmCapacityMeasured['data'] = {
      product: FCR_N,
      mtuStart: isoInstant(mtu.start),
      firmW: Math.floor(firm.capacityW),
      upW: Math.floor(firm.upW),
      downW: Math.floor(firm.downW),
      committedW: past ? 0 : this.group.committedW,
      sessions: this.pool.count,
      boundBy: firm.boundBy,
      origin: past ? 'history' : 'delivery',
    };
    await this.append(`ledger-${FCR_N}-${deliveryDayOf(mtu.start)}`, 'FirmCapacityMeasured', data, at);
  }

  private async append(stream: string, type: string, data: object, at: EpochMs): Promise<void> {
    const messageId = deterministicUuid(stream, type, isoInstant(at), 'cause' in data ? String(data.cause) : '');
    const meta = { messageId, correlationId: messageId, causationId: messageId, actor: 'dispatch' };
    await firstWritten(this.deps.log, stream, { type, data, meta, occurredAt: at });
  }
}
