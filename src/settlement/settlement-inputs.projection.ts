import type { DeliveryScored } from '../activation/index.js';
import type { AuctionCleared, AuctionPlanned, ResultsContradicted } from '../bidding/index.js';
import {
  deliveryDayOf,
  parseInstant,
  type DeliveryDay,
  type EpochMs,
  type Metadata,
  type Recorded,
} from '../kernel/index.js';
import type { FirmCapacityMeasured } from '../ledger/index.js';
import type { CapacityCommitted, CommittedMtu } from '../market/index.js';
import { refill } from '../platform/index.js';
import type { BatteriesDischarged } from '../fleet/index.js';
import { useOf, useOfDay, type MtuBatteryUse } from './battery-use.js';
import type { LateFact } from './correction.js';
import { EnergyPriceBook } from './energy-prices.projection.js';
import { dayFactOf, FACT_TYPES } from './late-facts.js';
import type { DayCorrected, DaySettled } from './settlement.events.js';

/** What the log says of one delivery day that is not settled yet. Keys of the maps: MTU start, ISO 8601. */
export interface OpenDay {
  readonly deliveryDay: DeliveryDay;
  readonly offeredW: ReadonlyMap<string, number>;
  /** With the obligation's metadata: the auction may commit a day's hours in several steps. */
  readonly committed: ReadonlyMap<string, { readonly data: CommittedMtu; readonly meta: Metadata }>;
  readonly scored: ReadonlyMap<string, { readonly data: DeliveryScored['data']; readonly meta: Metadata }>;
  readonly contradicted: ReadonlyMap<string, string>;
  readonly used: ReadonlyMap<string, MtuBatteryUse>;
  /** Everything above came with these, in the log's order. */
  readonly facts: readonly LateFact[];
}

/** A settled day of which something came late. */
export interface CorrectableDay {
  readonly deliveryDay: DeliveryDay;
  /** In the log's order, at least one. */
  readonly late: readonly LateFact[];
  /** When the first of them was recorded. */
  readonly since: EpochMs;
  /** All facts of the day. */
  readonly facts: number;
}

type Writable<T> = T extends ReadonlyMap<infer K, infer V> ? Map<K, V> : T extends readonly (infer I)[] ? I[] : T;
type Building = { -readonly [K in keyof OpenDay]: Writable<OpenDay[K]> };

/** What is kept of a settled day: how much its account was made from, and what came after. */
interface Settled {
  considered: number;
  readonly late: (LateFact & { readonly at: EpochMs })[];
}

/**
 * Everything a day's settlement is made from; a day leaves when it has been settled. Of a settled day only late facts are
 * kept: its correction reads the day anew.
 */
export class SettlementInputs {
  static readonly types: readonly string[] = [...FACT_TYPES, 'FirmCapacityMeasured', 'DaySettled', 'DayCorrected'];

  readonly prices: EnergyPriceBook;
  private readonly days = new Map<DeliveryDay, Building>();
  private readonly settled = new Map<DeliveryDay, Settled>();
  /** The newest MTU of a past without a market, ISO 8601: what was moved then was moved to learn from. */
  private pretendedUntil = '';
  private handled = -1;

  constructor(
    private readonly product: string,
    private readonly priceArea: string,
  ) {
    this.prices = new EnergyPriceBook(priceArea);
  }

  /** Position of the newest event handled, -1 before the first. */
  get position(): number {
    return this.handled;
  }

  /** An event at or before `position` is known and changes nothing. */
  apply(event: Recorded): void {
    if (event.position <= this.handled) return;
    this.handled = event.position;
    this.prices.apply(event);
    const { product, area } = event.data as { readonly product?: string; readonly area?: string };
    if (product !== this.product && area !== this.priceArea) return;
    this.note(event);
    switch (event.type) {
      case 'AuctionPlanned':
        return this.planned(event.data as AuctionPlanned['data']);
      case 'AuctionCleared':
        return this.cleared(event.data as AuctionCleared['data']);
      case 'CapacityCommitted':
        return this.committed(event.data as CapacityCommitted['data'], event.meta);
      case 'ResultsContradicted':
        return this.contradicted(event.data as ResultsContradicted['data']);
      case 'DeliveryScored':
        return this.scored(event.data as DeliveryScored['data'], event.meta);
      case 'BatteriesDischarged':
        return this.discharged(event.data as BatteriesDischarged['data']);
      case 'FirmCapacityMeasured':
        return this.measured(event.data as FirmCapacityMeasured['data']);
      case 'DaySettled':
        return this.closed(event.data as DaySettled['data'], event.recordedAt);
      case 'DayCorrected':
        this.corrected(event.data as DayCorrected['data']);
    }
  }

  snapshot() {
    const { days, settled, pretendedUntil, handled } = this;
    return { prices: this.prices.snapshot(), days, settled, pretendedUntil, handled };
  }

  restore(snapshot: ReturnType<SettlementInputs['snapshot']>): void {
    this.prices.restore(snapshot.prices);
    refill(this.days, snapshot.days);
    refill(this.settled, snapshot.settled);
    this.pretendedUntil = snapshot.pretendedUntil;
    this.handled = snapshot.handled;
  }

