import { MS_PER_HOUR, parseInstant, type DecimalText, type EpochMs, type Recorded } from '../kernel/index.js';
import type { CapacityCommitted } from '../market/index.js';
import { comparableTo } from './kind-of-day.js';

const MAXIMUM_SAMPLES = 29;
const MAXIMUM_AGE_MS = 140 * 24 * MS_PER_HOUR;

/** Clearing prices of comparable MTUs, EUR/MW,h; nulls without any. */
export interface PriceOutlook {
  readonly samples: number;
  readonly lowestEurPerMwH: DecimalText | null;
  readonly medianEurPerMwH: DecimalText | null;
  readonly highestEurPerMwH: DecimalText | null;
}

interface Cleared {
  readonly mtuStart: number;
  readonly recordedAt: number;
  readonly price: DecimalText;
}

/**
 * What hours like this one cleared at, as far as we were in the market: for display, and to judge a floor price. It sees
 * only hours in which we were awarded something, so it leans upward; a price-taker's bid doesn't use it.
 */
export class PriceHistory {
  static readonly types: readonly string[] = ['CapacityCommitted'] satisfies CapacityCommitted['type'][];

  private readonly cleared = new Map<string, Map<number, Cleared>>();

  apply(event: Recorded): void {
    if (event.type !== 'CapacityCommitted') return;
    for (const { mtuStart: text, priceEurPerMwH } of (event.data as CapacityCommitted['data']).mtus) {
      const mtuStart = parseInstant(text);
      const key = comparableTo(mtuStart);
      const known = this.cleared.get(key) ?? new Map<number, Cleared>();
      this.cleared.set(key, known.set(mtuStart, { mtuStart, recordedAt: event.recordedAt, price: priceEurPerMwH }));
    }
  }

  outlook(mtuStart: EpochMs, asOf: EpochMs): PriceOutlook {
    const prices = [...(this.cleared.get(comparableTo(mtuStart))?.values() ?? [])]
      .filter(
        (cleared) =>
          cleared.recordedAt <= asOf && cleared.mtuStart < mtuStart && cleared.mtuStart >= mtuStart - MAXIMUM_AGE_MS,
      )
      .sort((a, b) => b.mtuStart - a.mtuStart)
      .slice(0, MAXIMUM_SAMPLES)
      .map((cleared) => cleared.price)
      .sort((a, b) => Number(a) - Number(b));
    return {
      samples: prices.length,
      lowestEurPerMwH: prices[0] ?? null,
      medianEurPerMwH: prices[Math.floor((prices.length - 1) / 2)] ?? null,
      highestEurPerMwH: prices.at(-1) ?? null,
    };
  }
}
