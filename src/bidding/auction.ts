import {
  deterministicUuid,
  epochMs,
  isoInstant,
  MS_PER_SECOND,
  Refusal,
  type Decider,
  type DeliveryDay,
  type EpochMs,
} from '../kernel/index.js';
import type { Acknowledgement, AllocationAggregate, AllocationPerBid } from '../market/index.js';
import type { AuctionPlan } from './auction-planner.port.js';
import type { AllocationReceived, AuctionEvent, AuctionSkipped, BidsSubmitted, PlannedBid } from './auction.events.js';
import {
  evolveAuction,
  inFlight,
  initialAuction,
  isSent,
  offersOf,
  standingDocument,
  type AuctionState,
  type OpenedState,
  type SentState,
} from './auction-state.js';
import { denialOf, type BidLimits } from './bid-check.js';
import { clearing } from './clearing.js';
import { correctedBids, saysRepeated } from './rejection.js';

/** `now` is the instant of the decision, given by whoever commands. */
export type AuctionCommand =
  | {
      readonly type: 'open';
      readonly product: string;
      readonly deliveryDay: DeliveryDay;
      readonly gateClosureAt: EpochMs;
      readonly planAt: EpochMs;
    }
  | { readonly type: 'plan'; readonly plan: AuctionPlan; readonly limits: BidLimits }
  | { readonly type: 'skip'; readonly reason: AuctionSkipped['data']['reason'] }
  | { readonly type: 'approve'; readonly by: string; readonly now: EpochMs }
  | { readonly type: 'submit'; readonly now: EpochMs; readonly answerTimeoutMs: number }
  | { readonly type: 'resubmit'; readonly now: EpochMs; readonly answerTimeoutMs: number }
  | { readonly type: 'correct'; readonly now: EpochMs; readonly answerTimeoutMs: number; readonly limits: BidLimits }
  | { readonly type: 'withdraw'; readonly by: string; readonly now: EpochMs; readonly answerTimeoutMs: number }
  | { readonly type: 'mark-unconfirmed'; readonly now: EpochMs }
  | { readonly type: 'take-acknowledgement'; readonly acknowledgement: Acknowledgement }
  | { readonly type: 'take-result'; readonly result: AllocationPerBid | AllocationAggregate; readonly now: EpochMs }
  | { readonly type: 'clear-on-first-result' };

type Command<T extends AuctionCommand['type']> = Extract<AuctionCommand, { type: T }>;
type Decision = readonly AuctionEvent[] | Refusal;

/**
 * One delivery day's auction. Refusal codes: AUCTION_NOT_FOUND, NOTHING_TO_APPROVE, NOTHING_TO_SUBMIT, NOTHING_TO_RESUBMIT,
 * NOTHING_TO_CORRECT, NOTHING_TO_WITHDRAW, GATE_CLOSED, UNKNOWN_DOCUMENT, ANSWERED_OTHERWISE, NO_BIDS_SENT, ALREADY_DECIDED. What is
 * already so answers no event.
 */
export const auction: Decider<AuctionState, AuctionCommand, AuctionEvent> = {
  initial: initialAuction,
  decide,
  evolve: evolveAuction,
};

function decide(state: AuctionState, command: AuctionCommand): Decision {
  if (command.type === 'open') return state.status === 'none' ? [openedEvent(command)] : [];
  if (state.status === 'none')
    return new Refusal('AUCTION_NOT_FOUND', 'no auction of this delivery day has been opened', 'day');
  switch (command.type) {
    case 'plan':
      return state.status === 'opened' ? planned(state, command) : alreadyDecided(state);
    case 'skip':
      return isSent(state) || state.status === 'skipped' || state.status === 'denied'
        ? alreadyDecided(state)
        : [skipped(state, command.reason)];
    case 'approve':
      return approve(state, command);
    case 'submit':
      return submit(state, command);
    case 'resubmit':
      return resubmit(state, command);
    case 'correct':
      return correct(state, command);
    case 'withdraw':
      return withdraw(state, command);
    case 'mark-unconfirmed':
      return markUnconfirmed(state, command);
    case 'take-acknowledgement':
      return takeAcknowledgement(state, command);
    case 'take-result':
      return takeResult(state, command);
    case 'clear-on-first-result':
      return isSent(state) && state.status !== 'cleared' ? clearing(state, true) : [];
    default:
      return unreachable(command);
  }
}

const openedEvent = ({ product, deliveryDay, gateClosureAt, planAt }: Command<'open'>): AuctionEvent => ({
  type: 'AuctionOpened',
  data: { product, deliveryDay, gateClosureAt: isoInstant(gateClosureAt), planAt: isoInstant(planAt) },
});

