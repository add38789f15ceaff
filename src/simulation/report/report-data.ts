import { deliveryDayOf, localHourOf, parseInstant } from '../../kernel/index.js';
import type { MtuRow } from '../backtest-rows.js';
import { roundStep } from './scale.js';

/** One MTU as numbers: MW, EUR/MW,h; price null where there was none. */
export interface Hour {
  readonly mtuStart: string;
  readonly day: string;
  /** Of the market's day, 0–23. */
  readonly hour: number;
  readonly firmMw: number | null;
  readonly offeredMw: number;
  readonly awardedMw: number;
  readonly maintainedMw: number;
  readonly price: number | null;
  readonly capacityEur: number;
  readonly energyEur: number;
  readonly sanctionEur: number;
}

/** `firmMw` by `mtu_start`, where it was measured. */
export function hoursOf(rows: readonly MtuRow[], firmMw: Readonly<Record<string, number>>): Hour[] {
  return rows.map((row) => {
    const at = parseInstant(row.mtu_start);
    return {
      mtuStart: row.mtu_start,
      day: deliveryDayOf(at),
      hour: localHourOf(at).hour,
      firmMw: firmMw[row.mtu_start] ?? null,
      offeredMw: Number(row.offered_mw),
      awardedMw: Number(row.awarded_mw),
      maintainedMw: Number(row.maintained_mw),
      price: row.price_eur_per_mw_h === '' ? null : Number(row.price_eur_per_mw_h),
      capacityEur: Number(row.capacity_eur),
      energyEur: Number(row.energy_eur),
      sanctionEur: Number(row.sanction_eur),
    };
  });
}

export const sumOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

/** Mean of the numbers that are there; null when there is none. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sumOf(known, (value) => value) / known.length;
}

/** Maintained stays under awarded: the printed decimals decide, as in the audit of `mtus.csv`. */
export const isShort = (hour: Hour): boolean => hour.awardedMw > 0 && hour.maintainedMw < hour.awardedMw;
export const shortMw = (hour: Hour): number => Math.max(0, hour.awardedMw - hour.maintainedMw);

export interface Bin {
  /** Inclusive. */
  readonly from: number;
  /** Exclusive; Infinity for the last. */
  readonly to: number;
  readonly hours: number;
  readonly awardedHours: number;
}

/** Hours by capacity price, the dearest 2 % together in the last bin. Hours without a price are left out. */
export function priceBins(hours: readonly Hour[], count = 30): Bin[] {
  const priced = hours.filter((hour) => hour.price !== null);
  const prices = priced.map((hour) => hour.price ?? 0).sort((a, b) => a - b);
  const [lowest, dear] = [prices[0], prices[Math.floor(prices.length * 0.98)]];
  if (lowest === undefined || dear === undefined) return [];
  const width = roundStep(Math.max(dear - lowest, 1), count);
  const first = Math.floor(lowest / width);
  const last = Math.max(first, Math.floor(dear / width));
  const binOf = (hour: Hour): number => Math.min(last, Math.floor((hour.price ?? 0) / width)) - first;
  return Array.from({ length: last - first + 1 }, (_, bin) => {
    const inside = priced.filter((hour) => binOf(hour) === bin);
    const to = first + bin === last ? Infinity : (first + bin + 1) * width;
    return {
      from: (first + bin) * width,
      to,
      hours: inside.length,
      awardedHours: inside.filter((h) => h.awardedMw > 0).length,
    };
  });
}
