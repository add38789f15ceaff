import { dayInterval, deliveryDayOf, isoInstant, mtusOf, type EpochMs, type Interval } from '../../kernel/index.js';
import { bidRulesOf } from '../bid.rules.js';
import { gateClosureOf, gateOpeningOf } from '../capacity-market.rules.js';
import { FCR_N } from '../product.js';
import { bidProblems } from './bid-checks.js';
import { hourOf, surroundingsOf } from './bid-series.js';
import { noted, refused } from './finding.js';
import { instantOf } from './market-text.js';
import { ROLE } from './parties.js';
import type { Problem } from './problem.js';
import { REJECTION_TEXT as TEXT } from './rejection-texts.js';
import { RESERVE_BID } from './reserve-bid.js';
import { second, minute } from './text-rules.js';
import type { TsoDesk } from './tso-desk.js';
import { childrenNamed, textAt, type XmlElement } from './xml-element.js';

export interface BidCheckContext {
  /** When the document arrives; null: when it says that it was made. */
  readonly at: EpochMs | null;
  readonly desk: TsoDesk;
}

const ROOT = `/${RESERVE_BID}`;
const PERIOD = 'reserveBid_Period.timeInterval';

/** What is wrong with a bid document beyond its form: by the dated rules of its delivery day, the clock and the TSO's desk. */
export function bidDocumentProblems(root: XmlElement, { at, desk }: BidCheckContext): Problem[] {
  const series = childrenNamed(root, 'Bid_TimeSeries');
  const created = textAt(root, 'createdDateTime');
  const createdAt = created !== null && second.test(created) ? instantOf(created) : null;
  const period = intervalOf(root);
  const around = surroundingsOf(series, { period, createdAt, desk });
  return [
    ...referenceProblems(root, desk),
    ...partyProblems(root, desk),
    ...periodProblems(period),
    ...gateProblems(series, period, at ?? createdAt),
    ...countProblems(series, period),
    ...series.flatMap((each, index) => bidProblems(each, `${ROOT}/Bid_TimeSeries[${index + 1}]`, around)),
  ];
}

function intervalOf(root: XmlElement): Interval | null {
  const [start, end] = [textAt(root, PERIOD, 'start'), textAt(root, PERIOD, 'end')];
  if (start === null || end === null || !minute.test(start) || !minute.test(end)) return null;
  return { start: instantOf(start), end: instantOf(end) };
}

function referenceProblems(root: XmlElement, desk: TsoDesk): Problem[] {
  const mrid = textAt(root, 'mRID');
  if (mrid === '')
    return [
      refused(`${ROOT}/mRID`, 'document-identifier', 'give the document a UUID', {
        value: '',
        text: TEXT.referenceMissing,
      }),
    ];
  if (mrid === null || !desk.hasReference(mrid)) return [];
  return [
    refused(`${ROOT}/mRID`, 'reference-unique', 'a document of this id was sent before; give each document its own', {
      value: mrid,
      text: TEXT.referenceNotUnique,
    }),
  ];
}

function partyProblems(root: XmlElement, desk: TsoDesk): Problem[] {
  const sender = textAt(root, 'sender_MarketParticipant.mRID');
  const subject = textAt(root, 'subject_MarketParticipant.mRID');
  const role = textAt(root, 'sender_MarketParticipant.marketRole.type');
  if (sender === null || subject === null) return [];
  const connected = desk.isConnected(sender, subject);
  const path = `${ROOT}/subject_MarketParticipant.mRID`;
  if (connected === true) return [];
  if (connected === false || role === ROLE.balancingServiceProvider)
    return [
      refused(path, 'sender-connected', `${sender} may not bid for ${subject}`, {
        value: subject,
        text: TEXT.senderNotConnected,
      }),
    ];
  return [
    noted(path, 'sender-connected', `the TSO must know ${sender} as data provider of ${subject}`, { value: subject }),
  ];
}

/** The period is one CET/CEST day: 23 hours in spring, 25 in autumn. */
function periodProblems(period: Interval | null): Problem[] {
  if (period === null) return [];
  const day = deliveryDayOf(period.start);
  const { start, end } = dayInterval(day);
  if (period.start === start && period.end === end) return [];
  const hours = mtusOf(day, 60).length;
  return [
    refused(
      `${ROOT}/${PERIOD}`,
      'document-period',
      `the period is the CET/CEST day: ${day} has ${hours} hours, ${isoInstant(start)} to ${isoInstant(end)}`,
      { value: `${isoInstant(period.start)}/${isoInstant(period.end)}` },
    ),
  ];
}

/** No series may touch a closed hour, or one further ahead than the gate is open. Said once, of the first. */
function gateProblems(series: readonly XmlElement[], period: Interval | null, at: EpochMs | null): Problem[] {
  if (at === null) return [];
  const hours = series.flatMap((each, index) => {
    const hour = hourOf(each);
    return hour ? [{ start: hour.start, path: `${ROOT}/Bid_TimeSeries[${index + 1}]/Period/timeInterval/start` }] : [];
  });
  const touched =
    hours.length > 0 || period === null ? hours : [{ start: period.start, path: `${ROOT}/${PERIOD}/start` }];
  for (const { start, path } of touched) {
    const day = deliveryDayOf(start);
    const rules = bidRulesOf(FCR_N, dayInterval(day).start);
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

function countProblems(series: readonly XmlElement[], period: Interval | null): Problem[] {
  if (series.length === 0) return [noted(ROOT, 'no-bids', 'the document has no bids')];
  if (period === null) return [];
  const { maximumBidsPerDocument } = bidRulesOf(FCR_N, period.start);
  if (series.length <= maximumBidsPerDocument) return [];
  const message = `the TSO recommends at most ${maximumBidsPerDocument} bids a document`;
  return [noted(ROOT, 'number-of-bids', message, { value: String(series.length) })];
}
