import { describe, expect, it } from '@jest/globals';
import {
  acknowledged,
  BIDS,
  cleared,
  DAY,
  documentMrid,
  GATE,
  happened,
  limits,
  perBid,
  aggregate,
  PLAN_AT,
  rejected,
  stateAfter,
  submitted,
  TO_ACKNOWLEDGED,
  TO_SUBMITTED,
  withdrawn,
} from '../../test/support/auction-events.js';
import { dayInterval, epochMs, MS_PER_MINUTE, parseInstant } from '../kernel/index.js';
import { nextStep, type Contact, type Situation } from './auction.saga.js';
import type { AuctionEvent } from './auction.events.js';

const situation: Situation = {
  approval: 'policy',
  leadMs: 30 * MS_PER_MINUTE,
  answerTimeoutMs: 5 * MS_PER_MINUTE,
  retryMs: MS_PER_MINUTE,
  secondResultTimeoutMs: 30 * MS_PER_MINUTE,
  maximumAttempts: 3,
  gateClosureAt: GATE,
  halted: false,
  contact: null,
  limits,
};
const NOTHING = BIDS.map((bid) => ({ ...bid, quantityW: 0 }));
const minutes = (count: number) => epochMs(PLAN_AT + count * MS_PER_MINUTE);
const contact = (at: number, delivered = true, lost = false): Contact => ({
  at: minutes(at),
  delivered,
  lost,
  askable: true,
});
const unaskable = (at: number): Contact => ({ ...contact(at), askable: false });
const step = (events: readonly AuctionEvent[], at: number, change: Partial<Situation> = {}) =>
  nextStep(stateAfter(events), minutes(at), { ...situation, ...change });

describe('before a document is sent', () => {
  const opened = [happened.opened];
  const planned = [...opened, happened.planned];
  const approved = [...planned, happened.approved];
  const trader: Partial<Situation> = { approval: 'trader' };
  const halted: Partial<Situation> = { halted: true };

  it.each<[string, readonly AuctionEvent[], number, Partial<Situation>, unknown]>([
    ['opens at gate minus lead, not before', [], -1, {}, { lookAgainAt: PLAN_AT }],
    ['opens at gate minus lead', [], 0, {}, { do: 'open' }],
    ['plans once open', opened, 0, {}, { do: 'plan' }],
    ['waits for the planned instant', opened, -5, {}, { lookAgainAt: PLAN_AT }],
    ['plans while halted, too', opened, 0, halted, { do: 'plan' }],
    ['does not plan after the gate', opened, 30, {}, { do: 'skip', reason: 'PLANNED_TOO_LATE' }],
    ['approves by policy', planned, 0, {}, { do: 'approve' }],
    ['waits for the trader until the gate', planned, 0, trader, { lookAgainAt: GATE }],
    ['gives up on the trader at the gate', planned, 30, trader, { do: 'skip', reason: 'NOT_APPROVED_IN_TIME' }],
    ['names the policy late, not the trader', planned, 30, {}, { do: 'skip', reason: 'PLANNED_TOO_LATE' }],
    ['submits what is approved', approved, 1, {}, { do: 'submit' }],
    ['holds it while trading is halted', approved, 1, halted, { lookAgainAt: GATE }],
    ['skips it if the gate closes on the halt', approved, 30, halted, { do: 'skip', reason: 'TRADING_HALTED' }],
    [
      'skips a plan on which the gate closed in the halt',
      planned,
      30,
      { ...trader, ...halted },
      { do: 'skip', reason: 'TRADING_HALTED' },
    ],
    ['sends nothing one millisecond late', approved, 30, {}, { do: 'skip', reason: 'PLANNED_TOO_LATE' }],
    ['is done with a skipped day', [...planned, happened.skipped], 1, {}, null],
    ['is done with a denied day', [...planned, happened.denied], 1, {}, null],
  ])('%s', (_, events, at, change, expected) => {
    expect(step(events, at, change)).toEqual(expected);
  });
});

