import {
  CapacityPrice,
  dayInterval,
  deliveryDayOf,
  Eur,
  MS_PER_HOUR,
  parseInstant,
  plusDays,
  unitOf,
  W_PER_MW,
  type DeliveryDay,
  type EpochMs,
  type Recorded,
} from '../../kernel/index.js';
import { fcrnRules, type CapacityCommitted, type CommittedMtu } from '../../market/index.js';
import type { DeliveryScored, ResponseRecorded } from '../../activation/index.js';
import type { SharesAllocated } from '../../dispatch/index.js';
import type { PromiseSettled } from '../../fleet/index.js';
import { refill } from '../../platform/index.js';
import type { PromiseCounts } from './dashboard-view.js';

/** What has been held in one MTU: power times time, W·s, and over how many seconds. */
interface Held {
  readonly maintainedWs: number;
  readonly seconds: number;
}
const PROMISE_EVENTS = { PromiseKept: 'kept', PromiseMissed: 'missed', PromiseUnreachable: 'unreachable' } as const;
/** Days of the past that the page can ask for; older ones are forgotten. */
const DAYS_KEPT = 9;
const NO_PROMISES: PromiseCounts = { kept: 0, missed: 0, unreachable: 0 };

/** The trader's days: what is committed, what has been held of it, what that has earned, and promises to drivers. */
export class DayProjection {
  static readonly types: readonly string[] = [
    'CapacityCommitted',
    'ResponseRecorded',
    'DeliveryScored',
    'SharesAllocated',
    ...Object.keys(PROMISE_EVENTS),
  ];

  private readonly committed = new Map<EpochMs, CommittedMtu>();
  private readonly running = new Map<EpochMs, Held>();
  private readonly scored = new Map<EpochMs, DeliveryScored['data']>();
  private readonly promises = new Map<DeliveryDay, PromiseCounts>();
  private allocation: { readonly mtuStart: EpochMs; readonly heldW: number } | null = null;

  apply(event: Recorded): void {
    switch (event.type) {
      case 'CapacityCommitted':
        return this.commit(event.data as CapacityCommitted['data']);
      case 'ResponseRecorded':
        return this.record(event.data as ResponseRecorded['data']);
      case 'DeliveryScored':
        return this.score(event.data as DeliveryScored['data']);
      case 'SharesAllocated': {
        const { mtuStart, heldW } = event.data as SharesAllocated['data'];
        this.allocation = { mtuStart: parseInstant(mtuStart), heldW };
        return;
      }
      case 'PromiseKept':
      case 'PromiseMissed':
      case 'PromiseUnreachable':
        this.settlePromise(PROMISE_EVENTS[event.type], event.data as PromiseSettled['data']);
    }
  }

  snapshot() {
    const { committed, running, scored, promises, allocation } = this;
    return { committed, running, scored, promises, allocation };
  }

  restore(snapshot: ReturnType<DayProjection['snapshot']>): void {
    refill(this.committed, snapshot.committed);
    refill(this.running, snapshot.running);
    refill(this.scored, snapshot.scored);
    refill(this.promises, snapshot.promises);
    this.allocation = snapshot.allocation;
  }

  committedAt(mtuStart: EpochMs): CommittedMtu | null {
    return this.committed.get(mtuStart) ?? null;
  }

  /** Mean of min(committed, maintained) over the MTU's recorded seconds, W; null without a record. */
  maintainedW(mtuStart: EpochMs): number | null {
    const scored = this.scored.get(mtuStart);
    if (scored) return scored.maintainedW;
    const held = this.running.get(mtuStart);
    return held && held.seconds > 0 ? Math.floor(held.maintainedWs / held.seconds) : null;
  }

  /** What the allocation in force holds, W; null when there is none for this MTU. */
  heldW(mtuStart: EpochMs): number | null {
    return this.allocation?.mtuStart === mtuStart ? this.allocation.heldW : null;
  }

  soldMwH(day: DeliveryDay): number {
    return this.committedOf(day).reduce((sum, [at, { awardedW }]) => sum + awardedW * mtuHours(at), 0) / W_PER_MW;
  }

  /** Capacity pay for what has been held so far: price × min(committed, maintained), before energy and sanctions. */
  capacityPay(day: DeliveryDay): Eur {
    return Eur.sum(
      this.committedOf(day).map(([at, mtu]) => {
        const held = this.running.get(at);
        const price = CapacityPrice.of(mtu.priceEurPerMwH);
        return held ? price.payFor(Math.floor((held.maintainedWs * 1000) / MS_PER_HOUR)) : Eur.ZERO;
      }),
    );
  }

  /** Promises that came due on the `days` days up to `day`. */
  promisesKept(day: DeliveryDay, days: number): PromiseCounts {
    let sum = NO_PROMISES;
    for (let back = 0; back < days; back += 1) sum = added(sum, this.promises.get(plusDays(day, -back)) ?? NO_PROMISES);
    return sum;
  }

  private commit({ mtus }: CapacityCommitted['data']): void {
    for (const mtu of mtus) this.committed.set(parseInstant(mtu.mtuStart), mtu);
    const newest = mtus.at(-1);
    if (newest) this.forget(parseInstant(newest.mtuStart));
  }

  private record({ mtuStart, maintainedWs, seconds }: ResponseRecorded['data']): void {
    const at = parseInstant(mtuStart);
    const before = this.running.get(at) ?? { maintainedWs: 0, seconds: 0 };
    this.running.set(at, { maintainedWs: before.maintainedWs + maintainedWs, seconds: before.seconds + seconds });
  }

  /** The MTU's closing record replaces what was added up on the way. */
  private score(data: DeliveryScored['data']): void {
    const at = parseInstant(data.mtuStart);
    this.scored.set(at, data);
    this.running.set(at, { maintainedWs: data.maintainedWs, seconds: data.seconds });
  }

  private settlePromise(how: keyof PromiseCounts, { at }: PromiseSettled['data']): void {
    const day = deliveryDayOf(parseInstant(at));
    const before = this.promises.get(day) ?? NO_PROMISES;
    this.promises.set(day, { ...before, [how]: before[how] + 1 });
    for (const known of [...this.promises.keys()]) if (known < plusDays(day, -DAYS_KEPT)) this.promises.delete(known);
  }

  private forget(newest: EpochMs): void {
    const since = dayInterval(plusDays(deliveryDayOf(newest), -DAYS_KEPT)).start;
    for (const map of [this.committed, this.running, this.scored])
      for (const at of [...map.keys()]) if (at < since) map.delete(at);
  }

  private committedOf(day: DeliveryDay): [EpochMs, CommittedMtu][] {
    return [...this.committed].filter(([at]) => deliveryDayOf(at) === day);
  }
}

function mtuHours(at: EpochMs): number {
  const mtu = unitOf(at, fcrnRules(at).mtuMinutes);
  return (mtu.end - mtu.start) / MS_PER_HOUR;
}

const added = (a: PromiseCounts, b: PromiseCounts): PromiseCounts => ({
  kept: a.kept + b.kept,
  missed: a.missed + b.missed,
  unreachable: a.unreachable + b.unreachable,
});
