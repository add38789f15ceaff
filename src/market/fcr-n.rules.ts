import { inForce, type EpochMs, type Timeline } from '../kernel/index.js';
import { CAPACITY_MARKET_TIMELINES, PORTAL, type BidRules } from './capacity-market.rules.js';
import { FIRST_RULES_DAY, ruleSets, since, sinceFirstDay, startUnknown, type Timelines } from './rule-sets.js';

/** Everything the TSO may change about FCR-N, as in force at one instant of delivery. */
export interface FcrnRules extends BidRules {
  /** Imbalance settlement period: what one line of activation energy covers. */
  readonly ispMinutes: number;
  /** Deviation from 50 Hz at which the whole capacity is activated. */
  readonly fullActivationMhz: number;
  /** Endurance a limited reservoir (LER) needs each way at the start of a sold MTU. */
  readonly enduranceMinutes: number;
  /** Extra power each way that a limited reservoir keeps for NEM, as a share of the capacity. */
  readonly nemPowerFactor: number;
  /** Remaining endurance below which NEM starts and at which it ends; 0 = no NEM. */
  readonly nemEnableMinutes: number;
  readonly nemDisableMinutes: number;
  /** Remaining endurance below which AEM starts and at which it ends; 0 = no AEM. */
  readonly aemEnableMinutes: number;
  readonly aemDisableMinutes: number;
  /** NEM and AEM act through means over this many seconds. */
  readonly energyManagementMeanSeconds: number;
  readonly energyPriceRule: 'regulation-price' | 'max-min-imbalance-day-ahead';
  /** Whether upward and downward energy of one settlement period are paid apart or as their difference. */
  readonly energyNetting: 'gross' | 'net';
}

const REQUIREMENTS = 'Technical Requirements for FCR Provision in the Nordic Synchronous Area v1.1 (28.3.2025)';
const BEFORE_2023 = 'Fingrid news 6.7.2022, "Changes in the requirements of FCR provision from energy storage"';
const NORDIC_LER = '2023-09-01';

/** Each rule on its own line of time: value, document and section, valid from. */
export const FCR_N_TIMELINES: Timelines<FcrnRules> = {
  ...CAPACITY_MARKET_TIMELINES,
  ispMinutes: [
    since(
      FIRST_RULES_DAY,
      60,
      'Former FCR agreements: energy by the hour; the single imbalance price of 1.11.2021 left the period as it was',
    ),
    since(
      '2023-05-22',
      15,
      'Fingrid FCR terms and conditions from 22.5.2023 01:00 EEST: activation energy by 15 minutes',
    ),
  ],
  minimumBidW: startUnknown(100_000, `${PORTAL}, validation rules`),
  maximumBidW: startUnknown(5_000_000, `${PORTAL}, validation rules: 5 MW per bid for FCR-N`),
  fullActivationMhz: sinceFirstDay(100, `${REQUIREMENTS}, section 3.1, eq. 12; the band is older than this timeline`),
  enduranceMinutes: [
    since(FIRST_RULES_DAY, 30, BEFORE_2023),
    since(
      NORDIC_LER,
      60,
      `${REQUIREMENTS}, section 3.5, Table 10; Nordic requirements in force in Finland from 1.9.2023`,
    ),
  ],
  nemPowerFactor: [
    since(FIRST_RULES_DAY, 0, `${BEFORE_2023}: no power reserve for NEM`),
    since(NORDIC_LER, 0.34, `${REQUIREMENTS}, section 3.5, Table 10 (134 %)`),
  ],
  nemEnableMinutes: [
    since(FIRST_RULES_DAY, 0, `${BEFORE_2023}: no NEM`),
    since(NORDIC_LER, 30, `${REQUIREMENTS}, section 3.5.1, Table 11`),
  ],
  nemDisableMinutes: [
    since(FIRST_RULES_DAY, 0, `${BEFORE_2023}: no NEM`),
    since(NORDIC_LER, 57.5, `${REQUIREMENTS}, section 3.5.1, Table 11 (may be agreed otherwise with the TSO)`),
  ],
  aemEnableMinutes: [
    since(FIRST_RULES_DAY, 0, `${BEFORE_2023}: no AEM`),
    since(NORDIC_LER, 5, `${REQUIREMENTS}, section 3.5.2, Table 11`),
  ],
  aemDisableMinutes: [
    since(FIRST_RULES_DAY, 0, `${BEFORE_2023}: no AEM`),
    since(NORDIC_LER, 10, `${REQUIREMENTS}, section 3.5.2, Table 11`),
  ],
  energyManagementMeanSeconds: sinceFirstDay(300, `${REQUIREMENTS}, eq. 15 and 18–20; without effect before 1.9.2023`),
  energyPriceRule: [
    since(
      FIRST_RULES_DAY,
      'regulation-price',
      'Former FCR agreements, energy compensation: the up- and down-regulation price',
    ),
    since(
      '2025-02-10',
      'max-min-imbalance-day-ahead',
      'data.fingrid.fi datasets 420 and 421; the exact start is unknown, ASSUMED with the FCR terms and conditions of 10.2.2025',
    ),
  ],
  energyNetting: sinceFirstDay(
    'gross',
    'UNKNOWN: data.fingrid.fi publishes the net (123) and both directions (343, 344); gross is ASSUMED',
  ),
};

/** One complete rule set per instant at which any rule changed. `source` names the rules that changed there. */
export const FCR_N_RULE_SETS: Timeline<FcrnRules> = ruleSets(FCR_N_TIMELINES);

/** The rules of a delivery period that starts at `at`; the same object for all instants between two changes. */
export const fcrnRules = (at: EpochMs): FcrnRules => inForce(FCR_N_RULE_SETS, at).value;

/** The newest rules we know, whatever the day: for "what would this fleet earn now". */
export const newestFcrnRules = (): FcrnRules => (FCR_N_RULE_SETS.at(-1) ?? FCR_N_RULE_SETS[0]).value;

/** Where one rule's value at `at` comes from. */
export function sourceOf(rule: keyof FcrnRules, at: EpochMs): string {
  return inForce(FCR_N_TIMELINES[rule] as Timeline<unknown>, at).source;
}
