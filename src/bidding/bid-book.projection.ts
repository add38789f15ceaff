import { W_PER_MW, type DeliveryDay, type EpochMs, type EventBase, type Recorded } from '../kernel/index.js';
import type { CommittedMtu } from '../market/index.js';
import { refill } from '../platform/index.js';
import type { AuctionEvent, PlannedBid } from './auction.events.js';

export const BID_STATES = [
  'planned',
  'denied',
  'approved',
  'submitted',
  'acknowledged',
  'rejected',
  'unconfirmed',
  'awarded',
  'partly-awarded',
  'not-awarded',
  'committed',
  'withdrawn',
] as const;
export type BidState = (typeof BID_STATES)[number];

export interface BookedBid {
  readonly id: string;
  readonly deliveryDay: DeliveryDay;
  /** ISO 8601 UTC. */
  readonly mtu: string;
  /** As offered last. */
  readonly quantityMw: number;
  readonly priceEurPerMwH: string;
  readonly state: BidState;
  /** Null until the auction has cleared. */
  readonly awardedMw: number | null;
  /** The hour's marginal price; null until it is known. */
  readonly clearingPriceEurPerMwH: string | null;
}

export interface BidAlert {
  readonly deliveryDay: DeliveryDay;
  readonly at: EpochMs;
  readonly kind: 'denied' | 'rejected' | 'unconfirmed' | 'results-contradicted';
  readonly text: string;
}

/** One delivery day in the book, and how its auction stands as a whole. */
export interface BookedDay {
  readonly deliveryDay: DeliveryDay;
  readonly gateClosureAt: string;
  readonly skipped: string | null;
  readonly bids: readonly BookedBid[];
}

interface Day {
  gateClosureAt: string;
  skipped: string | null;
  readonly bids: Map<string, BookedBid>;
  readonly alerts: Map<string, BidAlert>;
  readonly contradicted: Set<string>;
  /** Bids of each document that was sent. */
  readonly documents: Map<string, readonly PlannedBid[]>;
}

/** Bids by delivery day and state. Feeding it the same events again from the start gives the same book. */
export class BidBook {
  static readonly types: readonly AuctionEvent['type'][] = [
    'AuctionOpened',
    'AuctionPlanned',
    'AuctionSkipped',
    'BidsDenied',
    'AuctionApproved',
    'BidsSubmitted',
    'SubmissionUnconfirmed',
    'BidsAcknowledged',
    'BidsRejected',
    'BidsWithdrawn',
    'ResultsContradicted',
    'AuctionCleared',
    'CapacityCommitted',
  ];
  private readonly days = new Map<DeliveryDay, Day>();
  private readonly dayOfBid = new Map<string, DeliveryDay>();

  /** The newest delivery day that has bids, or null. */
  latestDay(): DeliveryDay | null {
    let latest: DeliveryDay | null = null;
    for (const [day, { bids }] of this.days) if (bids.size > 0 && (latest === null || day > latest)) latest = day;
    return latest;
  }

  day(day: DeliveryDay): BookedDay | null {
    const found = this.days.get(day);
    if (!found) return null;
    return { deliveryDay: day, gateClosureAt: found.gateClosureAt, skipped: found.skipped, bids: this.bids(day) };
  }

  /** In order of MTU and price as planned. */
  bids(day: DeliveryDay): BookedBid[] {
    return [...(this.days.get(day)?.bids.values() ?? [])];
  }

  bid(id: string): BookedBid | null {
    const day = this.dayOfBid.get(id);
    return (day && this.days.get(day)?.bids.get(id)) ?? null;
  }

  /** What a trader has to look at, oldest first: rejections that stand, documents without answer, contradicting results. */
  alerts(): BidAlert[] {
    return [...this.days.values()].flatMap((day) => [...day.alerts.values()]).sort((a, b) => a.at - b.at);
  }

  apply(recorded: Recorded): void {
    if (!isAuctionEvent(recorded)) return;
    const { deliveryDay } = recorded.data;
    const day = this.days.get(deliveryDay) ?? emptyDay();
    this.days.set(deliveryDay, day);
    this.applyTo(day, recorded, recorded.occurredAt);
  }

  snapshot() {
    const { days, dayOfBid } = this;
    return { days, dayOfBid };
  }

  restore(snapshot: ReturnType<BidBook['snapshot']>): void {
    refill(this.days, snapshot.days);
    refill(this.dayOfBid, snapshot.dayOfBid);
  }

  private applyTo(day: Day, event: AuctionEvent, at: EpochMs): void {
    const { deliveryDay } = event.data;
    const alert = (kind: BidAlert['kind'], key: string, text: string): void =>
      void day.alerts.set(`${kind}:${key}`, { deliveryDay, at, kind, text });
    switch (event.type) {
      case 'AuctionOpened':
        day.gateClosureAt = event.data.gateClosureAt;
        return;
      case 'AuctionPlanned':
        for (const bid of event.data.bids) this.enter(day, deliveryDay, bid);
        return;
      case 'AuctionSkipped':
        day.skipped = event.data.reason;
        return setAll(day, event.data.reason === 'WITHDRAWN' ? 'withdrawn' : 'denied');
      case 'BidsDenied':
        alert('denied', '', `Bids for ${deliveryDay} were not sent: ${event.data.message}`);
        return setAll(day, 'denied');
      case 'AuctionApproved':
        return setAll(day, 'approved');
      case 'CapacityCommitted':
        return commit(day, event.data.mtus);
      case 'AuctionCleared':
        return clear(day, event.data.bids);
      case 'ResultsContradicted':
        for (const mtuStart of event.data.mtuStarts) day.contradicted.add(mtuStart);
        return alert(
          'results-contradicted',
          event.data.mtuStarts.join(),
          `The TSO's results disagree: ${event.data.detail}`,
        );
      case 'AllocationReceived':
        return;
      default:
        return applyDocumentEvent(day, event, alert);
    }
  }

