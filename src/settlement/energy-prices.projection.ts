import { invariant, parseInstant, MS_PER_MINUTE, type EpochMs, type Recorded } from '../kernel/index.js';
import type { EnergyPricesPublished } from '../market/index.js';
import type { PublishedPrices } from './energy-price.js';

export type PriceKind = EnergyPricesPublished['data']['kind'];

/** The shortest price period any Nordic market uses; longer periods are held as several of these. */
export const PRICE_SLOT_MINUTES = 15;
const SLOT_MS = PRICE_SLOT_MINUTES * MS_PER_MINUTE;

/** Energy prices of one area as last published: a correction replaces what was there, and nothing else. */
export class EnergyPriceBook {
  static readonly types: readonly string[] = ['EnergyPricesPublished'];

  private readonly slots: Readonly<Record<PriceKind, Map<number, string>>> = {
    up: new Map(),
    down: new Map(),
    imbalance: new Map(),
    'day-ahead': new Map(),
  };

  constructor(private readonly area: string) {}

  apply(event: Recorded): void {
    if (event.type !== 'EnergyPricesPublished') return;
    const { area, kind, minutes, prices } = event.data as EnergyPricesPublished['data'];
    if (area !== this.area) return;
    invariant(minutes > 0 && minutes % PRICE_SLOT_MINUTES === 0, `price periods of ${minutes} minutes`);
    for (const { start, eurPerMwh } of prices) {
      const first = parseInstant(start);
      for (let at: number = first; at < first + minutes * MS_PER_MINUTE; at += SLOT_MS)
        this.slots[kind].set(at, eurPerMwh);
    }
  }

  /** Prices of the settlement period that starts at `at`. */
  at(at: EpochMs): PublishedPrices {
    const slot = Math.floor(at / SLOT_MS) * SLOT_MS;
    const price = (kind: PriceKind): string | null => this.slots[kind].get(slot) ?? null;
    return { up: price('up'), down: price('down'), imbalance: price('imbalance'), dayAhead: price('day-ahead') };
  }
}
