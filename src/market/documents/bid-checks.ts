import {
  deliveryDayOf,
  dayInterval,
  isoInstant,
  MS_PER_HOUR,
  type EpochMs,
  type Interval,
} from '../../kernel/index.js';
import { bidFormRules, bidRulesOf, isSold } from '../bid.rules.js';
import type { BidRules } from '../capacity-market.rules.js';
import { FCR_N, FCR_D_UP, KIND_CODES, productOf, type Product } from '../product.js';
import { noted, refused } from './finding.js';
import { instantOf, megawattText, wattsOf } from './market-text.js';
import { BID_NAME } from './messages.js';
import type { Problem } from './problem.js';
import { REJECTION_TEXT as TEXT } from './rejection-texts.js';
import { minute, number } from './text-rules.js';
import type { TsoDesk } from './tso-desk.js';
import { childNamed, textAt, type XmlElement } from './xml-element.js';

export interface BidSurroundings {
  /** Every series of the document. */
  readonly all: readonly XmlElement[];
  readonly period: Interval | null;
  readonly createdAt: EpochMs | null;
  readonly desk: TsoDesk;
}

/** The interval of a series, as far as it can be read. */
export function hourOf(series: XmlElement): Interval | null {
  const [start, end] = ['start', 'end'].map((name) => textAt(series, 'Period', 'timeInterval', name));
  if (!start || !end || !minute.test(start) || !minute.test(end)) return null;
  return { start: instantOf(start), end: instantOf(end) };
}

/** What is wrong with one bid beyond its form. */
export function bidProblems(series: XmlElement, path: string, around: BidSurroundings): Problem[] {
  const seriesMrid = textAt(series, 'mRID');
  const hour = hourOf(series);
  const product = productOf(textAt(series, 'businessType') ?? '', textAt(series, 'flowDirection.direction') ?? '');
  const problems = [
    ...identityProblems(series, path, around),
    ...hourProblems(hour, path, around.period),
    ...productProblems(series, product, hour, path),
    ...linkProblems(series, product, path),
    ...nameProblems(series, hour, path),
  ];
  if (product && hour) {
    const rules = bidRulesOf(product.name, dayInterval(deliveryDayOf(hour.start)).start);
    problems.push(...quantityProblems(series, product, rules, path), ...priceProblems(series, rules, path));
    problems.push(
      ...reserveObjectProblems(series, product, hour, path),
      ...portfolioProblems(series, product, hour, path, around),
    );
  }
  return problems.map((problem) => ({ ...problem, seriesMrid }));
}

function identityProblems(series: XmlElement, path: string, { all, createdAt, desk }: BidSurroundings): Problem[] {
  const mrid = textAt(series, 'mRID') ?? '';
  const problems: Problem[] = [];
  if (!/^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(mrid))
    problems.push(noted(`${path}/mRID`, 'series-identifier', 'the TSO asks for a UUID', { value: mrid }));
  if (all.filter((other) => textAt(other, 'mRID') === mrid).length > 1)
    problems.push(
      refused(`${path}/mRID`, 'series-unique', 'the same bid stands in the document twice', { value: mrid }),
    );
  const standing = desk.standing(mrid);
  const hour = hourOf(series);
  if (standing && hour && standing.mtuStart !== hour.start)
    problems.push(
      refused(
        `${path}/Period/timeInterval/start`,
        'hour-unchanged',
        `the hour of a bid can not change from ${isoInstant(standing.mtuStart)}; cancel it and send a new one`,
        { value: isoInstant(hour.start) },
      ),
    );
  if (standing && createdAt !== null && createdAt <= standing.createdAt)
    problems.push(
      refused(`${path}/mRID`, 'newer-document', 'an update needs a later createdDateTime than the bid it changes', {
        value: isoInstant(createdAt),
      }),
    );
  return problems;
}