describe('while a document is in flight', () => {
  const unconfirmed = [...TO_SUBMITTED, happened.unconfirmed];
  const overdue = (dayInterval(DAY).end - PLAN_AT) / MS_PER_MINUTE;

  it.each<[string, readonly AuctionEvent[], number, Partial<Situation>, unknown]>([
    ['waits for the answer', TO_SUBMITTED, 1, { contact: contact(0) }, { lookAgainAt: minutes(5) }],
    ['asks at once after a restart', TO_SUBMITTED, 1, {}, { do: 'contact' }],
    ['tries again after an outage', TO_SUBMITTED, 1, { contact: contact(0, false) }, { do: 'contact' }],
    [
      'but not before a minute has passed',
      TO_SUBMITTED,
      0,
      { contact: contact(0, false) },
      { lookAgainAt: minutes(1) },
    ],
    ['notes a missing answer', TO_SUBMITTED, 5, { contact: contact(0) }, { do: 'mark-unconfirmed' }],
    ['then asks', unconfirmed, 5, { contact: contact(0) }, { do: 'contact' }],
    ['and asks again a minute later', unconfirmed, 5, { contact: contact(5) }, { lookAgainAt: minutes(6) }],
    ['after the gate, too', unconfirmed, 31, { contact: contact(30) }, { do: 'contact' }],
    ['sends anew where nobody can be asked', unconfirmed, 5, { contact: unaskable(5) }, { do: 'resubmit' }],
    ['but nothing past the gate', unconfirmed, 30, { contact: unaskable(25) }, null],
    ['nor while trading is halted', unconfirmed, 6, { contact: unaskable(5), halted: true }, { lookAgainAt: GATE }],
    [
      'unless it takes bids back',
      [
        ...TO_ACKNOWLEDGED,
        submitted(2, NOTHING),
        { ...happened.unconfirmed, data: { ...happened.unconfirmed.data, documentMrid: documentMrid(2) } },
      ],
      6,
      { contact: unaskable(5), halted: true },
      { do: 'resubmit' },
    ],
    ['until the TSO says it never had it', unconfirmed, 31, { contact: contact(30, false, true) }, null],
    ['or the day is over', unconfirmed, overdue, {}, null],
    ['or a result is in', [...unconfirmed, perBid(1, 1)], 65, {}, { lookAgainAt: minutes(90) }],
  ])('%s', (_, events, at, change, expected) => {
    expect(step(events, at, change)).toEqual(expected);
  });
});

describe('after the answer', () => {
  const rejectedDay = [...TO_SUBMITTED, happened.rejected];
  const hopeless = [
    ...TO_SUBMITTED,
    rejected(1, [{ bidId: null, code: '999', text: 'Sender is not connected to the Subject Party' }]),
  ];
  const thirdRejected = [2, 3].reduce<AuctionEvent[]>(
    (events, attempt) => [
      ...events,
      submitted(attempt, BIDS),
      rejected(attempt, [{ bidId: 'a', code: '999', text: 'Portfolio limit' }]),
    ],
    rejectedDay,
  );
  const taken = [
    ...TO_ACKNOWLEDGED,
    submitted(
      2,
      BIDS.map((bid) => ({ ...bid, quantityW: 0 })),
    ),
    withdrawn(2),
    acknowledged(2),
  ];

  it.each<[string, readonly AuctionEvent[], number, Partial<Situation>, unknown]>([
    ['waits for results', TO_ACKNOWLEDGED, 40, {}, null],
    ['waits for the second result', [...TO_ACKNOWLEDGED, perBid(1, 1)], 65, {}, { lookAgainAt: minutes(90) }],
    [
      'clears on the first when the second stays out',
      [...TO_ACKNOWLEDGED, perBid(1, 1)],
      90,
      {},
      { do: 'clear-on-first-result' },
    ],
    [
      'has nothing to do with both',
      [...TO_ACKNOWLEDGED, perBid(1, 1), aggregate(2, 2), happened.contradicted],
      200,
      {},
      null,
    ],
    ['has nothing to do once cleared', [...TO_ACKNOWLEDGED, perBid(1, 1), cleared(1, 1)], 200, {}, null],
    ['corrects what it understands', rejectedDay, 1, {}, { do: 'correct' }],
    ['not after the gate', rejectedDay, 30, {}, null],
    ['not while trading is halted', rejectedDay, 1, { halted: true }, null],
    ['not what it does not understand', hopeless, 1, {}, null],
    ['not for ever', thirdRejected, 1, {}, null],
    ['is done with a withdrawn day', taken, 1, {}, null],
  ])('%s', (_, events, at, change, expected) => {
    expect(step(events, at, change)).toEqual(expected);
  });

  it('looks again when the first of two timers is due', () => {
    const answerDue = parseInstant('2026-01-12T16:05:00Z');
    expect(step([...TO_SUBMITTED, perBid(1, 1)], 1, { contact: contact(0) })).toEqual({ lookAgainAt: answerDue });
  });
});
