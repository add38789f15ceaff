import { invariant, parseInstant, type DeliveryDay, type EpochMs } from '../kernel/index.js';
import type { AuctionEvent, AuctionSkipped, BidsRejected, BidsSubmitted, PlannedBid } from './auction.events.js';
import { noResults, withAllocation, withCleared, withContradiction, type Results } from './results.js';

interface Opened {
  readonly product: string;
  readonly deliveryDay: DeliveryDay;
  readonly gateClosureAt: EpochMs;
  readonly planAt: EpochMs;
}
interface WithPlan extends Opened {
  readonly bids: readonly PlannedBid[];
}

/** What became of one document. `awaited` and `unconfirmed` differ in the time-out only: both are in flight. */
export type Answer = 'awaited' | 'unconfirmed' | 'acknowledged' | 'rejected';

export interface SentDocument {
  readonly mrid: string;
  readonly attempt: number;
  readonly createdAt: EpochMs;
  readonly answerDueAt: EpochMs;
  readonly bids: readonly PlannedBid[];
  /** All quantities 0: takes back what stood before. */
  readonly withdrawal: boolean;
  readonly answer: Answer;
  readonly reasons: BidsRejected['data']['reasons'];
}

interface Sent extends WithPlan {
  /** In the order they were written; never empty. */
  readonly documents: readonly SentDocument[];
  readonly results: Results;
}

export type SentStatus = 'submitted' | 'unconfirmed' | 'acknowledged' | 'rejected' | 'withdrawn' | 'cleared';

/** One delivery day's auction. A field exists only where it has a meaning. */
export type AuctionState =
  | { readonly status: 'none' }
  | ({ readonly status: 'opened' } & Opened)
  | ({ readonly status: 'skipped'; readonly reason: AuctionSkipped['data']['reason'] } & Opened)
  | ({ readonly status: 'planned' | 'approved' } & WithPlan)
  | ({ readonly status: 'denied'; readonly code: string; readonly message: string } & WithPlan)
  | ({ readonly status: SentStatus } & Sent);

export type SentState = Extract<AuctionState, Sent>;
export type OpenedState = Exclude<AuctionState, { status: 'none' }>;

export const isSent = (state: AuctionState): state is SentState => 'documents' in state;

/** The document that speaks last: a rejected withdrawal leaves what stood before it. */
export function standingDocument(documents: readonly SentDocument[]): SentDocument {
  const standing = documents.filter((document) => !(document.withdrawal && document.answer === 'rejected')).at(-1);
  invariant(standing, 'the first document of an auction is no withdrawal');
  return standing;
}

export const inFlight = (document: SentDocument): boolean =>
  document.answer === 'awaited' || document.answer === 'unconfirmed';

export const initialAuction: AuctionState = { status: 'none' };

export function evolveAuction(state: AuctionState, event: AuctionEvent): AuctionState {
  if (event.type === 'AuctionOpened') {
    const { product, deliveryDay, gateClosureAt, planAt } = event.data;
    return {
      status: 'opened',
      product,
      deliveryDay,
      gateClosureAt: parseInstant(gateClosureAt),
      planAt: parseInstant(planAt),
    };
  }
  invariant(state.status !== 'none', `${event.type} before AuctionOpened`);
  switch (event.type) {
    case 'AuctionPlanned':
      return { ...opened(state), status: 'planned', bids: event.data.bids };
    case 'AuctionSkipped':
      return { ...opened(state), status: 'skipped', reason: event.data.reason };
    case 'BidsDenied':
      return { ...withPlan(state), status: 'denied', code: event.data.code, message: event.data.message };
    case 'AuctionApproved':
      return { ...withPlan(state), status: 'approved' };
    case 'BidsSubmitted':
      return afterDocument(state, event.data);
    default:
      return evolveSent(state, event);
  }
}

type EventOfSent = Exclude<
  AuctionEvent,
  { type: 'AuctionOpened' | 'AuctionPlanned' | 'AuctionSkipped' | 'BidsDenied' | 'AuctionApproved' | 'BidsSubmitted' }
