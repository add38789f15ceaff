import { dayInterval, deliveryDayOf, isoInstant, mtusOf, MS_PER_HOUR } from '../../kernel/index.js';
import { productOf } from '../product.js';
import { FULLY_ACCEPTED, FULLY_REJECTED } from '../desk/verdict.js';
import { ACKNOWLEDGEMENT } from './acknowledgement.js';
import { ALLOCATION_AGGREGATE } from './allocation-aggregate.js';
import { ALLOCATION_RESULT } from './allocation-result.js';
import { hourOf } from './stated-in-xml.js';
import { refused } from '../desk/finding.js';
import { wattsOf } from '../megawatts.js';
import { instantOf, minuteText } from './market-text.js';
import { FINGRID_EIC } from './parties.js';
import type { Problem } from '../desk/problem.js';
import { BID_NAME_REASON } from './reserve-bid.js';
import { minute } from './text-rules.js';
import { childNamed, childrenNamed, textAt, type XmlElement } from './xml-element.js';

/** An acknowledgement accepts or rejects, and either side of it is the TSO. */
export function acknowledgementProblems(root: XmlElement): Problem[] {
  const path = `/${ACKNOWLEDGEMENT}`;
  const codes = childrenNamed(root, 'Reason').map((reason) => textAt(reason, 'code') ?? '');
  const problems: Problem[] = [];
  if (codes.includes(FULLY_ACCEPTED) && codes.includes(FULLY_REJECTED))
    problems.push(refused(`${path}/Reason`, 'one-verdict', 'both accepted and rejected', { value: codes.join(' ') }));
  if (!codes.includes(FULLY_REJECTED) && childNamed(root, 'Rejected_TimeSeries'))
    problems.push(
      refused(`${path}/Rejected_TimeSeries[1]`, 'one-verdict', 'a series is rejected in a document that is accepted'),
    );
  const parties = ['sender', 'receiver'].map((side) => textAt(root, `${side}_MarketParticipant.mRID`));
  if (!parties.includes(FINGRID_EIC))
    problems.push(
      refused(`${path}/sender_MarketParticipant.mRID`, 'tso-party', `neither side is the TSO, ${FINGRID_EIC}`, {
        value: parties[0] ?? null,
      }),
    );
  return problems;
}

/** A result per bid: one whole hour each, and an outcome that says what the quantities say. */
export function allocationResultProblems(root: XmlElement): Problem[] {
  return childrenNamed(root, 'TimeSeries').flatMap((series, index) => {
    const path = `/${ALLOCATION_RESULT}/TimeSeries[${index + 1}]`;
    const seriesMrid = textAt(series, 'mRID');
    return [
      ...awardHourProblems(root, series, path),
      ...awardProductProblems(series, path),
      ...outcomeProblems(series, path),
    ].map((problem) => ({ ...problem, seriesMrid }));
  });
}

function awardHourProblems(root: XmlElement, series: XmlElement, path: string): Problem[] {
  const hour = hourOf(series);
  const start = textAt(root, 'reserveBid_Period.timeInterval', 'start');
  if (!hour || start === null || !minute.test(start)) return [];
  const at = `${path}/Period/timeInterval`;
  const value = `${isoInstant(hour.start)}/${isoInstant(hour.end)}`;
  if (hour.end - hour.start !== MS_PER_HOUR || hour.start % MS_PER_HOUR !== 0)
    return [refused(at, 'one-hour', 'the result of a bid is for one whole hour', { value })];
  if (deliveryDayOf(hour.start) !== deliveryDayOf(instantOf(start)))
    return [refused(at, 'within-period', "the hour lies outside the document's day", { value })];
  return [];
}

function awardProductProblems(series: XmlElement, path: string): Problem[] {
  const [type, direction] = [textAt(series, 'businessType'), textAt(series, 'flowDirection.direction')];
  if (type === null || direction === null || productOf(type, direction)) return [];
  const message = 'FCR-N is C26 with A03; FCR-D is C27 with A01 or A02';
  return [refused(`${path}/flowDirection.direction`, 'product', message, { value: `${type} ${direction}` })];
}

