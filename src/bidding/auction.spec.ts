import { describe, expect, it } from '@jest/globals';
import {
  aBid,
  acknowledged,
  aggregate,
  aPlan,
  BIDS,
  cleared,
  committed,
  DAY,
  documentMrid,
  FIRST_HOUR,
  GATE,
  given,
  happened,
  limits,
  perBid,
  PLAN_AT,
  rejected,
  sentAfter,
  submitted,
  TO_ACKNOWLEDGED,
  TO_SUBMITTED,
  withdrawn,
} from '../../test/support/auction-events.js';
import { epochMs, parseInstant } from '../kernel/index.js';
import type { Acknowledgement, AllocationAggregate, AllocationPerBid } from '../market/index.js';
import type { AuctionCommand } from './auction.js';

const before = epochMs(GATE - 600_000);
const open: AuctionCommand = { type: 'open', product: 'FCR-N', deliveryDay: DAY, gateClosureAt: GATE, planAt: PLAN_AT };
const submit = (now = before): AuctionCommand => ({ type: 'submit', now, answerTimeoutMs: 300_000 });
const withdraw = (now = before): AuctionCommand => ({ type: 'withdraw', by: 'ada', now, answerTimeoutMs: 300_000 });
const approve = (now = before): AuctionCommand => ({ type: 'approve', by: 'ada', now });
const answer = (change: Partial<Acknowledgement> = {}): AuctionCommand => ({
  type: 'take-acknowledgement',
  acknowledgement: {
    kind: 'acknowledgement',
    mrid: 'answer-1',
    documentMrid: documentMrid(1),
    accepted: true,
    reasons: [],
    ...change,
  },
});
const perBidMessage = (first: number, second: number, mrid = 'per-bid'): AllocationPerBid => ({
  kind: 'allocation-per-bid',
  mrid,
  product: 'FCR-N',
  deliveryDay: DAY,
  bids: BIDS.map(({ bidId, mtuStart, quantityW }, index) => ({
    bidId,
    mtuStart: parseInstant(mtuStart),
    offeredW: quantityW,
    offerPriceEurPerMwH: '10',
    awardedW: index === 0 ? first : second,
    priceEurPerMwH: '10',
  })),
});
const aggregateMessage = (first: number, second: number, mrid = 'aggregate'): AllocationAggregate => ({
  kind: 'allocation-aggregate',
  mrid,
  product: 'FCR-N',
  deliveryDay: DAY,
  mtus: BIDS.map(({ mtuStart }, index) => ({
    mtuStart: parseInstant(mtuStart),
    awardedW: index === 0 ? first : second,
    priceEurPerMwH: '10',
  })),
});
const take = (result: AllocationPerBid | AllocationAggregate): AuctionCommand => ({
  type: 'take-result',
  result,
  now: parseInstant('2026-01-12T17:00:00Z'),
});

describe('plan', () => {
  it('opens once', () => {
    given([]).when(open).then([happened.opened]);
    given([happened.opened]).when(open).then([]);
  });
  it('keeps the plan with everything it was made from', () => {
    given([happened.opened]).when({ type: 'plan', plan: aPlan(), limits }).then([happened.planned]);
    given([happened.opened, happened.planned]).when({ type: 'plan', plan: aPlan(), limits }).refused('ALREADY_DECIDED');
    given([]).when({ type: 'plan', plan: aPlan(), limits }).refused('AUCTION_NOT_FOUND');
  });
  it('skips a day without bids, with the plan that says why', () => {
    given([happened.opened])
      .when({ type: 'plan', plan: { ...aPlan([]), skipReason: 'TOO_FEW_SAMPLES' }, limits })
      .then([{ type: 'AuctionPlanned' }, { type: 'AuctionSkipped', data: { reason: 'TOO_FEW_SAMPLES' } }]);
  });
  it('denies bids that break a rule before the TSO could', () => {
    given([happened.opened])
      .when({ type: 'plan', plan: aPlan([aBid('a', { quantityW: 50_000 })]), limits })
      .then([{ type: 'AuctionPlanned' }, { type: 'BidsDenied', data: { code: 'QUANTITY_OUT_OF_BOUNDS' } }]);
  });
});

