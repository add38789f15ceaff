import { floorPriceForWear } from './bidding/index.js';
import type { BidPolicy } from './engine/index.js';
import { ASSUMED_WEAR, sanctionTerms, type SettlementTerms } from './settlement/index.js';
import type { Settings } from './settings.js';

/** Whose energy prices settle a day. */
export const PRICE_AREA = 'FI';

export const bidPolicy = (settings: Settings): BidPolicy => ({
  reliability: settings.reliability,
  floorPriceEurPerMwH: settings.floorPriceEurPerMwH ?? floorPriceForWear(ASSUMED_WEAR.eurPerKwh),
  portfolioLimitW: null,
});

export const settlementTerms = (settings: Settings): SettlementTerms => ({
  sanction: sanctionTerms(settings.sanction.factor, settings.sanction.source),
  wear: ASSUMED_WEAR,
});
