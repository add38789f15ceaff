import { isoInstant, MS_PER_HOUR } from '../../kernel/index.js';
import { isSold } from '../bid.rules.js';
import { isUuid } from '../message-terms.js';
import { FCR_N, KIND_CODES } from '../product.js';
import { amountProblems } from './bid-amount-checks.js';
import { placeIn } from './bid-places.js';
import type { BidSurroundings } from './bid-surroundings.js';
import { noted, refused } from './finding.js';
import type { Problem } from './problem.js';
import { REJECTION_TEXT as TEXT } from './rejection-texts.js';
import type { StatedBid } from './stated-bids.js';

/** What is wrong with one bid beyond its form. */
export function bidProblems(bid: StatedBid, place: string, around: BidSurroundings): Problem[] {
  const { product, hour, seriesMrid } = bid;
  const problems = [
    ...identityProblems(bid, place, around),
    ...hourProblems(bid, place, around),
    ...productProblems(bid, place),
    ...linkProblems(bid, place),
    ...nameProblems(bid, place, around),
    ...(product && hour ? amountProblems(bid, product, hour, place, around) : []),
  ];
  return problems.map((problem) => ({ ...problem, seriesMrid }));
}

function identityProblems(
  { seriesMrid, hour }: StatedBid,
  place: string,
  { ids, createdAt, desk }: BidSurroundings,
): Problem[] {
  const mrid = seriesMrid ?? '';
  const at = `${place}${placeIn.mrid}`;
  const problems: Problem[] = [];
  if (!isUuid(mrid)) problems.push(noted(at, 'series-identifier', 'the TSO asks for a UUID', { value: mrid }));
  if ((ids.get(mrid) ?? 0) > 1)
    problems.push(refused(at, 'series-unique', 'the same bid stands in the document twice', { value: mrid }));
  const standing = desk.standing(mrid);
  if (standing && hour && standing.mtuStart !== hour.start)
    problems.push(
      refused(
        `${place}${placeIn.hour}/start`,
        'hour-unchanged',
        `the hour of a bid can not change from ${isoInstant(standing.mtuStart)}; cancel it and send a new one`,
        { value: isoInstant(hour.start) },
      ),
    );
  if (standing && createdAt !== null && createdAt <= standing.createdAt)
    problems.push(
      refused(at, 'newer-document', 'an update needs a later createdDateTime than the bid it changes', {
        value: isoInstant(createdAt),
      }),
    );
  return problems;
}

function hourProblems({ hour }: StatedBid, place: string, { period }: BidSurroundings): Problem[] {
  if (!hour) return [];
  const at = `${place}${placeIn.hour}`;
  const value = `${isoInstant(hour.start)}/${isoInstant(hour.end)}`;
  if (hour.end - hour.start !== MS_PER_HOUR || hour.start % MS_PER_HOUR !== 0)
    return [refused(at, 'one-hour', 'a bid is for one whole hour', { value, text: TEXT.onlyOneHour })];
  if (period && (hour.start < period.start || hour.end > period.end))
    return [refused(at, 'within-period', "the bid's hour lies outside the document's period", { value })];
  return [];
}

function productProblems({ product, productCodes, kindCode, hour }: StatedBid, place: string): Problem[] {
  if (!product)
    return [
      refused(
        `${place}${placeIn.direction}`,
        'product',
        'FCR-N is C26 with A03; FCR-D is C27 with A01 (up) or A02 (down)',
        { value: productCodes },
      ),
    ];
  const problems: Problem[] = [];
  if (hour && !isSold(product.name, hour.start))
    problems.push(
      refused(`${place}${placeIn.businessType}`, 'product-sold', `${product.name} was not bought before 2022`, {
        value: productCodes,
        text: TEXT.onlyFcrBids,
      }),
    );
  const at = `${place}${placeIn.kind}`;
  if (product.hasKinds && kindCode === null)
    problems.push(
      refused(at, 'product-type', `${KIND_CODES.dynamic} (dynamic) or ${KIND_CODES.static} (static) is missing`),
    );
  if (!product.hasKinds && kindCode !== null)
    problems.push(refused(at, 'product-type', `${product.name} has no product type`, { value: kindCode }));
  return problems;
}

function linkProblems({ linkedBids: value, product }: StatedBid, place: string): Problem[] {
  if (value === null || (/^([1-9]|10)$/.test(value) && product?.name === FCR_N)) return [];
  return [
    refused(`${place}${placeIn.linkedBids}`, 'linked-bids', '1 to 10, FCR-N only', { value, text: TEXT.linkedBids }),
  ];
}

/** What a bidder's own name for a bid may be made of (Fingrid developer portal, bid structure, Reason A95). */
export const BID_NAME = /^[A-Za-z0-9/()+,_-]{1,100}$/;

function nameProblems({ name, hour }: StatedBid, place: string, { rules }: BidSurroundings): Problem[] {
  if (name === null) return [];
  const at = `${place}${placeIn.name}`;
  if (hour && !rules.formRulesOf(hour.start).bidNames)
    return [refused(at, 'bid-name', 'bids have names from September 2025 on', { value: name })];
  if (BID_NAME.test(name)) return [];
  return [refused(at, 'bid-name', 'at most 100 letters, digits and /()+,-_', { value: name })];
}