describe('approve, submit and skip', () => {
  it('approves planned bids before the gate closes, and once', () => {
    given([happened.opened, happened.planned])
      .when(approve())
      .then([{ type: 'AuctionApproved', data: { by: 'ada' } }]);
    given([happened.opened, happened.planned]).when(approve(GATE)).refused('GATE_CLOSED');
    given([happened.opened]).when(approve()).refused('NOTHING_TO_APPROVE');
    given(TO_SUBMITTED).when(approve()).then([]);
  });
  it('submits approved bids before the gate closes, and once', () => {
    const approvedDay = [happened.opened, happened.planned, happened.approved];
    given(approvedDay)
      .when(submit())
      .then([
        {
          type: 'BidsSubmitted',
          data: { attempt: 1, documentMrid: documentMrid(1), bids: BIDS, answerDueAt: '2026-01-12T16:25:00.000Z' },
        },
      ]);
    given(approvedDay).when(submit(GATE)).refused('GATE_CLOSED');
    given(TO_SUBMITTED).when(submit()).refused('NOTHING_TO_SUBMIT');
  });
  it('skips what was not sent, and nothing that was', () => {
    const skip: AuctionCommand = { type: 'skip', reason: 'TRADING_HALTED' };
    given([happened.opened, happened.planned])
      .when(skip)
      .then([{ type: 'AuctionSkipped', data: { reason: 'TRADING_HALTED' } }]);
    given(TO_SUBMITTED).when(skip).refused('ALREADY_DECIDED');
  });
});

describe("the TSO's answer", () => {
  it('acknowledges or rejects the document, whole', () => {
    given(TO_SUBMITTED).when(answer()).then([happened.acknowledged]);
    const reasons = [{ bidId: 'a', code: '999', text: 'Price required; position 1' }];
    given(TO_SUBMITTED)
      .when(answer({ accepted: false, reasons }))
      .then([{ type: 'BidsRejected', data: { reasons } }]);
  });
  it('comes late, twice, or differently', () => {
    given([...TO_SUBMITTED, happened.unconfirmed])
      .when(answer())
      .thenTypes(['BidsAcknowledged']);
    given(TO_ACKNOWLEDGED).when(answer()).then([]);
    given(TO_ACKNOWLEDGED)
      .when(answer({ accepted: false }))
      .refused('ANSWERED_OTHERWISE');
    given(TO_SUBMITTED)
      .when(answer({ documentMrid: 'another' }))
      .refused('UNKNOWN_DOCUMENT');
  });
  it('is missed once', () => {
    given(TO_SUBMITTED).when({ type: 'mark-unconfirmed', now: before }).thenTypes(['SubmissionUnconfirmed']);
    given([...TO_SUBMITTED, happened.unconfirmed])
      .when({ type: 'mark-unconfirmed', now: before })
      .then([]);
    given(TO_ACKNOWLEDGED).when({ type: 'mark-unconfirmed', now: before }).then([]);
  });
  it('sends a document without an answer anew, under a new id with the same series', () => {
    const resubmit = (now = before): AuctionCommand => ({ type: 'resubmit', now, answerTimeoutMs: 300_000 });
    const unconfirmed = [...TO_SUBMITTED, happened.unconfirmed];
    given(unconfirmed)
      .when(resubmit())
      .then([{ type: 'BidsSubmitted', data: { attempt: 2, documentMrid: documentMrid(2), bids: BIDS } }]);
    given(unconfirmed).when(resubmit(GATE)).refused('GATE_CLOSED');
    given(TO_ACKNOWLEDGED).when(resubmit()).refused('NOTHING_TO_RESUBMIT');
  });

  it('takes the second answer to a document that was carried twice for what it is', () => {
    const reasons = [{ bidId: null, code: 'A02', text: 'Message reference must be unique' }];
    given(TO_ACKNOWLEDGED)
      .when(answer({ mrid: 'answer-2', accepted: false, reasons }))
      .then([]);
    given(TO_ACKNOWLEDGED)
      .when(
        answer({
          mrid: 'answer-2',
          accepted: false,
          reasons: [{ bidId: null, code: 'A02', text: 'Currency required' }],
        }),
      )
      .refused('ANSWERED_OTHERWISE');
  });

  it('corrects a rejected document under a new id before the gate closes', () => {
    const correct = (now = before): AuctionCommand => ({ type: 'correct', now, answerTimeoutMs: 300_000, limits });
    const rejectedDay = [...TO_SUBMITTED, happened.rejected];
    given(rejectedDay)
      .when(correct())
      .then([
        {
          type: 'BidsSubmitted',
          data: { attempt: 2, documentMrid: documentMrid(2), bids: [{ quantityW: 300_000 }, { bidId: 'b' }] },
        },
      ]);
    given(rejectedDay).when(correct(GATE)).refused('GATE_CLOSED');
    given([
      ...TO_SUBMITTED,
      rejected(1, [{ bidId: null, code: '999', text: 'Sender is not connected to the Subject Party' }]),
    ])
      .when(correct())
      .refused('NOTHING_TO_CORRECT');
  });
});

