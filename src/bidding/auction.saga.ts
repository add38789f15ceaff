import { dayInterval, epochMs, type EpochMs } from '../kernel/index.js';
import type { AuctionSkipped } from './auction.events.js';
import { standingDocument, type AuctionState, type SentState } from './auction-state.js';
import type { BidLimits } from './bid-check.js';
import { correctedBids } from './rejection.js';

/** What this process knows of the carrier and the log does not: forgotten at a restart, found again by asking. */
export interface Contact {
  readonly at: EpochMs;
  /** The carrier took the document. */
  readonly delivered: boolean;
  /** The TSO said, after the gate, that it never had the document: there is nothing left to ask. */
  readonly lost: boolean;
  /** Whether the carrier can be asked after a document at all. */
  readonly askable: boolean;
}

export interface AuctionSettings {
  readonly approval: 'policy' | 'trader';
  /** The bids are planned this long before the gate closes. */
  readonly leadMs: number;
  readonly answerTimeoutMs: number;
  /** Between two tries of a carrier that does not take a document, or of a TSO that does not answer. */
  readonly retryMs: number;
  /** How long the second result is waited for. */
  readonly secondResultTimeoutMs: number;
  /** After so many rejected documents a person has to look. */
  readonly maximumAttempts: number;
}

export interface Situation extends AuctionSettings {
  readonly gateClosureAt: EpochMs;
  readonly halted: boolean;
  /** About the document that stands; null after a restart. */
  readonly contact: Contact | null;
  readonly limits: BidLimits;
}

export type AuctionAction =
  | {
      readonly do:
        | 'open'
        | 'plan'
        | 'approve'
        | 'submit'
        | 'contact'
        | 'mark-unconfirmed'
        | 'resubmit'
        | 'correct'
        | 'clear-on-first-result';
    }
  | { readonly do: 'skip'; readonly reason: AuctionSkipped['data']['reason'] };
/** What to do now, or the instant to look again; null: wait for a message, a person, or nothing. */
export type AuctionStep = AuctionAction | { readonly lookAgainAt: EpochMs } | null;

const at = (instant: number): AuctionStep => ({ lookAgainAt: epochMs(instant) });

/** The workflow of one delivery day as a function of its state, the time and the situation. */
export function nextStep(state: AuctionState, now: EpochMs, situation: Situation): AuctionStep {
  const { gateClosureAt, leadMs, halted, approval } = situation;
  const gateClosed = now >= gateClosureAt;
  switch (state.status) {
    case 'none':
      return now < gateClosureAt - leadMs ? at(gateClosureAt - leadMs) : { do: 'open' };
    case 'opened':
      if (gateClosed) return { do: 'skip', reason: halted ? 'TRADING_HALTED' : 'PLANNED_TOO_LATE' };
      return now < state.planAt ? at(state.planAt) : { do: 'plan' };
    case 'planned':
      if (gateClosed) return { do: 'skip', reason: unapproved(situation) };
      return approval === 'policy' ? { do: 'approve' } : at(gateClosureAt);
    case 'approved':
      if (gateClosed) return { do: 'skip', reason: halted ? 'TRADING_HALTED' : 'PLANNED_TOO_LATE' };
      return halted ? at(gateClosureAt) : { do: 'submit' };
    case 'skipped':
    case 'denied':
      return null;
    default:
      return earliest(clearingStep(state, now, situation), documentStep(state, now, situation), now);
  }
}

function unapproved({ halted, approval }: Situation): AuctionSkipped['data']['reason'] {
  if (halted) return 'TRADING_HALTED';
  return approval === 'trader' ? 'NOT_APPROVED_IN_TIME' : 'PLANNED_TOO_LATE';
}

/** One result is in and the other is not: clear on it after the time-out. */
function clearingStep(state: SentState, now: EpochMs, { secondResultTimeoutMs }: Situation): AuctionStep {
  const { perBid, aggregate, firstReceivedAt } = state.results;
  const waiting = state.status !== 'cleared' && state.status !== 'withdrawn' && state.status !== 'rejected';
  if (!waiting || firstReceivedAt === null || (perBid && aggregate)) return null;
  const due = firstReceivedAt + secondResultTimeoutMs;
  return now >= due ? { do: 'clear-on-first-result' } : at(due);
}

function documentStep(state: SentState, now: EpochMs, situation: Situation): AuctionStep {
  switch (state.status) {
    case 'submitted':
      return answerStep(state, now, situation);
    case 'unconfirmed':
      return unconfirmedStep(state, now, situation);
    case 'rejected':
      return rejectedStep(state, now, situation);
    case 'acknowledged':
    case 'withdrawn':
    case 'cleared':
      return null;
    default:
      return unreachable(state.status);
  }
}

function answerStep(state: SentState, now: EpochMs, { contact, retryMs }: Situation): AuctionStep {
  const { answerDueAt } = standingDocument(state.documents);
  if (now >= answerDueAt) return { do: 'mark-unconfirmed' };
  if (!contact) return { do: 'contact' };
  if (contact.delivered) return at(answerDueAt);
  const retryAt = contact.at + retryMs;
  return now >= retryAt ? { do: 'contact' } : at(Math.min(retryAt, answerDueAt));
}

/** Asked for again and again, until results are in or the day is over. What "ask" may send is the service's guard. */
function unconfirmedStep(state: SentState, now: EpochMs, situation: Situation): AuctionStep {
  const { contact, retryMs, gateClosureAt, halted } = situation;
  const { perBid, aggregate } = state.results;
  if (perBid || aggregate || contact?.lost || now >= dayInterval(state.deliveryDay).end) return null;
  if (contact && !contact.askable) {
    // Past the gate the results will tell what the TSO had; nothing is sent any more.
    if (now >= gateClosureAt) return null;
    const maySend = !halted || standingDocument(state.documents).withdrawal;
    return maySend ? { do: 'resubmit' } : at(gateClosureAt);
  }
  if (!contact || now >= contact.at + retryMs) return { do: 'contact' };
  return at(contact.at + retryMs);
}

function rejectedStep(state: SentState, now: EpochMs, situation: Situation): AuctionStep {
  const { gateClosureAt, halted, maximumAttempts, limits } = situation;
  const { bids, reasons } = standingDocument(state.documents);
  const rejections = state.documents.filter(({ answer }) => answer === 'rejected').length;
  if (now >= gateClosureAt || halted || rejections >= maximumAttempts) return null;
  return correctedBids(bids, reasons, limits) ? { do: 'correct' } : null;
}

function earliest(first: AuctionStep, second: AuctionStep, now: EpochMs): AuctionStep {
  const due = (step: AuctionStep): number => (step === null ? Infinity : 'do' in step ? now : step.lookAgainAt);
  return due(first) <= due(second) ? first : second;
}

function unreachable(status: never): never {
  throw new Error(`no such status: ${String(status)}`);
}