function hourProblems(hour: Interval | null, path: string, period: Interval | null): Problem[] {
  if (!hour) return [];
  const at = `${path}/Period/timeInterval`;
  const value = `${isoInstant(hour.start)}/${isoInstant(hour.end)}`;
  if (hour.end - hour.start !== MS_PER_HOUR || hour.start % MS_PER_HOUR !== 0)
    return [refused(at, 'one-hour', 'a bid is for one whole hour', { value, text: TEXT.onlyOneHour })];
  if (period && (hour.start < period.start || hour.end > period.end))
    return [refused(at, 'within-period', "the bid's hour lies outside the document's period", { value })];
  return [];
}

function productProblems(series: XmlElement, product: Product | null, hour: Interval | null, path: string): Problem[] {
  const value = `${textAt(series, 'businessType')} ${textAt(series, 'flowDirection.direction')}`;
  if (!product)
    return [
      refused(
        `${path}/flowDirection.direction`,
        'product',
        'FCR-N is C26 with A03; FCR-D is C27 with A01 (up) or A02 (down)',
        { value },
      ),
    ];
  const problems: Problem[] = [];
  if (hour && !isSold(product.name, hour.start))
    problems.push(
      refused(`${path}/businessType`, 'product-sold', `${product.name} was not bought before 2022`, {
        value,
        text: TEXT.onlyFcrBids,
      }),
    );
  const kind = textAt(series, 'standard_MarketProduct.marketProductType');
  const kindPath = `${path}/standard_MarketProduct.marketProductType`;
  if (product.hasKinds && kind === null)
    problems.push(
      refused(kindPath, 'product-type', `${KIND_CODES.dynamic} (dynamic) or ${KIND_CODES.static} (static) is missing`),
    );
  if (!product.hasKinds && kind !== null)
    problems.push(refused(kindPath, 'product-type', `${product.name} has no product type`, { value: kind }));
  return problems;
}

function linkProblems(series: XmlElement, product: Product | null, path: string): Problem[] {
  const value = textAt(series, 'linkedBidsIdentification');
  if (value === null || (/^([1-9]|10)$/.test(value) && product?.name === FCR_N)) return [];
  return [
    refused(`${path}/linkedBidsIdentification`, 'linked-bids', '1 to 10, FCR-N only', { value, text: TEXT.linkedBids }),
  ];
}

function nameProblems(series: XmlElement, hour: Interval | null, path: string): Problem[] {
  const reason = childNamed(series, 'Reason');
  if (!reason) return [];
  const name = textAt(reason, 'text');
  const at = `${path}/Reason/text`;
  if (hour && !bidFormRules(hour.start).bidNames)
    return [refused(at, 'bid-name', 'bids have names from September 2025 on', { value: name })];
  if (name !== null && BID_NAME.test(name)) return [];
  return [refused(at, 'bid-name', 'at most 100 letters, digits and /()+,-_', { value: name })];
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
  { all, desk }: BidSurroundings,
): Problem[] {
  const limitW = bidFormRules(hour.start).portfolioLimits ? desk.portfolioLimitW(product.name, hour.start) : null;
  const ownW = quantityOf(series);
  if (limitW === null || ownW === 0) return [];
  const sent = new Set(all.map((each) => textAt(each, 'mRID')));
  const before = desk.standingIn(product.name, hour.start).filter((bid) => !sent.has(bid.seriesMrid));
  const inHour = all.filter((each) => hourOf(each)?.start === hour.start && sameProduct(each, product));
  const totalW = [...before.map((bid) => bid.quantityW), ...inHour.map(quantityOf)].reduce((sum, w) => sum + w, 0);
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

const quantityOf = (series: XmlElement): number =>
  wattsOf(textAt(series, 'Period', 'Point', 'quantity.quantity') ?? '') ?? 0;

const sameProduct = (series: XmlElement, product: Product): boolean =>
  productOf(textAt(series, 'businessType') ?? '', textAt(series, 'flowDirection.direction') ?? '') === product;
