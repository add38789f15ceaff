import { isoInstant, MS_PER_HOUR, type Interval } from '../../kernel/index.js';
import { bidFormRules, isSold } from '../bid.rules.js';
import { FCR_N, KIND_CODES, type Product } from '../product.js';
import { amountProblems } from './bid-amount-checks.js';
import { BID_NAME } from './bid-messages.js';
import { hourOf, productOfSeries, type BidSurroundings } from './bid-series.js';
import { noted, refused } from './finding.js';
import { isUuid } from './message-terms.js';
import type { Problem } from './problem.js';
import { REJECTION_TEXT as TEXT } from './rejection-texts.js';
import { childNamed, textAt, type XmlElement } from './xml-element.js';

/** What is wrong with one bid beyond its form. */
export function bidProblems(series: XmlElement, path: string, around: BidSurroundings): Problem[] {
  const seriesMrid = textAt(series, 'mRID');
  const hour = hourOf(series);
  const product = productOfSeries(series);
  const problems = [
    ...identityProblems(series, path, around),
    ...hourProblems(hour, path, around.period),
    ...productProblems(series, product, hour, path),
    ...linkProblems(series, product, path),
    ...nameProblems(series, hour, path),
    ...(product && hour ? amountProblems(series, product, hour, path, around) : []),
  ];
  return problems.map((problem) => ({ ...problem, seriesMrid }));
}

function identityProblems(series: XmlElement, path: string, { ids, createdAt, desk }: BidSurroundings): Problem[] {
  const mrid = textAt(series, 'mRID') ?? '';
  const problems: Problem[] = [];
  if (!isUuid(mrid))
    problems.push(noted(`${path}/mRID`, 'series-identifier', 'the TSO asks for a UUID', { value: mrid }));
  if ((ids.get(mrid) ?? 0) > 1)
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
