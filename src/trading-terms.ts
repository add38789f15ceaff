import { floorPriceForWear } from './bidding/index.js';
import type { BidPolicy } from './engine/index.js';
import { PLANNING_WEAR } from './flexibility/index.js';
import { newest } from './kernel/index.js';
import { ASSUMED_WEAR, sanctionTerms, type SettlementTerms } from './settlement/index.js';
import type { Settings } from './settings.js';

/** Whose energy prices settle a day. */
export const PRICE_AREA = 'FI';

const PLANNED = newest(PLANNING_WEAR);

/** What a bid rests on: what is expected in the account, and what plans weigh. */
const ASSUMED_OF_WEAR = {
  expectedEurPerKwh: ASSUMED_WEAR.eurPerKwh,
  planningEurPerKwh: String(PLANNED.value.eurPerKwh),
  planningSource: PLANNED.source,
};

export const bidPolicy = (settings: Settings): BidPolicy => ({
  reliability: settings.reliability,
  floorPriceEurPerMwH: settings.floorPriceEurPerMwH ?? floorPriceForWear(ASSUMED_WEAR.eurPerKwh),
  portfolioLimitW: null,
  wear: ASSUMED_OF_WEAR,
});

export const settlementTerms = (settings: Settings): SettlementTerms => ({
  sanction: sanctionTerms(settings.sanction.factor, settings.sanction.source),
  wear: ASSUMED_WEAR,
});
