import { dayInterval, deliveryDayOf, isoInstant, mtusOf, type EpochMs } from '../../kernel/index.js';
import { DELIVERY_DAY_RULES, type BidRuleBook } from '../bid.rules.js';
import { gateClosureOf, gateOpeningOf } from '../capacity-market.rules.js';
import { FCR_N } from '../product.js';
import { bidProblems } from './bid-checks.js';
import { DOCUMENT_PLACE as ROOT, placeIn, seriesPlace } from './bid-places.js';
import { surroundingsOf } from './bid-surroundings.js';
import { noted, refused } from './finding.js';
import type { Problem } from './problem.js';
import { REJECTION_TEXT as TEXT } from './rejection-texts.js';
import type { StatedBids } from './stated-bids.js';
import type { TsoDesk } from './tso-desk.js';

export interface BidCheckContext {
  /** When the document arrives; null: when it says that it was made. */
  readonly at: EpochMs | null;
  readonly desk: TsoDesk;
  /** Left out: those of the delivery day. */
  readonly rules?: BidRuleBook;
}

const PERIOD = `${ROOT}/reserveBid_Period.timeInterval`;

/**
 * What the TSO finds wrong in a bid document beyond its form: by the dated rules of its delivery day, the clock and what
 * it knows. The one list of checks, whether the bids came as XML or as values; empty or only notes: accepted.
 */
export function bidDocumentProblems(
  document: StatedBids,
  { at, desk, rules = DELIVERY_DAY_RULES }: BidCheckContext,
): Problem[] {
  const { period, createdAt, bids } = document;
  const arrival = at ?? createdAt;
  const around = surroundingsOf(bids, { period, createdAt, at: arrival, desk, rules });
  return [
    ...referenceProblems(document, desk),
    ...partyProblems(document, desk),
    ...periodProblems(document),
    ...gateProblems(document, arrival, rules),
    ...countProblems(document, rules),
    ...bids.flatMap((bid, index) => bidProblems(bid, seriesPlace(index), around)),
  ];
}

function referenceProblems({ mrid }: StatedBids, desk: TsoDesk): Problem[] {
  const at = `${ROOT}/mRID`;
  if (mrid === '')
    return [refused(at, 'document-identifier', 'give the document a UUID', { value: '', text: TEXT.referenceMissing })];
  if (mrid === null || !desk.hasReference(mrid)) return [];
  return [
    refused(at, 'reference-unique', 'a document of this id was sent before; give each document its own', {
      value: mrid,
      text: TEXT.referenceNotUnique,
    }),
  ];
}

/** The role in which a party bids for itself. */
const PROVIDER = 'A46';

function partyProblems({ sender, subjectEic }: StatedBids, desk: TsoDesk): Problem[] {
  if (sender.eic === null || subjectEic === null) return [];
  const connected = desk.isConnected(sender.eic, subjectEic);
  const path = `${ROOT}/subject_MarketParticipant.mRID`;
  if (connected === true) return [];
  if (connected === false || sender.role === PROVIDER)
    return [
      refused(path, 'sender-connected', `${sender.eic} may not bid for ${subjectEic}`, {
        value: subjectEic,
        text: TEXT.senderNotConnected,
      }),
    ];
  const message = `the TSO must know ${sender.eic} as data provider of ${subjectEic}`;
  return [noted(path, 'sender-connected', message, { value: subjectEic })];
}

/** The period is one CET/CEST day: 23 hours in spring, 25 in autumn. */
function periodProblems({ period }: StatedBids): Problem[] {
  if (period === null) return [];
  const day = deliveryDayOf(period.start);
  const { start, end } = dayInterval(day);
  if (period.start === start && period.end === end) return [];
  const hours = mtusOf(day, 60).length;
  return [
    refused(
      PERIOD,
      'document-period',
      `the period is the CET/CEST day: ${day} has ${hours} hours, ${isoInstant(start)} to ${isoInstant(end)}`,
      { value: `${isoInstant(period.start)}/${isoInstant(period.end)}` },
    ),
  ];
}

/** No series may touch a closed hour, or one further ahead than the gate is open. Said once, of the first. */
function gateProblems({ period, bids }: StatedBids, at: EpochMs | null, book: BidRuleBook): Problem[] {
  if (at === null) return [];
  const hours = bids.flatMap(({ hour }, index) =>
    hour ? [{ start: hour.start, path: `${seriesPlace(index)}${placeIn.hour}/start` }] : [],
  );
  const touched = hours.length > 0 || period === null ? hours : [{ start: period.start, path: `${PERIOD}/start` }];
  for (const { start, path } of touched) {
    const day = deliveryDayOf(start);
    const rules = book.bidRulesOf(FCR_N, dayInterval(day).start);
    const [opens, closes] = [gateOpeningOf(day, rules), gateClosureOf(day, rules)];
    const value = isoInstant(start);
    if (at >= closes) {
      const message = `the gate for ${day} closed at ${isoInstant(closes)}, the document came at ${isoInstant(at)}`;
      return [refused(path, 'gate-closed', message, { value, text: TEXT.afterDeadline })];
    }
    if (at < opens) {
      const message = `the gate for ${day} opens at ${isoInstant(opens)}, the document came at ${isoInstant(at)}`;
      return [refused(path, 'gate-not-open', message, { value, text: TEXT.beyondThirtyDays })];
    }
  }
  return [];
}

function countProblems({ period, bids }: StatedBids, rules: BidRuleBook): Problem[] {
  if (bids.length === 0) return [noted(ROOT, 'no-bids', 'the document has no bids')];
  if (period === null) return [];
  const { maximumBidsPerDocument } = rules.bidRulesOf(FCR_N, period.start);
  if (bids.length <= maximumBidsPerDocument) return [];
  const message = `the TSO recommends at most ${maximumBidsPerDocument} bids a document`;
  return [noted(ROOT, 'number-of-bids', message, { value: String(bids.length) })];
}
