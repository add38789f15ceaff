import { inForce, type EpochMs, type Timeline } from '../kernel/index.js';
import { CAPACITY_MARKET_TIMELINES, PORTAL, type BidRules } from './capacity-market.rules.js';
import { FIRST_RULES_DAY, ruleSets, since, sinceFirstDay, startUnknown, type Timelines } from './rule-sets.js';

/** Everything the TSO may change about FCR-D, up and down alike, as in force at one instant of delivery. */
export interface FcrdRules extends BidRules {
  /** Deviation from 50 Hz at which activation begins, and at which the whole capacity is activated. */
  readonly activationStartMhz: number;
  readonly fullActivationMhz: number;
  /** Endurance a limited reservoir (LER) needs in the product's direction at the start of a sold MTU. */
  readonly enduranceMinutes: number;
  /** Power that a limited reservoir keeps in the other direction to recover, as a share of the capacity. */
  readonly recoveryPowerFactor: number;
  /** Whether the TSO buys the downward product. */
  readonly downwardProduct: boolean;
}

const REQUIREMENTS = 'Technical Requirements for FCR Provision in the Nordic Synchronous Area v1.1 (28.3.2025)';
const STORAGE_NEWS = 'Fingrid news 6.7.2022, "Changes in the requirements of FCR provision from energy storage"';

/** Each rule on its own line of time: value, document and section, valid from. */
export const FCR_D_TIMELINES: Timelines<FcrdRules> = {
  ...CAPACITY_MARKET_TIMELINES,
  minimumBidW: startUnknown(1_000_000, `${PORTAL}, validation rules: 1 MW for FCR-D`),
  maximumBidW: startUnknown(10_000_000, `${PORTAL}, validation rules: 10 MW per bid for FCR-D`),
  activationStartMhz: sinceFirstDay(100, `${REQUIREMENTS}, section 3.1: 49.9 and 50.1 Hz; older than this timeline`),
  fullActivationMhz: sinceFirstDay(500, `${REQUIREMENTS}, section 3.1: 49.5 and 50.5 Hz; older than this timeline`),
  enduranceMinutes: [
    since(FIRST_RULES_DAY, 30, `${STORAGE_NEWS}: 30 minutes before 1.8.2022`),
    since('2022-08-01', 20, `${STORAGE_NEWS}: 20 minutes from 1.8.2022; ${REQUIREMENTS}, Table 10`),
  ],
  recoveryPowerFactor: [
    since(FIRST_RULES_DAY, 0, `${STORAGE_NEWS}: no power reserve to recover`),
    since('2023-09-01', 0.2, `${REQUIREMENTS}, section 3.5, Table 10; in force in Finland from 1.9.2023`),
  ],
  downwardProduct: [
    since(FIRST_RULES_DAY, false, 'Fingrid FCR pages and release of 18.12.2023: no downward FCR-D before 2022'),
    since('2022-01-01', true, 'Fingrid FCR pages and release of 18.12.2023: downward FCR-D starts on 1.1.2022'),
  ],
};

/** One complete rule set per instant at which any rule changed. */
export const FCR_D_RULE_SETS: Timeline<FcrdRules> = ruleSets(FCR_D_TIMELINES);

/** The rules of a delivery period that starts at `at`. */
export const fcrdRules = (at: EpochMs): FcrdRules => inForce(FCR_D_RULE_SETS, at).value;
