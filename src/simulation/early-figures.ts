import { MS_PER_HOUR } from '../kernel/index.js';
import type { BacktestTables } from './backtest-result.js';

/** What became of drivers who left before they had said, and of what was sold meanwhile. */
export interface EarlyFigures {
  readonly earlyDepartures: number;
  /** To be expected. */
  readonly earlyDeparturesBelowTarget: number;
  /** Below the driver's minimum for such a departure, or the arrival SoC where that was lower: a broken promise. */
  readonly earlyDeparturesBelowMinimum: number;
  /** Σ over all hours of sold less maintained, MW,h. */
  readonly shortMwH: number;
  /**
   * Of it, what was firm at the start of an hour and lost within it, in hours within which somebody left early. The rest
   * had been sold and wasn't there to begin with: the forecast's miss.
   */
  readonly shortMwHByEarlyDepartures: number;
}

const W_PER_MW = 1_000_000;

/** From the tables of a backtest, whose hours are MTUs of an hour. */
export function earlyFigures({ mtus, earlyDepartures, firmW }: EarlyTables): EarlyFigures {
  const hourOf = (instant: string): number => Math.floor(Date.parse(instant) / MS_PER_HOUR);
  const hoursOfLeaving = new Set(earlyDepartures.map((row) => hourOf(row.unplugged_at)));
  let [shortMwH, byLeavers] = [0, 0];
  for (const row of mtus) {
    const [sold, maintained] = [Number(row.awarded_mw), Number(row.maintained_mw)];
    if (maintained >= sold) continue;
    shortMwH += sold - maintained;
    if (!hoursOfLeaving.has(hourOf(row.mtu_start))) continue;
    const heldAtStart = Math.min(sold, (firmW.get(row.mtu_start) ?? 0) / W_PER_MW);
    byLeavers += Math.max(0, heldAtStart - maintained);
  }
  return {
    earlyDepartures: earlyDepartures.length,
    earlyDeparturesBelowTarget: earlyDepartures.filter((row) => row.below_target === 'true').length,
    earlyDeparturesBelowMinimum: earlyDepartures.filter((row) => row.below_minimum === 'true').length,
    shortMwH: Number(shortMwH.toFixed(6)),
    shortMwHByEarlyDepartures: Number(byLeavers.toFixed(6)),
  };
}

type EarlyTables = Pick<BacktestTables, 'mtus' | 'earlyDepartures' | 'firmW'>;
