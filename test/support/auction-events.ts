import { expect } from '@jest/globals';
import {
  auction,
  evolveAuction,
  initialAuction,
  isSent,
  type AuctionCommand,
  type AuctionEvent,
  type AuctionPlan,
  type AuctionState,
  type PlannedBid,
  type SentState,
} from '../../src/bidding/index.js';
import {
  deliveryDay,
  deterministicUuid,
  epochMs,
  fold,
  isRefusal,
  parseInstant,
  type Recorded,
} from '../../src/kernel/index.js';
import { newestFcrnRules } from '../../src/market/index.js';

export const DAY = deliveryDay('2026-01-13');
export const GATE = parseInstant('2026-01-12T16:30:00Z');
export const PLAN_AT = epochMs(GATE - 30 * 60_000);
export const limits = newestFcrnRules();
export const FIRST_HOUR = '2026-01-12T23:00:00.000Z';
export const SECOND_HOUR = '2026-01-13T00:00:00.000Z';
const ofDay = { product: 'FCR-N', deliveryDay: DAY } as const;

export const aBid = (bidId: string, change: Partial<PlannedBid> = {}): PlannedBid => ({
  bidId,
  mtuStart: FIRST_HOUR,
  quantityW: 500_000,
  priceEurPerMwH: '5',
  ...change,
});
/** 0.5 MW in the first hour, 0.3 MW in the second. */
export const BIDS = [aBid('a'), aBid('b', { mtuStart: SECOND_HOUR, quantityW: 300_000 })];

export const aPlan = (bids: readonly PlannedBid[] = BIDS): AuctionPlan => ({
  bids,
  strategy: 'price-taker',
  reliability: 0.9,
  floorPriceEurPerMwH: '5',
  inputs: bids.map(({ mtuStart }) => ({
    mtuStart,
    samples: 20,
    quantileW: 512_000,
    limitW: null,
    boundBy: 'forecast',
  })),
  digests: { forecast: 'forecast-digest', rules: 'rules-digest' },
  skipReason: null,
});

export const documentMrid = (attempt: number): string =>
  deterministicUuid('bid-document', 'FCR-N', DAY, String(attempt));

const { skipReason: _, ...planned } = aPlan();
/** One event of each type with its defaults. */
export const happened = {
  opened: {
    type: 'AuctionOpened',
    data: { ...ofDay, gateClosureAt: '2026-01-12T16:30:00.000Z', planAt: '2026-01-12T16:00:00.000Z' },
  },
  planned: { type: 'AuctionPlanned', data: { ...ofDay, ...planned } },
  skipped: { type: 'AuctionSkipped', data: { ...ofDay, reason: 'NOTHING_TO_SELL' } },
  denied: { type: 'BidsDenied', data: { ...ofDay, code: 'PRICE_INVALID', message: 'bid a: price' } },
  approved: { type: 'AuctionApproved', data: { ...ofDay, by: 'policy' } },
  submitted: submitted(1, BIDS),
  unconfirmed: {
    type: 'SubmissionUnconfirmed',
    data: { ...ofDay, documentMrid: documentMrid(1), at: '2026-01-12T16:05:00.000Z' },
  },
  acknowledged: acknowledged(1),
  rejected: rejected(1, [{ bidId: 'a', code: '999', text: 'Portfolio limit 0.3 MW exceeded; position 1' }]),
  contradicted: { type: 'ResultsContradicted', data: { ...ofDay, mtuStarts: [FIRST_HOUR], detail: 'they disagree' } },
} as const satisfies Record<string, AuctionEvent>;

export function submitted(attempt: number, bids: readonly PlannedBid[]): AuctionEvent {
  const data = {
    ...ofDay,
    documentMrid: documentMrid(attempt),
    attempt,
    createdAt: '2026-01-12T16:00:00.000Z',
    answerDueAt: '2026-01-12T16:05:00.000Z',
    bids,
  };
  return { type: 'BidsSubmitted', data };
}
export function acknowledged(attempt: number): AuctionEvent {
  return {
    type: 'BidsAcknowledged',
    data: { ...ofDay, documentMrid: documentMrid(attempt), acknowledgementMrid: `answer-${attempt}` },
  };
}
export function rejected(
  attempt: number,
  reasons: readonly { bidId: string | null; code: string; text: string }[],
): AuctionEvent {
  return {
    type: 'BidsRejected',
    data: { ...ofDay, documentMrid: documentMrid(attempt), acknowledgementMrid: `answer-${attempt}`, reasons },
  };
}
export function withdrawn(attempt: number): AuctionEvent {
  return { type: 'BidsWithdrawn', data: { ...ofDay, documentMrid: documentMrid(attempt), by: 'ada' } };
}

