import { formatMw } from '../kernel/index.js';
import type { AuctionEvent, PlannedBid } from './auction.events.js';

/** What an event of the auction says about one bid, in a sentence; null when it does not concern it. */
export function narrate(event: AuctionEvent, bid: PlannedBid): string | null {
  switch (event.type) {
    case 'AuctionOpened':
      return `Auction opened; the gate closes at ${event.data.gateClosureAt}.`;
    case 'AuctionPlanned':
      return `Planned among ${event.data.bids.length} bids.`;
    case 'AuctionSkipped':
      return `Not sent: ${SKIPPED[event.data.reason]}.`;
    case 'BidsDenied':
      return `Not sent, our own check said no: ${event.data.message} (${event.data.code}).`;
    case 'AuctionApproved':
      return `Approved by ${event.data.by}.`;
    case 'BidsSubmitted':
      return submitted(event.data, bid);
    case 'SubmissionUnconfirmed':
      return `No answer to document ${event.data.documentMrid} in time; asking the TSO.`;
    case 'BidsAcknowledged':
      return `The TSO acknowledged document ${event.data.documentMrid}.`;
    case 'BidsRejected':
      return rejected(event.data, bid);
    case 'BidsWithdrawn':
      return `Withdrawn by ${event.data.by}.`;
    default:
      return narrateResult(event, bid);
  }
}

type ResultEvent = Extract<
  AuctionEvent,
  { type: 'AllocationReceived' | 'ResultsContradicted' | 'AuctionCleared' | 'CapacityCommitted' }
>;

function narrateResult(event: ResultEvent, bid: PlannedBid): string | null {
  switch (event.type) {
    case 'AllocationReceived': {
      const hour = event.data.mtus.find((mtu) => mtu.mtuStart === bid.mtuStart);
      const kind = event.data.kind === 'per-bid' ? 'Result per bid' : 'Result by hour';
      return hour
        ? `${kind}: ${formatMw(hour.awardedW, 1)} MW awarded in the hour at ${hour.priceEurPerMwH} EUR/MW,h.`
        : null;
    }
    case 'ResultsContradicted':
      return event.data.mtuStarts.includes(bid.mtuStart)
        ? `The results for this hour disagree: ${event.data.detail}.`
        : null;
    case 'AuctionCleared': {
      const result = event.data.bids.find((line) => line.bidId === bid.bidId);
      if (!result) return null;
      return `Cleared: ${formatMw(result.awardedW, 1)} of ${formatMw(result.offeredW, 1)} MW awarded at ${result.priceEurPerMwH} EUR/MW,h.`;
    }
    case 'CapacityCommitted': {
      const hour = event.data.mtus.find((mtu) => mtu.mtuStart === bid.mtuStart);
      return hour ? `Committed: ${formatMw(hour.awardedW, 1)} MW are to be held in the hour.` : null;
    }
    default:
      return unreachable(event);
  }
}

type Data<T extends AuctionEvent['type']> = Extract<AuctionEvent, { type: T }>['data'];

const SKIPPED: Record<Data<'AuctionSkipped'>['reason'], string> = {
  NOTHING_TO_SELL: 'there was nothing to sell',
  TOO_FEW_SAMPLES: 'the forecast rests on too few days',
  TRADING_HALTED: 'trading was halted when the gate closed',
  NOT_APPROVED_IN_TIME: 'nobody approved it before the gate closed',
  PLANNED_TOO_LATE: 'the plan was not ready before the gate closed',
  WITHDRAWN: 'it was withdrawn before anything was sent',
};

function submitted({ bids, documentMrid, attempt }: Data<'BidsSubmitted'>, { bidId }: PlannedBid): string {
  const line = bids.find((candidate) => candidate.bidId === bidId);
  if (!line) return `Left out of document ${documentMrid} (attempt ${attempt}), which answers a rejection.`;
  if (line.quantityW === 0) return `Sent with quantity 0 in document ${documentMrid}, which takes it back.`;
  return `Sent as ${formatMw(line.quantityW, 1)} MW at ${line.priceEurPerMwH} EUR/MW,h in document ${documentMrid} (attempt ${attempt}).`;
}

function rejected({ reasons, documentMrid }: Data<'BidsRejected'>, { bidId }: PlannedBid): string {
  const own = reasons.filter((reason) => reason.bidId === bidId || reason.bidId === null);
  const texts = (own.length > 0 ? own : reasons).map((reason) => reason.text).join('; ');
  const whose = own.length > 0 ? '' : ' because of other bids in it';
  return `The TSO rejected document ${documentMrid}${whose}: ${texts}.`;
}

function unreachable(event: never): never {
  throw new Error(`no such auction event: ${JSON.stringify(event)}`);
}
