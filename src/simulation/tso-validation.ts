import { CapacityPrice, deliveryDayOf, formatMw, type DeliveryDay, type EpochMs } from '../kernel/index.js';
import {
  FCR_N,
  gateClosureOf,
  gateOpeningOf,
  REJECTION_TEXT as TEXT,
  type Acknowledgement,
  type BidDocument,
  type BidLine,
  type FcrnRules,
} from '../market/index.js';

export type Reason = Acknowledgement['reasons'][number];

/** An offer as it stands at the TSO. */
export interface StandingBid extends BidLine {
  readonly createdAt: EpochMs;
}

export interface BidDesk {
  readonly rulesOf: (day: DeliveryDay) => FcrnRules;
  /** Most that this participant may offer in an MTU; null: no limit. */
  readonly portfolioLimitW: (mtuStart: EpochMs) => number | null;
  readonly standing: ReadonlyMap<string, StandingBid>;
}

/** Every erroneous series is listed under this code, with a text. */
const ERROR = '999';
const ofDocument = (text: string): Reason => ({ bidId: null, code: ERROR, text });
const ofBid = (bidId: string, text: string): Reason => ({ bidId, code: ERROR, text });

/**
 * What the TSO finds wrong in a document that arrives at `now`; empty: accepted. Texts are those of the FCR market's
 * validation rules; where these name a rule without its text (portfolio limit, decimals of the price, a changed hour, a
 * newer version), the wording is ours.
 */
export function faultsOf(document: BidDocument, now: EpochMs, desk: BidDesk): Reason[] {
  const reasons = documentReasons(document, now, desk);
  // An unreadable or late document is not looked into.
  if (reasons.length > 0) return reasons;
  return [...document.bids.flatMap((bid) => bidReasons(document, bid, desk)), ...portfolioReasons(document, desk)];
}

function documentReasons(document: BidDocument, now: EpochMs, { rulesOf }: BidDesk): Reason[] {
  if (document.mrid === '') return [ofDocument(TEXT.referenceMissing)];
  if (document.product !== FCR_N) return [ofDocument(TEXT.onlyFcrBids)];
  const days = new Set([document.deliveryDay, ...document.bids.map((bid) => deliveryDayOf(bid.mtuStart))]);
  for (const day of days) {
    const rules = rulesOf(day);
    if (now >= gateClosureOf(day, rules)) return [ofDocument(TEXT.afterDeadline)];
    if (now < gateOpeningOf(day, rules)) return [ofDocument(TEXT.beyondThirtyDays)];
  }
  return [];
}

function bidReasons(document: BidDocument, bid: BidLine, desk: BidDesk): Reason[] {
  const rules = desk.rulesOf(document.deliveryDay);
  const before = desk.standing.get(bid.bidId);
  const texts: string[] = [];
  if (document.bids.filter((other) => other.bidId === bid.bidId).length > 1)
    texts.push('Bid identification must be unique');
  if (deliveryDayOf(bid.mtuStart) !== document.deliveryDay || bid.mtuStart % (rules.mtuMinutes * 60_000) !== 0)
    texts.push(TEXT.onlyOneHour);
  if (before && before.mtuStart !== bid.mtuStart)
    texts.push('The hour of a bid can not change; cancel it and send a new one');
  if (before && before.createdAt >= document.createdAt) texts.push('A newer version of the bid has been received');
  texts.push(...quantityTexts(bid.quantityW, rules), ...priceTexts(bid.priceEurPerMwH, rules));
  return texts.map((text) => ofBid(bid.bidId, text));
}

function quantityTexts(quantityW: number, rules: FcrnRules): string[] {
  if (!Number.isFinite(quantityW)) return [TEXT.quantityRequired];
  if (quantityW < 0) return [TEXT.quantityNegative];
  if (quantityW % rules.bidStepW !== 0) return [TEXT.quantityDecimals];
  if (quantityW > rules.maximumBidW) return [TEXT.quantityMaximum];
  return [];
}

function priceTexts(text: string, rules: FcrnRules): string[] {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return [TEXT.priceRequired];
  const price = CapacityPrice.of(text);
  if (price.toNumber() < 0) return [TEXT.priceTooLow];
  const decimals = price.toString().split('.')[1]?.length ?? 0;
  return decimals > rules.bidPriceDecimals ? ['Price contains too many decimals; position 1'] : [];
}

/** The limit holds for what would stand after the document, not for the document alone. */
function portfolioReasons(document: BidDocument, { standing, portfolioLimitW }: BidDesk): Reason[] {
  const after = new Map<string, BidLine>([
    ...standing,
    ...document.bids.map((bid): [string, BidLine] => [bid.bidId, bid]),
  ]);
  const totals = new Map<EpochMs, number>();
  for (const { mtuStart, quantityW } of after.values()) totals.set(mtuStart, (totals.get(mtuStart) ?? 0) + quantityW);
  return document.bids.flatMap((bid) => {
    const limitW = portfolioLimitW(bid.mtuStart);
    if (bid.quantityW <= 0 || limitW === null || (totals.get(bid.mtuStart) ?? 0) <= limitW) return [];
    return [ofBid(bid.bidId, `Portfolio limit ${formatMw(limitW, 1)} MW exceeded; position 1`)];
  });
}