  /** Days with something to settle, oldest first: sold, in dispute, or with wear alone. */
  open(): OpenDay[] {
    return [...this.days.values()]
      .filter((day) => day.committed.size > 0 || day.contradicted.size > 0 || useOfDay(day.used) !== null)
      .sort((a, b) => (a.deliveryDay < b.deliveryDay ? -1 : 1));
  }

  /** One day, settled or not, as far as it has been fed; null: nothing is known of it. */
  of(deliveryDay: DeliveryDay): OpenDay | null {
    return this.days.get(deliveryDay) ?? null;
  }

  /** Settled days of which something came late, oldest first. */
  correctable(): CorrectableDay[] {
    const days: CorrectableDay[] = [];
    for (const [deliveryDay, { considered, late }] of this.settled) {
      const [first] = late;
      if (first !== undefined) days.push({ deliveryDay, late, since: first.at, facts: considered + late.length });
    }
    return days.sort((a, b) => (a.deliveryDay < b.deliveryDay ? -1 : 1));
  }

  private note(event: Recorded): void {
    const fact = dayFactOf(event);
    if (fact === null || this.isPretended(event)) return;
    const { days, ...said } = fact;
    for (const deliveryDay of days) {
      const settled = this.settled.get(deliveryDay);
      if (settled === undefined) this.day(deliveryDay)?.facts.push(said);
      else settled.late.push({ ...said, at: event.recordedAt });
    }
  }

  /** Use of batteries in a past that was only run to learn from. */
  private isPretended({ type, data }: Recorded): boolean {
    return type === 'BatteriesDischarged' && (data as BatteriesDischarged['data']).mtuStart <= this.pretendedUntil;
  }

  /** What was recorded before the account, and is not in it, is late as well: it came while the account was made. */
  private closed({ deliveryDay, facts }: DaySettled['data'], at: EpochMs): void {
    const known = this.days.get(deliveryDay)?.facts ?? [];
    const considered = facts ?? known.length;
    this.days.delete(deliveryDay);
    this.settled.set(deliveryDay, { considered, late: known.slice(considered).map((fact) => ({ ...fact, at })) });
  }

  private corrected({ deliveryDay, facts }: DayCorrected['data']): void {
    const settled = this.settled.get(deliveryDay);
    if (settled === undefined) return;
    const taken = facts === undefined ? settled.late.length : facts - settled.considered;
    settled.late.splice(0, taken);
    settled.considered += taken;
  }

  /** A later plan of the same day replaces an earlier one. */
  private planned({ deliveryDay, bids }: AuctionPlanned['data']): void {
    const day = this.day(deliveryDay);
    if (day) day.offeredW = sumByMtu(bids.map((bid) => [bid.mtuStart, bid.quantityW]));
  }

  /** The bids as they stood: after a rejection less may have been offered than planned. */
  private cleared({ deliveryDay, bids }: AuctionCleared['data']): void {
    const day = this.day(deliveryDay);
    for (const [mtuStart, offeredW] of sumByMtu(bids.map((bid) => [bid.mtuStart, bid.offeredW])))
      day?.offeredW.set(mtuStart, offeredW);
  }

  private committed({ deliveryDay, mtus }: CapacityCommitted['data'], meta: Metadata): void {
    const day = this.day(deliveryDay);
    for (const data of mtus) {
      day?.committed.set(data.mtuStart, { data, meta });
      // Results that agree in the end are what an hour in dispute was waiting for.
      day?.contradicted.delete(data.mtuStart);
    }
  }

  private contradicted({ deliveryDay, mtuStarts, detail }: ResultsContradicted['data']): void {
    for (const mtuStart of mtuStarts) this.day(deliveryDay)?.contradicted.set(mtuStart, detail);
  }

  private scored(data: DeliveryScored['data'], meta: Metadata): void {
    this.day(deliveryDayOf(parseInstant(data.mtuStart)))?.scored.set(data.mtuStart, { data, meta });
  }

  private measured({ mtuStart, origin }: FirmCapacityMeasured['data']): void {
    if (origin === 'history' && mtuStart > this.pretendedUntil) this.pretendedUntil = mtuStart;
  }

  private discharged(data: BatteriesDischarged['data']): void {
    if (data.mtuStart > this.pretendedUntil)
      this.day(deliveryDayOf(parseInstant(data.mtuStart)))?.used.set(data.mtuStart, useOf(data));
  }

  /** Null once the day is settled: what comes later is for a correction, not for the books. */
  private day(deliveryDay: DeliveryDay): Building | null {
    if (this.settled.has(deliveryDay)) return null;
    const known = this.days.get(deliveryDay);
    if (known) return known;
    const fresh: Building = {
      deliveryDay,
      offeredW: new Map(),
      committed: new Map(),
      scored: new Map(),
      contradicted: new Map(),
      used: new Map(),
      facts: [],
    };
    this.days.set(deliveryDay, fresh);
    return fresh;
  }
}

function sumByMtu(quantities: readonly (readonly [mtuStart: string, quantityW: number])[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [mtuStart, quantityW] of quantities) sums.set(mtuStart, (sums.get(mtuStart) ?? 0) + quantityW);
  return sums;
}