const ofAuction = ({ product, deliveryDay }: OpenedState): { product: string; deliveryDay: DeliveryDay } => ({
  product,
  deliveryDay,
});

const skipped = (state: OpenedState, reason: AuctionSkipped['data']['reason']): AuctionEvent => ({
  type: 'AuctionSkipped',
  data: { ...ofAuction(state), reason },
});

function planned(state: OpenedState, { plan, limits }: Command<'plan'>): Decision {
  const { skipReason, ...made } = plan;
  const event: AuctionEvent = { type: 'AuctionPlanned', data: { ...ofAuction(state), ...made } };
  if (skipReason !== null || plan.bids.length === 0) return [event, skipped(state, skipReason ?? 'NOTHING_TO_SELL')];
  const denial = denialOf(plan.bids, state.deliveryDay, limits);
  if (!denial) return [event];
  return [event, { type: 'BidsDenied', data: { ...ofAuction(state), code: denial.code, message: denial.message } }];
}

function approve(state: OpenedState, { by, now }: Command<'approve'>): Decision {
  if (state.status === 'approved' || isSent(state)) return [];
  if (state.status !== 'planned')
    return new Refusal(
      'NOTHING_TO_APPROVE',
      `the auction of ${state.deliveryDay} is ${state.status}; only planned bids can be approved`,
      'day',
    );
  if (now >= state.gateClosureAt) return gateClosed(state, now);
  return [{ type: 'AuctionApproved', data: { ...ofAuction(state), by } }];
}

function submit(state: OpenedState, { now, answerTimeoutMs }: Command<'submit'>): Decision {
  if (state.status !== 'approved')
    return new Refusal(
      'NOTHING_TO_SUBMIT',
      `the auction of ${state.deliveryDay} is ${state.status}, not approved`,
      'day',
    );
  if (now >= state.gateClosureAt) return gateClosed(state, now);
  return [submittedEvent(state, state.bids, now, answerTimeoutMs)];
}

/** The same bids in a new document: an update of themselves if the first one arrived, the first one if it did not. */
function resubmit(state: OpenedState, { now, answerTimeoutMs }: Command<'resubmit'>): Decision {
  if (!isSent(state) || state.status !== 'unconfirmed')
    return new Refusal(
      'NOTHING_TO_RESUBMIT',
      `the auction of ${state.deliveryDay} is ${state.status}; only a document without an answer is sent anew`,
      'day',
    );
  if (now >= state.gateClosureAt) return gateClosed(state, now);
  return [submittedEvent(state, standingDocument(state.documents).bids, now, answerTimeoutMs)];
}

function correct(state: OpenedState, { now, answerTimeoutMs, limits }: Command<'correct'>): Decision {
  const refused = state.status === 'rejected' ? standingDocument(state.documents) : null;
  const bids = refused && correctedBids(refused.bids, refused.reasons, limits);
  if (!bids)
    return new Refusal(
      'NOTHING_TO_CORRECT',
      `no document of ${state.deliveryDay} was rejected for a reason we can put right`,
      'day',
    );
  if (now >= state.gateClosureAt) return gateClosed(state, now);
  return [submittedEvent(state, bids, now, answerTimeoutMs)];
}

/** Before anything was sent there is nothing to take back; after that, a document of zero quantities does it. */
function withdraw(state: OpenedState, { by, now, answerTimeoutMs }: Command<'withdraw'>): Decision {
  if (now >= state.gateClosureAt) return gateClosed(state, now);
  switch (state.status) {
    case 'opened':
    case 'planned':
    case 'approved':
    case 'rejected':
      return [skipped(state, 'WITHDRAWN')];
    case 'submitted':
    case 'unconfirmed':
    case 'acknowledged': {
      if (standingDocument(state.documents).withdrawal) return [];
      const offers = offersOf(state).filter((bid) => bid.quantityW > 0);
      const event = submittedEvent(
        state,
        offers.map((bid) => ({ ...bid, quantityW: 0 })),
        now,
        answerTimeoutMs,
      );
      const { documentMrid } = event.data;
      return [event, { type: 'BidsWithdrawn', data: { ...ofAuction(state), documentMrid, by } }];
    }
    default:
      return new Refusal('NOTHING_TO_WITHDRAW', `the auction of ${state.deliveryDay} is ${state.status}`, 'day');
  }
}

