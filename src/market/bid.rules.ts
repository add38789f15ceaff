import { inForce, newest, type EpochMs, type Timeline } from '../kernel/index.js';
import { PORTAL, type BidRules } from './capacity-market.rules.js';
import { fcrdRules } from './fcr-d.rules.js';
import { fcrnRules } from './fcr-n.rules.js';
import { FCR_D_DOWN, FCR_N, type ProductName } from './product.js';
import { FIRST_RULES_DAY, ruleSets, since, type Timelines } from './rule-sets.js';

/** How the form of bid documents has changed, by delivery period. */
export interface BidFormRules {
  /** The bidder's own name for a bid (Reason A95). */
  readonly bidNames: boolean;
  /** Whether the TSO reads `registeredResource.mRID`. */
  readonly reserveObjectRead: boolean;
  /** Whether a participant's bids are held to a limit that the TSO sets. */
  readonly portfolioLimits: boolean;
}

const LOG = 'Fingrid developer portal, change log';

/** Each rule on its own line of time; the change log gives months, so the first day of the month is ASSUMED. */
export const BID_FORM_TIMELINES: Timelines<BidFormRules> = {
  bidNames: [
    since(FIRST_RULES_DAY, false, `${LOG}: no bid identification before September 2025`),
    since('2025-09-01', true, `${LOG}: September 2025, voluntary bid identification; ${PORTAL}, bid structure`),
  ],
  reserveObjectRead: [
    since(FIRST_RULES_DAY, true, `${LOG}: reserve object read until August 2025`),
    since('2025-08-01', false, `${LOG}: August 2025, registeredResource.mRID ignored in FCR bids`),
  ],
  portfolioLimits: [
    since(FIRST_RULES_DAY, false, `${LOG}: no portfolio limits before February 2026`),
    since('2026-02-01', true, `${LOG}: February 2026, portfolio limits per product and market time unit`),
  ],
};

export const BID_FORM_RULE_SETS: Timeline<BidFormRules> = ruleSets(BID_FORM_TIMELINES);

export const bidFormRules = (at: EpochMs): BidFormRules => inForce(BID_FORM_RULE_SETS, at).value;

/** The newest form that we know, whatever the day. */
export const newestBidFormRules = (): BidFormRules => newest(BID_FORM_RULE_SETS).value;

/** What a bid of a product must keep for a delivery period that starts at `at`. */
export const bidRulesOf = (product: ProductName, at: EpochMs): BidRules =>
  product === FCR_N ? fcrnRules(at) : fcrdRules(at);

/** The rules that bids are checked by, for a delivery period that starts at `at`. */
export interface BidRuleBook {
  bidRulesOf(product: ProductName, at: EpochMs): BidRules;
  formRulesOf(at: EpochMs): BidFormRules;
}

/** What is true in the market: each day by its own rules. */
export const DELIVERY_DAY_RULES: BidRuleBook = { bidRulesOf, formRulesOf: bidFormRules };

/** Whether the TSO buys the product for a delivery period that starts at `at`. */
export const isSold = (product: ProductName, at: EpochMs): boolean =>
  product !== FCR_D_DOWN || fcrdRules(at).downwardProduct;
