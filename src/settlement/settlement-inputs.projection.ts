import type { DeliveryScored } from '../activation/index.js';
import type { AuctionCleared, AuctionPlanned, ResultsContradicted } from '../bidding/index.js';
import { deliveryDayOf, parseInstant, type DeliveryDay, type Metadata, type Recorded } from '../kernel/index.js';
import type { FirmCapacityMeasured } from '../ledger/index.js';
import type { CapacityCommitted, CommittedMtu } from '../market/index.js';
import { refill } from '../platform/index.js';
import type { BatteriesDischarged } from '../fleet/index.js';
import { useOf, useOfDay, type MtuBatteryUse } from './battery-use.js';
import { EnergyPriceBook } from './energy-prices.projection.js';
import type { DaySettled } from './settlement.events.js';

/** What the log says of one delivery day that is not settled yet. Keys of the maps: MTU start, ISO 8601. */
export interface OpenDay {
  readonly deliveryDay: DeliveryDay;
  readonly offeredW: ReadonlyMap<string, number>;
  /** With the obligation's metadata: the auction may commit a day's hours in several steps. */
  readonly committed: ReadonlyMap<string, { readonly data: CommittedMtu; readonly meta: Metadata }>;
  readonly scored: ReadonlyMap<string, { readonly data: DeliveryScored['data']; readonly meta: Metadata }>;
  readonly contradicted: ReadonlyMap<string, string>;
  readonly used: ReadonlyMap<string, MtuBatteryUse>;
}

type Writable<T> = T extends ReadonlyMap<infer K, infer V> ? Map<K, V> : T;
type Building = { -readonly [K in keyof OpenDay]: Writable<OpenDay[K]> };

/** Everything a day's settlement is made from; a day leaves when it has been settled. */
export class SettlementInputs {
  static readonly types: readonly string[] = [
    'AuctionPlanned',
    'AuctionCleared',
    'CapacityCommitted',
    'ResultsContradicted',
    'DeliveryScored',
    'BatteriesDischarged',
    'FirmCapacityMeasured',
    'DaySettled',
    ...EnergyPriceBook.types,
  ];

  readonly prices: EnergyPriceBook;
  private readonly days = new Map<DeliveryDay, Building>();
  private readonly settled = new Set<DeliveryDay>();
  /** The newest MTU of a past without a market, ISO 8601: what was moved then was moved to learn from. */
  private pretendedUntil = '';
  private handled = -1;

  constructor(
    private readonly product: string,
    priceArea: string,
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
    const { product } = event.data as { readonly product?: string };
    if (product !== this.product) return;
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
        this.days.delete((event.data as DaySettled['data']).deliveryDay);
        this.settled.add((event.data as DaySettled['data']).deliveryDay);
    }
  }

  snapshot() {
    const { days, settled, pretendedUntil, handled } = this;
    return { prices: this.prices.snapshot(), days, settled, pretendedUntil, handled };
  }

  restore(snapshot: ReturnType<SettlementInputs['snapshot']>): void {
    this.prices.restore(snapshot.prices);
    refill(this.days, snapshot.days);
    this.settled.clear();
    for (const day of snapshot.settled) this.settled.add(day);
    this.pretendedUntil = snapshot.pretendedUntil;
    this.handled = snapshot.handled;
  }

  /** Days with something to settle, oldest first: sold, in dispute, or with wear alone. */
  open(): OpenDay[] {
    return [...this.days.values()]
      .filter((day) => day.committed.size > 0 || day.contradicted.size > 0 || useOfDay(day.used) !== null)
      .sort((a, b) => (a.deliveryDay < b.deliveryDay ? -1 : 1));
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
    for (const data of mtus) day?.committed.set(data.mtuStart, { data, meta });
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
    if (data.mtuStart <= this.pretendedUntil) return;
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