/** Documents are told apart by attempt; the TSO takes the one with the latest creation time. */
function submittedEvent(
  state: OpenedState,
  bids: readonly PlannedBid[],
  now: EpochMs,
  answerTimeoutMs: number,
): BidsSubmitted {
  const last = isSent(state) ? state.documents.at(-1) : undefined;
  const attempt = (last?.attempt ?? 0) + 1;
  const createdAt = epochMs(Math.max(now, last ? last.createdAt + MS_PER_SECOND : now));
  return {
    type: 'BidsSubmitted',
    data: {
      ...ofAuction(state),
      documentMrid: deterministicUuid('bid-document', state.product, state.deliveryDay, String(attempt)),
      attempt,
      createdAt: isoInstant(createdAt),
      bids,
      answerDueAt: isoInstant(epochMs(now + answerTimeoutMs)),
    },
  };
}

function markUnconfirmed(state: OpenedState, { now }: Command<'mark-unconfirmed'>): Decision {
  const document = isSent(state) ? standingDocument(state.documents) : null;
  if (document?.answer !== 'awaited') return [];
  return [
    { type: 'SubmissionUnconfirmed', data: { ...ofAuction(state), documentMrid: document.mrid, at: isoInstant(now) } },
  ];
}

/** The first answer to a document is the answer; a repetition says nothing, another one is refused. */
function takeAcknowledgement(state: OpenedState, { acknowledgement }: Command<'take-acknowledgement'>): Decision {
  const { documentMrid, accepted, reasons, mrid: acknowledgementMrid } = acknowledgement;
  const document = isSent(state) ? state.documents.find(({ mrid }) => mrid === documentMrid) : undefined;
  if (!document)
    return new Refusal(
      'UNKNOWN_DOCUMENT',
      `no document ${documentMrid} was sent for ${state.deliveryDay}`,
      'documentMrid',
    );
  const answer = accepted ? 'acknowledged' : 'rejected';
  if (!inFlight(document)) {
    // A document that was carried twice is answered twice, the second time because it was there already.
    if (document.answer === answer || saysRepeated(reasons)) return [];
    return new Refusal(
      'ANSWERED_OTHERWISE',
      `document ${documentMrid} was ${document.answer} before; ask the TSO which holds`,
      'accepted',
    );
  }
  const data = { ...ofAuction(state), documentMrid, acknowledgementMrid };
  if (accepted) return [{ type: 'BidsAcknowledged', data }];
  return [{ type: 'BidsRejected', data: { ...data, reasons } }];
}

function takeResult(state: OpenedState, { result, now }: Command<'take-result'>): Decision {
  if (!isSent(state)) return new Refusal('NO_BIDS_SENT', `no bids were sent for ${state.deliveryDay}`, 'deliveryDay');
  if (state.results.seen.includes(result.mrid)) return [];
  const received = allocationReceived(state, result, now);
  const after = evolveAuction(state, received) as SentState;
  const nothingStands = state.status === 'withdrawn' || state.status === 'rejected';
  return [received, ...clearing(after, nothingStands || state.status === 'cleared')];
}

function allocationReceived(
  state: SentState,
  result: AllocationPerBid | AllocationAggregate,
  now: EpochMs,
): AllocationReceived {
  const mtus = new Map<string, { mtuStart: string; awardedW: number; priceEurPerMwH: string }>();
  for (const line of result.kind === 'allocation-per-bid' ? result.bids : result.mtus) {
    const mtuStart = isoInstant(line.mtuStart);
    const awardedW = (mtus.get(mtuStart)?.awardedW ?? 0) + line.awardedW;
    mtus.set(mtuStart, { mtuStart, awardedW, priceEurPerMwH: line.priceEurPerMwH });
  }
  const bids =
    result.kind === 'allocation-per-bid' ? result.bids.map(({ bidId, awardedW }) => ({ bidId, awardedW })) : [];
  const kind = result.kind === 'allocation-per-bid' ? 'per-bid' : 'aggregate';
  return {
    type: 'AllocationReceived',
    data: {
      ...ofAuction(state),
      resultMrid: result.mrid,
      kind,
      receivedAt: isoInstant(now),
      mtus: [...mtus.values()],
      bids,
    },
  };
}

const gateClosed = (state: OpenedState, now: EpochMs): Refusal =>
  new Refusal(
    'GATE_CLOSED',
    `the gate for ${state.deliveryDay} closed at ${isoInstant(state.gateClosureAt)}, now it is ${isoInstant(now)}; bid for a later delivery day`,
    'day',
  );

const alreadyDecided = (state: OpenedState): Refusal =>
  new Refusal('ALREADY_DECIDED', `the auction of ${state.deliveryDay} is ${state.status} already`, 'day');

function unreachable(command: never): never {
  throw new Error(`no such auction command: ${JSON.stringify(command)}`);
}
