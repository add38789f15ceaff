import { EnergyPrice } from '../kernel/index.js';

/** What has been published for one settlement period, EUR/MWh as decimal text; null where nothing has. */
export interface PublishedPrices {
  readonly up: string | null;
  readonly down: string | null;
  readonly imbalance: string | null;
  readonly dayAhead: string | null;
}

/** At what activation energy is settled, EUR/MWh; null: no price, settled at 0 and reported. */
export interface DirectionPrices {
  readonly up: string | null;
  readonly down: string | null;
}

/** Dated: see `energyPriceRule` of the FCR-N rules. */
export type EnergyPriceRule = 'regulation-price' | 'max-min-imbalance-day-ahead';

/**
 * The two prices of one settlement period.
 * - `regulation-price`: the period's up- and down-regulation price (former FCR agreements, energy compensation).
 * - `max-min-imbalance-day-ahead`: max for up, min for down, of imbalance and day-ahead price. The TSO publishes the
 *   results themselves too (data.fingrid.fi datasets 421 and 420): a published up or down price is taken as it is.
 *   With only one of the two prices known there is no maximum to speak of: null.
 */
export function directionPrices(published: PublishedPrices, rule: EnergyPriceRule): DirectionPrices {
  if (rule === 'regulation-price') return { up: published.up, down: published.down };
  const { imbalance, dayAhead } = published;
  if (imbalance === null || dayAhead === null) return { up: published.up, down: published.down };
  const [low, high] = ordered(imbalance, dayAhead);
  return { up: published.up ?? high, down: published.down ?? low };
}

/** Both texts as they came, the lower first. */
const ordered = (a: string, b: string): readonly [string, string] =>
  EnergyPrice.of(a).toNumber() <= EnergyPrice.of(b).toNumber() ? [a, b] : [b, a];
