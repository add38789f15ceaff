import { dayInterval, deliveryDayOf, type Interval } from '../../kernel/index.js';
import { bidFormRules, bidRulesOf } from '../bid.rules.js';
import type { BidRules } from '../capacity-market.rules.js';
import { FCR_D_UP, type Product } from '../product.js';
import { quantityOf, type BidSurroundings } from './bid-series.js';
import { noted, refused } from './finding.js';
import { megawattText, wattsOf } from './market-text.js';
import type { Problem } from './problem.js';
import { REJECTION_TEXT as TEXT } from './rejection-texts.js';
import { number } from './text-rules.js';
import { textAt, type XmlElement } from './xml-element.js';

/** What is wrong with a bid's quantity and price by the rules of its delivery day, and with what it adds up to. */
export function amountProblems(
  series: XmlElement,
  product: Product,
  hour: Interval,
  path: string,
  around: BidSurroundings,
): Problem[] {
  const rules = bidRulesOf(product.name, dayInterval(deliveryDayOf(hour.start)).start);
  return [
    ...quantityProblems(series, product, rules, path),
    ...priceProblems(series, rules, path),
    ...reserveObjectProblems(series, product, hour, path),
    ...portfolioProblems(series, product, hour, path, around),
  ];
}

function quantityProblems(series: XmlElement, { name }: Product, rules: BidRules, path: string): Problem[] {
  const value = textAt(series, 'Period', 'Point', 'quantity.quantity');
  const at = `${path}/Period/Point/quantity.quantity`;
  if (value === null || !number.test(value)) return [];
  const [minimum, maximum] = [megawattText(rules.minimumBidW), megawattText(rules.maximumBidW)];
  if (/^-.*[1-9]/.test(value))
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

function priceProblems(series: XmlElement, { bidPriceDecimals }: BidRules, path: string): Problem[] {
  const value = textAt(series, 'Period', 'Point', 'price.amount');
  const at = `${path}/Period/Point/price.amount`;
  if (value === null || !number.test(value)) return [];
  if (/^-.*[1-9]/.test(value))
    return [refused(at, 'price-minimum', '0 EUR/MW or more', { value, text: TEXT.priceTooLow })];
  if (decimalsOf(value) > bidPriceDecimals)
    return [refused(at, 'price-decimals', `at most ${bidPriceDecimals} decimals`, { value })];
  return [];
}

const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;
const decimalsOfStep = (stepW: number): number => decimalsOf(megawattText(stepW));

/** Until August 2025 a reserve object of upward FCR-D was one of three words (portal, document structure of 2025). */
const RESERVE_OBJECT_KINDS = ['Kulutus', 'Tuotanto', 'Aggregoitu'];

function reserveObjectProblems(series: XmlElement, product: Product, hour: Interval, path: string): Problem[] {
  const value = textAt(series, 'registeredResource.mRID');
  if (value === null) return [];
  const at = `${path}/registeredResource.mRID`;
  if (!bidFormRules(hour.start).reserveObjectRead)
    return [noted(at, 'reserve-object', 'not read by the TSO since August 2025', { value })];
  if (product.name !== FCR_D_UP || RESERVE_OBJECT_KINDS.includes(value)) return [];
  return [
    refused(at, 'reserve-object', `one of ${RESERVE_OBJECT_KINDS.join(', ')}`, { value, text: TEXT.reserveObject }),
  ];
}

/** The limit holds for what would stand after the document, not for the document alone. */
function portfolioProblems(
  series: XmlElement,
  product: Product,
  hour: Interval,
  path: string,
  { ids, desk, offeredW }: BidSurroundings,
): Problem[] {
  const limitW = bidFormRules(hour.start).portfolioLimits ? desk.portfolioLimitW(product.name, hour.start) : null;
  const ownW = quantityOf(series);
  if (limitW === null || ownW === 0) return [];
  const before = desk.standingIn(product.name, hour.start).filter((bid) => !ids.has(bid.seriesMrid));
  const totalW = before.reduce((sum, bid) => sum + bid.quantityW, offeredW(product.name, hour.start));
  if (totalW <= limitW) return [];
  const limit = megawattText(limitW);
  return [
    refused(
      `${path}/Period/Point/quantity.quantity`,
      'portfolio-limit',
      `${megawattText(totalW)} MW would stand in the hour`,
      { value: megawattText(ownW), text: `Portfolio limit ${limit} MW exceeded; position 1` },
    ),
  ];
}
