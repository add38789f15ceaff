import type { DeliveryScored } from '../activation/index.js';
import type { AuctionPlanned, ResultsContradicted } from '../bidding/index.js';
import { deliveryDayOf, parseInstant, type DeliveryDay, type Metadata, type Recorded } from '../kernel/index.js';
import type { CapacityCommitted, CommittedMtu } from '../market/index.js';
import { EnergyPriceBook } from './energy-prices.projection.js';
import type { DaySettled } from './settlement.events.js';

/** What the log says of one delivery day that is not settled yet. Keys of the maps: MTU start, ISO 8601. */
export interface OpenDay {
  readonly deliveryDay: DeliveryDay;
  readonly offeredW: ReadonlyMap<string, number>;
  readonly committed: readonly CommittedMtu[];
  /** Of the auction's obligation; null as long as only a contradiction is known. */
  readonly commitment: Metadata | null;
  readonly scored: ReadonlyMap<string, { readonly data: DeliveryScored['data']; readonly meta: Metadata }>;
  readonly contradicted: ReadonlyMap<string, string>;
}

type Building = { -readonly [K in keyof OpenDay]: OpenDay[K] } & {
  offeredW: Map<string, number>;
  scored: Map<string, { readonly data: DeliveryScored['data']; readonly meta: Metadata }>;
  contradicted: Map<string, string>;
};

/** Everything a day's settlement is made from; a day leaves when it has been settled. */
export class SettlementInputs {
  static readonly types: readonly string[] = [
    'AuctionPlanned',
    'CapacityCommitted',
    'ResultsContradicted',
    'DeliveryScored',
    'DaySettled',
    ...EnergyPriceBook.types,
  ];

  readonly prices: EnergyPriceBook;
  private readonly days = new Map<DeliveryDay, Building>();
  private readonly settled = new Set<DeliveryDay>();
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
      case 'CapacityCommitted':
        return this.committed(event.data as CapacityCommitted['data'], event.meta);
      case 'ResultsContradicted':
        return this.contradicted(event.data as ResultsContradicted['data']);
      case 'DeliveryScored':
        return this.scored(event.data as DeliveryScored['data'], event.meta);
      case 'DaySettled':
        this.days.delete((event.data as DaySettled['data']).deliveryDay);
        this.settled.add((event.data as DaySettled['data']).deliveryDay);
    }
  }

  /** Days with something to settle, oldest first. */
  open(): OpenDay[] {
    return [...this.days.values()]
      .filter((day) => day.commitment !== null || day.contradicted.size > 0)
      .sort((a, b) => (a.deliveryDay < b.deliveryDay ? -1 : 1));
  }

  /** A later plan of the same day replaces an earlier one. */
  private planned({ deliveryDay, bids }: AuctionPlanned['data']): void {
    const day = this.day(deliveryDay);
    if (!day) return;
    day.offeredW.clear();
    for (const bid of bids) day.offeredW.set(bid.mtuStart, (day.offeredW.get(bid.mtuStart) ?? 0) + bid.quantityW);
  }

  private committed({ deliveryDay, mtus }: CapacityCommitted['data'], meta: Metadata): void {
    const day = this.day(deliveryDay);
    if (!day) return;
    day.committed = [...mtus].sort((a, b) => parseInstant(a.mtuStart) - parseInstant(b.mtuStart));
    day.commitment = meta;
  }

  private contradicted({ deliveryDay, mtuStarts, detail }: ResultsContradicted['data']): void {
    for (const mtuStart of mtuStarts) this.day(deliveryDay)?.contradicted.set(mtuStart, detail);
  }

  private scored(data: DeliveryScored['data'], meta: Metadata): void {
    this.day(deliveryDayOf(parseInstant(data.mtuStart)))?.scored.set(data.mtuStart, { data, meta });
  }

  /** Null once the day is settled: what comes later is for a correction, not for the books. */
  private day(deliveryDay: DeliveryDay): Building | null {
    if (this.settled.has(deliveryDay)) return null;
    const known = this.days.get(deliveryDay);
    if (known) return known;
    const fresh: Building = {
      deliveryDay,
      offeredW: new Map(),
      committed: [],
      commitment: null,
      scored: new Map(),
      contradicted: new Map(),
    };
    this.days.set(deliveryDay, fresh);
    return fresh;
  }
}
