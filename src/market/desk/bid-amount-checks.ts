import { dayInterval, deliveryDayOf, type Interval } from '../../kernel/index.js';
import type { BidRules } from '../capacity-market.rules.js';
import { megawattText, wattsOf } from '../megawatts.js';
import { FCR_D_UP, type Product } from '../product.js';
import { placeIn } from './bid-places.js';
import { quantityOf, type BidSurroundings } from './bid-surroundings.js';
import { noted, refused } from './finding.js';
import type { Problem } from './problem.js';
import { REJECTION_TEXT as TEXT } from './rejection-texts.js';
import type { StatedBid } from './stated-bids.js';

/** What is wrong with a bid's quantity and price by the rules of its delivery day, and with what it adds up to. */
export function amountProblems(
  bid: StatedBid,
  product: Product,
  hour: Interval,
  place: string,
  around: BidSurroundings,
): Problem[] {
  const rules = around.rules.bidRulesOf(product.name, dayInterval(deliveryDayOf(hour.start)).start);
  return [
    ...quantityProblems(bid, product, rules, place),
    ...priceProblems(bid, rules, place),
    ...reserveObjectProblems(bid, product, hour, place, around),
    ...portfolioProblems(bid, product, hour, place, around),
  ];
}

function quantityProblems(
  { quantityMw: value }: StatedBid,
  { name }: Product,
  rules: BidRules,
  place: string,
): Problem[] {
  const at = `${place}${placeIn.quantity}`;
  if (value === null) return [];
  const [minimum, maximum] = [megawattText(rules.minimumBidW), megawattText(rules.maximumBidW)];
  if (isNegative(value))
    return [refused(at, 'quantity-negative', '0 (cancels) or more', { value, text: TEXT.quantityNegative })];
  if (decimalsOf(value) > decimalsOfStep(rules.bidStepW))
    return [
      refused(at, 'quantity-decimals', `steps of ${megawattText(rules.bidStepW)} MW`, {
        value,
        text: TEXT.quantityDecimals,
      }),
    ];
  const quantityW = wattsOf(value.replace('-', '')) ?? 0;
  if (quantityW > rules.maximumBidW)
    return [
      refused(at, 'quantity-maximum', `a bid of ${name} has at most ${maximum} MW`, {
        value,
        text: TEXT.quantityMaximum,
      }),
    ];
  if (quantityW !== 0 && quantityW < rules.minimumBidW)
    return [refused(at, 'quantity-minimum', `a bid of ${name} has at least ${minimum} MW, or 0 to cancel`, { value })];
  return [];
}

function priceProblems({ priceEurPerMwH: value }: StatedBid, { bidPriceDecimals }: BidRules, place: string): Problem[] {
  const at = `${place}${placeIn.price}`;
  if (value === null) return [];
  if (isNegative(value)) return [refused(at, 'price-minimum', '0 EUR/MW or more', { value, text: TEXT.priceTooLow })];
  if (decimalsOf(value) > bidPriceDecimals)
    return [refused(at, 'price-decimals', `at most ${bidPriceDecimals} decimals`, { value })];
  return [];
}

/** Below zero; −0 is zero. */
const isNegative = (decimal: string): boolean => /^-.*[1-9]/.test(decimal);
const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;
const decimalsOfStep = (stepW: number): number => decimalsOf(megawattText(stepW));

/** Until August 2025 a reserve object of upward FCR-D was one of three words (portal, document structure of 2025). */
const RESERVE_OBJECT_KINDS = ['Kulutus', 'Tuotanto', 'Aggregoitu'];

function reserveObjectProblems(
  { reserveObject: value }: StatedBid,
  product: Product,
  hour: Interval,
  place: string,
  { rules }: BidSurroundings,
): Problem[] {
  if (value === null) return [];
  const at = `${place}${placeIn.reserveObject}`;
  if (!rules.formRulesOf(hour.start).reserveObjectRead)
    return [noted(at, 'reserve-object', 'not read by the TSO since August 2025', { value })];
  if (product.name !== FCR_D_UP || RESERVE_OBJECT_KINDS.includes(value)) return [];
  return [
    refused(at, 'reserve-object', `one of ${RESERVE_OBJECT_KINDS.join(', ')}`, { value, text: TEXT.reserveObject }),
  ];
}

/** The limit holds for what would stand after the document, not for the document alone. */
function portfolioProblems(
  bid: StatedBid,
  product: Product,
  hour: Interval,
  place: string,
  { ids, at, desk, rules, offeredW }: BidSurroundings,
): Problem[] {
  if (at === null || !rules.formRulesOf(hour.start).portfolioLimits) return [];
  const limitW = desk.portfolioLimitW(product.name, hour.start, at);
  const ownW = quantityOf(bid);
  if (limitW === null || ownW === 0) return [];
  const before = desk.standingIn(product.name, hour.start).filter(({ seriesMrid }) => !ids.has(seriesMrid));
  const totalW = before.reduce((sum, { quantityW }) => sum + quantityW, offeredW(product.name, hour.start));
  if (totalW <= limitW) return [];
  return [
    refused(`${place}${placeIn.quantity}`, 'portfolio-limit', `${megawattText(totalW)} MW would stand in the hour`, {
      value: megawattText(ownW),
      text: `Portfolio limit ${megawattText(limitW)} MW exceeded; position 1`,
    }),
  ];
}