describe('withdraw', () => {
  it('needs no document before anything was sent', () => {
    given([happened.opened, happened.planned])
      .when(withdraw())
      .then([{ type: 'AuctionSkipped', data: { reason: 'WITHDRAWN' } }]);
    given([...TO_SUBMITTED, happened.rejected])
      .when(withdraw())
      .then([{ type: 'AuctionSkipped', data: { reason: 'WITHDRAWN' } }]);
  });
  it('sends quantity 0 under the same series ids, created later than what it takes back', () => {
    const zero = BIDS.map((bid) => ({ ...bid, quantityW: 0 }));
    given(TO_ACKNOWLEDGED)
      .when(withdraw(PLAN_AT))
      .then([
        { type: 'BidsSubmitted', data: { attempt: 2, bids: zero, createdAt: '2026-01-12T16:00:01.000Z' } },
        { type: 'BidsWithdrawn', data: { documentMrid: documentMrid(2), by: 'ada' } },
      ]);
  });
  it('is done once, and not after the gate', () => {
    const zero = submitted(
      2,
      BIDS.map((bid) => ({ ...bid, quantityW: 0 })),
    );
    given([...TO_ACKNOWLEDGED, zero, withdrawn(2)])
      .when(withdraw())
      .then([]);
    given([...TO_ACKNOWLEDGED, zero, withdrawn(2), acknowledged(2)])
      .when(withdraw())
      .refused('NOTHING_TO_WITHDRAW');
    given(TO_ACKNOWLEDGED).when(withdraw(GATE)).refused('GATE_CLOSED');
    given([happened.opened, happened.skipped]).when(withdraw()).refused('NOTHING_TO_WITHDRAW');
  });
});

describe('results', () => {
  it('commit when both are in and agree', () => {
    given(TO_ACKNOWLEDGED)
      .when(take(perBidMessage(500_000, 0)))
      .then([perBid(500_000, 0)]);
    given([...TO_ACKNOWLEDGED, perBid(500_000, 0)])
      .when(take(aggregateMessage(500_000, 0)))
      .then([aggregate(500_000, 0), cleared(500_000, 0), committed(500_000, 0)]);
  });
  it('commit in the other order too, and before the acknowledgement', () => {
    given([...TO_SUBMITTED, happened.unconfirmed, aggregate(200_000, 300_000)])
      .when(take(perBidMessage(200_000, 300_000)))
      .then([perBid(200_000, 300_000), cleared(200_000, 300_000), committed(200_000, 300_000)]);
  });
  it('commit on the first alone after the time-out', () => {
    given([...TO_ACKNOWLEDGED, perBid(500_000, 100_000)])
      .when({ type: 'clear-on-first-result' })
      .then([cleared(500_000, 100_000), committed(500_000, 100_000)]);
  });
  it('say nothing the second time', () => {
    const clearedDay = [
      ...TO_ACKNOWLEDGED,
      perBid(500_000, 0),
      aggregate(500_000, 0),
      cleared(500_000, 0),
      committed(500_000, 0),
    ];
    given(clearedDay)
      .when(take(perBidMessage(500_000, 0)))
      .then([]);
    given(clearedDay).when({ type: 'clear-on-first-result' }).then([]);
  });
  it('are refused where nothing was sent', () => {
    given([happened.opened, happened.skipped])
      .when(take(perBidMessage(500_000, 0)))
      .refused('NO_BIDS_SENT');
  });
  it('contradict a withdrawal that the TSO has acknowledged', () => {
    const zero = submitted(
      2,
      BIDS.map((bid) => ({ ...bid, quantityW: 0 })),
    );
    given([...TO_ACKNOWLEDGED, zero, withdrawn(2), acknowledged(2)])
      .when(take(perBidMessage(500_000, 0)))
      .then([{ type: 'AllocationReceived' }, { type: 'ResultsContradicted', data: { mtuStarts: [FIRST_HOUR] } }]);
  });
  it('sum the steps of an hour', () => {
    const ladder = [aBid('a'), aBid('c', { quantityW: 100_000 })];
    const state = sentAfter([
      happened.opened,
      { ...happened.planned, data: { ...happened.planned.data, bids: ladder } },
      happened.approved,
      submitted(1, ladder),
    ]);
    expect(state.bids).toHaveLength(2);
    const result = perBidMessage(500_000, 100_000);
    const bids = result.bids.map((bid, index) => ({
      ...bid,
      bidId: ladder[index]?.bidId ?? '',
      mtuStart: parseInstant(FIRST_HOUR),
    }));
    given([
      happened.opened,
      { ...happened.planned, data: { ...happened.planned.data, bids: ladder } },
      happened.approved,
      submitted(1, ladder),
    ])
      .when(take({ ...result, bids }))
      .then([{ type: 'AllocationReceived', data: { mtus: [{ mtuStart: FIRST_HOUR, awardedW: 600_000 }] } }]);
  });
});