  private enter(day: Day, deliveryDay: DeliveryDay, { bidId, mtuStart, quantityW, priceEurPerMwH }: PlannedBid): void {
    this.dayOfBid.set(bidId, deliveryDay);
    day.bids.set(bidId, {
      id: bidId,
      deliveryDay,
      mtu: mtuStart,
      quantityMw: inMw(quantityW),
      priceEurPerMwH,
      state: 'planned',
      awardedMw: null,
      clearingPriceEurPerMwH: null,
    });
  }
}

type DocumentEvent = Extract<
  AuctionEvent,
  { type: 'BidsSubmitted' | 'SubmissionUnconfirmed' | 'BidsAcknowledged' | 'BidsRejected' | 'BidsWithdrawn' }
>;

function applyDocumentEvent(
  day: Day,
  event: DocumentEvent,
  alert: (kind: BidAlert['kind'], key: string, text: string) => void,
): void {
  const { documentMrid, deliveryDay } = event.data;
  const lines = event.type === 'BidsSubmitted' ? event.data.bids : (day.documents.get(documentMrid) ?? []);
  const withdrawal = lines.every((line) => line.quantityW === 0);
  switch (event.type) {
    case 'BidsSubmitted':
      day.documents.set(documentMrid, lines);
      if (!withdrawal) submit(day, lines);
      return;
    case 'SubmissionUnconfirmed':
      alert('unconfirmed', documentMrid, `No answer to document ${documentMrid} for ${deliveryDay}`);
      return withdrawal ? undefined : setOpen(day, lines, 'unconfirmed');
    case 'BidsAcknowledged':
      day.alerts.delete(`unconfirmed:${documentMrid}`);
      return setOpen(day, lines, withdrawal ? 'withdrawn' : 'acknowledged');
    case 'BidsRejected': {
      day.alerts.delete(`unconfirmed:${documentMrid}`);
      const texts = [...new Set(event.data.reasons.map((reason) => reason.text))].join('; ');
      alert(
        'rejected',
        documentMrid,
        `The TSO rejected ${withdrawal ? 'the withdrawal of ' : ''}the bids for ${deliveryDay}: ${texts}`,
      );
      return withdrawal ? undefined : setOpen(day, lines, 'rejected');
    }
    case 'BidsWithdrawn':
      // Asked for; the bids stand until the TSO has acknowledged it.
      return;
  }
}

const inMw = (powerW: number): number => powerW / W_PER_MW;

const emptyDay = (): Day => ({
  gateClosureAt: '',
  skipped: null,
  bids: new Map(),
  alerts: new Map(),
  contradicted: new Set(),
  documents: new Map(),
});

const DECIDED: ReadonlySet<BidState> = new Set(['awarded', 'partly-awarded', 'not-awarded', 'committed']);

function setAll(day: Day, state: BidState): void {
  for (const bid of day.bids.values()) day.bids.set(bid.id, { ...bid, state });
}

/** A bid whose auction is decided stays as it was decided, however late an answer comes. */
function setOpen(day: Day, lines: readonly PlannedBid[], state: BidState): void {
  for (const { bidId } of lines) {
    const bid = day.bids.get(bidId);
    if (bid && !DECIDED.has(bid.state) && bid.state !== 'withdrawn') day.bids.set(bidId, { ...bid, state });
  }
}

/** A corrected document shows what it offers now, and answers the rejection before it; bids left out of it stay rejected. */
function submit(day: Day, lines: readonly PlannedBid[]): void {
  for (const key of day.alerts.keys()) if (key.startsWith('rejected:')) day.alerts.delete(key);
  for (const { bidId, quantityW, priceEurPerMwH } of lines) {
    const bid = day.bids.get(bidId);
    if (bid) day.bids.set(bidId, { ...bid, quantityMw: inMw(quantityW), priceEurPerMwH, state: 'submitted' });
  }
}

function clear(day: Day, results: Extract<AuctionEvent, { type: 'AuctionCleared' }>['data']['bids']): void {
  for (const { bidId, offeredW, awardedW, priceEurPerMwH } of results) {
    const bid = day.bids.get(bidId);
    const state = awardedW === 0 ? 'not-awarded' : awardedW < offeredW ? 'partly-awarded' : 'awarded';
    if (bid) day.bids.set(bidId, { ...bid, state, awardedMw: inMw(awardedW), clearingPriceEurPerMwH: priceEurPerMwH });
  }
  // Of the other bids that stood, those in hours without contradiction got nothing.
  for (const bid of day.bids.values())
    if (['submitted', 'unconfirmed', 'acknowledged'].includes(bid.state) && !day.contradicted.has(bid.mtu))
      day.bids.set(bid.id, { ...bid, state: 'not-awarded', awardedMw: 0 });
}

/** A full award becomes an obligation; a partial one keeps its name, the awarded quantity tells the obligation. */
function commit(day: Day, mtus: readonly CommittedMtu[]): void {
  const starts = new Set(mtus.map((mtu) => mtu.mtuStart));
  for (const mtuStart of starts) day.contradicted.delete(mtuStart);
  for (const bid of day.bids.values())
    if (bid.state === 'awarded' && starts.has(bid.mtu)) day.bids.set(bid.id, { ...bid, state: 'committed' });
}

const TYPES: ReadonlySet<string> = new Set(BidBook.types);
const isAuctionEvent = (event: Recorded<EventBase>): event is Recorded<EventBase> & AuctionEvent =>
  TYPES.has(event.type);
