import { GATE_ZONE, wallClockBefore, type DeliveryDay, type EpochMs } from '../kernel/index.js';
import { startUnknown, type Timelines } from './rule-sets.js';

/** The TSO's validation and schedule pages, the source of what a bid must keep. */
export const PORTAL = 'Fingrid developer portal, FCR, edition of 17.4.2026';

/** What a bid must keep, whatever the product. */
export interface BidRules {
  /** Market time unit: what one bid sells. */
  readonly mtuMinutes: number;
  readonly minimumBidW: number;
  readonly maximumBidW: number;
  readonly bidStepW: number;
  readonly bidPriceDecimals: number;
  readonly maximumBidsPerDocument: number;
  readonly gateClosure: { readonly daysBefore: number; readonly time: string; readonly zone: string };
  readonly gateOpeningDaysBefore: number;
}

/** The rules that all products of the FCR capacity market share. */
export const CAPACITY_MARKET_TIMELINES: Timelines<Omit<BidRules, 'minimumBidW' | 'maximumBidW'>> = {
  mtuMinutes: startUnknown(60, `${PORTAL}, document structure: resolution PT60M`),
  bidStepW: startUnknown(100_000, `${PORTAL}, validation rules: one decimal of a megawatt`),
  bidPriceDecimals: startUnknown(2, `${PORTAL}, validation rules`),
  maximumBidsPerDocument: startUnknown(2000, `${PORTAL}, document structure: recommended limit`),
  gateClosure: startUnknown(
    { daysBefore: 1, time: '18:30', zone: GATE_ZONE },
    `${PORTAL}, market schedule: D-1 18:30 EET/EEST`,
  ),
  gateOpeningDaysBefore: startUnknown(30, `${PORTAL}, validation rules: not more than 30 days ahead`),
};

/** The instant at which bids for `day` are refused: a document that comes then is late. */
export const gateClosureOf = (day: DeliveryDay, { gateClosure }: Pick<BidRules, 'gateClosure'>): EpochMs =>
  wallClockBefore(day, gateClosure.daysBefore, gateClosure.time, gateClosure.zone);

/** The first instant at which bids for `day` may be sent. */
export const gateOpeningOf = (
  day: DeliveryDay,
  { gateClosure, gateOpeningDaysBefore }: Pick<BidRules, 'gateClosure' | 'gateOpeningDaysBefore'>,
): EpochMs => wallClockBefore(day, gateOpeningDaysBefore, '00:00', gateClosure.zone);