function outcomeProblems(series: XmlElement, path: string): Problem[] {
  const outcomes = childrenNamed(series, 'Reason')
    .map((reason) => textAt(reason, 'code') ?? '')
    .filter((code) => code !== BID_NAME_REASON);
  if (outcomes.length !== 1)
    return [
      refused(`${path}/Reason`, 'one-outcome', 'one of A73 (accepted), A72 (partly), B09 (not)', {
        value: outcomes.join(' '),
      }),
    ];
  const award = textAt(series, 'Period', 'Point', 'quantity') ?? '';
  const [awardedW, offeredW] = [wattsOf(award), wattsOf(textAt(series, 'Period', 'Point', 'secondaryQuantity') ?? '')];
  if (awardedW === null || offeredW === null) return [];
  const said = awardedW > offeredW ? null : awardedW === 0 ? 'B09' : awardedW < offeredW ? 'A72' : 'A73';
  if (said === outcomes[0]) return [];
  return [
    refused(`${path}/Period/Point/quantity`, 'outcome', `${outcomes[0]} does not fit an award of these quantities`, {
      value: award,
    }),
  ];
}

/** The aggregate speaks of a whole CET/CEST day, one position an hour: 23 of them in spring, 25 in autumn. */
export function allocationAggregateProblems(root: XmlElement): Problem[] {
  const interval = valueOf(root, 'ReserveBidTimeInterval');
  const [start = '', end = ''] = interval.split('/');
  if (!minute.test(start) || !minute.test(end)) return [];
  const day = deliveryDayOf(instantOf(start));
  const whole = dayInterval(day);
  const wholeText = `${minuteText(whole.start)}/${minuteText(whole.end)}`;
  const path = `/${ALLOCATION_AGGREGATE}`;
  const problems: Problem[] = [];
  if (interval !== wholeText)
    problems.push(
      refused(`${path}/ReserveBidTimeInterval/@v`, 'full-day', `a whole CET/CEST day: ${wholeText}`, {
        value: interval,
      }),
    );
  const hours = mtusOf(day, 60).length;
  return [
    ...problems,
    ...childrenNamed(root, 'AllocationTimeSeries').flatMap((series, index) =>
      aggregateSeriesProblems(series, `${path}/AllocationTimeSeries[${index + 1}]`, interval, hours).map((problem) => ({
        ...problem,
        seriesMrid: valueOf(series, 'TimeSeriesIdentification'),
      })),
    ),
  ];
}

function aggregateSeriesProblems(series: XmlElement, path: string, interval: string, hours: number): Problem[] {
  const period = childNamed(series, 'Period');
  if (!period) return [];
  const problems: Problem[] = [];
  const own = valueOf(period, 'TimeInterval');
  if (own !== interval)
    problems.push(
      refused(`${path}/Period/TimeInterval/@v`, 'full-day', `the document's day, ${interval}`, { value: own }),
    );
  const positions = childrenNamed(period, 'Interval').map((each) => valueOf(each, 'Pos'));
  const expected = Array.from({ length: hours }, (_, index) => String(index + 1));
  const wrong = expected.find((position) => positions.filter((each) => each === position).length !== 1);
  if (wrong !== undefined || positions.length !== hours)
    problems.push(
      refused(
        `${path}/Period`,
        'full-day',
        `the day has ${hours} hours, each position once; look at ${wrong ?? 'the last'}`,
        {
          value: `${positions.length} positions`,
        },
      ),
    );
  const [type, direction] = [valueOf(series, 'BusinessType'), valueOf(series, 'Direction')];
  if (!productOf(type, direction))
    problems.push(
      refused(`${path}/Direction/@v`, 'product', 'FCR-N is Z03 with A03; FCR-D is Z06 with A01 or A02', {
        value: `${type} ${direction}`,
      }),
    );
  return problems;
}

const valueOf = (node: XmlElement, name: string): string => childNamed(node, name)?.attributes['v'] ?? '';