/** Awards in the first and the second hour, at 10 EUR/MW,h. */
export function perBid(first: number, second: number, change: Partial<{ resultMrid: string }> = {}): AuctionEvent {
  const bids = [
    { bidId: 'a', awardedW: first },
    { bidId: 'b', awardedW: second },
  ];
  return {
    type: 'AllocationReceived',
    data: {
      ...ofDay,
      resultMrid: 'per-bid',
      kind: 'per-bid',
      receivedAt: '2026-01-12T17:00:00.000Z',
      mtus: hours(first, second),
      bids,
      ...change,
    },
  };
}
export function aggregate(first: number, second: number, change: Partial<{ resultMrid: string }> = {}): AuctionEvent {
  return {
    type: 'AllocationReceived',
    data: {
      ...ofDay,
      resultMrid: 'aggregate',
      kind: 'aggregate',
      receivedAt: '2026-01-12T17:00:00.000Z',
      mtus: hours(first, second),
      bids: [],
      ...change,
    },
  };
}
const hours = (first: number, second: number) => [
  { mtuStart: FIRST_HOUR, awardedW: first, priceEurPerMwH: '10' },
  { mtuStart: SECOND_HOUR, awardedW: second, priceEurPerMwH: '10' },
];

export const cleared = (first: number, second: number): AuctionEvent => ({
  type: 'AuctionCleared',
  data: {
    ...ofDay,
    bids: [
      { bidId: 'a', mtuStart: FIRST_HOUR, offeredW: 500_000, awardedW: first, priceEurPerMwH: '10' },
      { bidId: 'b', mtuStart: SECOND_HOUR, offeredW: 300_000, awardedW: second, priceEurPerMwH: '10' },
    ],
  },
});
export const committed = (first: number, second: number): AuctionEvent => ({
  type: 'CapacityCommitted',
  data: { ...ofDay, mtus: hours(first, second).filter((hour) => hour.awardedW > 0) },
});

export const TO_SUBMITTED = [happened.opened, happened.planned, happened.approved, happened.submitted];
export const TO_ACKNOWLEDGED = [...TO_SUBMITTED, happened.acknowledged];

export const stateAfter = (events: readonly AuctionEvent[]): AuctionState =>
  fold(evolveAuction, initialAuction, events);
export function sentAfter(events: readonly AuctionEvent[]): SentState {
  const state = stateAfter(events);
  if (!isSent(state)) throw new Error(`nothing was sent: ${state.status}`);
  return state;
}

export const given = (events: readonly AuctionEvent[]) => ({
  when: (command: AuctionCommand) => {
    const decision = auction.decide(stateAfter(events), command);
    return {
      then: (expected: readonly unknown[]) => expect(decision).toMatchObject(expected),
      thenTypes: (expected: readonly string[]) =>
        expect(isRefusal(decision) ? decision : decision.map((event) => event.type)).toEqual(expected),
      refused: (code: string) => expect(decision).toMatchObject({ code }),
    };
  },
});

/** As the log would hold them, a minute apart, each caused by the one before. */
export const recorded = (events: readonly AuctionEvent[]): Recorded[] =>
  events.map(({ type, data }, position) => {
    const at = epochMs(PLAN_AT + position * 60_000);
    const meta = {
      messageId: `m${position}`,
      causationId: `m${Math.max(0, position - 1)}`,
      correlationId: 'm0',
      actor: 'saga:auction',
    };
    return {
      type,
      data,
      position,
      revision: position,
      stream: `auction-FCR-N-${DAY}`,
      schemaVersion: 1,
      meta,
      occurredAt: at,
      recordedAt: at,
    };
  });