>;

function evolveSent(state: OpenedState, event: EventOfSent): AuctionState {
  invariant(isSent(state), `${event.type} before BidsSubmitted`);
  switch (event.type) {
    case 'SubmissionUnconfirmed':
      return answered(state, event.data.documentMrid, { answer: 'unconfirmed' });
    case 'BidsAcknowledged':
      return answered(state, event.data.documentMrid, { answer: 'acknowledged' });
    case 'BidsRejected':
      return answered(state, event.data.documentMrid, { answer: 'rejected', reasons: event.data.reasons });
    case 'BidsWithdrawn':
      return answered(state, event.data.documentMrid, { withdrawal: true });
    case 'AllocationReceived':
      return { ...state, results: withAllocation(state.results, event.data) };
    case 'ResultsContradicted':
      return { ...state, results: withContradiction(state.results, event.data.mtuStarts) };
    case 'AuctionCleared':
      return { ...state, status: 'cleared', results: withCleared(state.results, event.data.bids) };
    case 'CapacityCommitted':
      // The obligation that follows from AuctionCleared, which stands before it in the same append.
      return state;
    default:
      return unreachable(event);
  }
}

function opened(state: OpenedState): Opened {
  const { product, deliveryDay, gateClosureAt, planAt } = state;
  return { product, deliveryDay, gateClosureAt, planAt };
}

function withPlan(state: OpenedState): WithPlan {
  invariant('bids' in state, 'a plan comes before approval, denial and documents');
  return { ...opened(state), bids: state.bids };
}

function afterDocument(state: OpenedState, data: BidsSubmitted['data']): SentState {
  const before = isSent(state) ? state : { ...withPlan(state), documents: [], results: noResults };
  const document: SentDocument = {
    mrid: data.documentMrid,
    attempt: data.attempt,
    createdAt: parseInstant(data.createdAt),
    answerDueAt: parseInstant(data.answerDueAt),
    bids: data.bids,
    withdrawal: data.bids.every((bid) => bid.quantityW === 0),
    answer: 'awaited',
    reasons: [],
  };
  return { ...before, ...withPlan(state), documents: [...before.documents, document], status: 'submitted' };
}

function answered(state: SentState, mrid: string, change: Partial<SentDocument>): SentState {
  const documents = state.documents.map((document) => (document.mrid === mrid ? { ...document, ...change } : document));
  return { ...state, documents, status: state.status === 'cleared' ? 'cleared' : statusOf(documents) };
}

function statusOf(documents: readonly SentDocument[]): SentStatus {
  const { answer, withdrawal } = standingDocument(documents);
  if (answer === 'awaited') return 'submitted';
  return answer === 'acknowledged' && withdrawal ? 'withdrawn' : answer;
}

function unreachable(event: never): never {
  throw new Error(`no such auction event: ${JSON.stringify(event)}`);
}

/** What one bid stands at: the last document that is not rejected; 0 when it was taken back or never arrived. */
export function offeredW(state: SentState, bidId: string): number {
  const standing = state.documents.filter((document) => document.answer !== 'rejected');
  // A withdrawal that the TSO has not confirmed leaves the possibility of an award.
  const certain = standing.filter((document) => !(document.withdrawal && inFlight(document)));
  for (const document of certain.toReversed()) {
    const bid = document.bids.find((line) => line.bidId === bidId);
    if (bid) return bid.quantityW;
  }
  return 0;
}

/** Every bid that may stand at the TSO, as offered last, in the order of the plan. */
export const offersOf = (state: SentState): readonly PlannedBid[] =>
  state.bids.map((bid) => lastOffer(state, bid)).map((bid) => ({ ...bid, quantityW: offeredW(state, bid.bidId) }));

function lastOffer(state: SentState, planned: PlannedBid): PlannedBid {
  const line = state.documents
    .filter((document) => !document.withdrawal)
    .flatMap((document) => document.bids)
    .findLast((bid) => bid.bidId === planned.bidId);
  return line ?? planned;
}
