import {
  canonicalJson,
  deterministicUuid,
  epochMs,
  MS_PER_MINUTE,
  MS_PER_SECOND,
  parseInstant,
  type Clock,
  type DeliveryDay,
  type EpochMs,
  type Recorded,
} from '../kernel/index.js';
import {
  FCR_N,
  gateClosureOf,
  REJECTION_TEXT,
  type Acknowledgement,
  type BidDocument,
  type FcrnRules,
  type MarketGateway,
  type MarketMessage,
} from '../market/index.js';
import type { TimedProcess } from '../platform/index.js';
import type { AllocationReceived, BidsAcknowledged, BidsSubmitted } from '../bidding/index.js';
import { aggregateResult, clearBids, contradictory, perBidResult, type AuctionPrices } from './tso-auction.js';
import { chance, copyDelaysMs, NO_FAULTS, outageAt, type TsoFaults } from './tso-faults.js';
import { faultsOf, type StandingBid } from './tso-validation.js';

export interface TsoSimulatorOptions {
  readonly clock: Clock;
  readonly rulesOf: (day: DeliveryDay) => FcrnRules;
  readonly clearingPrice: AuctionPrices['clearingPrice'];
  readonly volumeW?: AuctionPrices['volumeW'];
  readonly portfolioLimitW?: (mtuStart: EpochMs) => number | null;
  /** From a document's arrival to its acknowledgement; default 30 s. */
  readonly acknowledgementDelayMs?: number;
  /** From the gate closure to the result per bid; default 30 min. */
  readonly resultDelayMs?: number;
  /** From the result per bid to the aggregate; default 1 min. */
  readonly aggregateDelayMs?: number;
  readonly seed?: number;
  readonly faults?: Partial<TsoFaults>;
}

interface Outgoing {
  readonly dueAt: EpochMs;
  /** Order among equals. */
  readonly sequence: number;
  readonly message: MarketMessage;
}

/**
 * The other side of the market on a virtual clock: takes or rejects documents as strictly as the TSO, clears the day
 * some time after its gate closed, and answers by messages. Everything it says is a function of what it was sent, its
 * options and the seed, so `restore` rebuilds it from the engine's own log.
 */
export class TsoSimulator implements MarketGateway, TimedProcess {
  readonly name = 'tso-simulator';
  private readonly faults: TsoFaults;
  private readonly received = new Map<string, { readonly document: BidDocument; readonly answer: Acknowledgement }>();
  private readonly standing = new Map<string, StandingBid>();
  /** Days that have bids and no result yet. */
  private readonly clearingAt = new Map<DeliveryDay, EpochMs>();
  private outbox: Outgoing[] = [];
  private sequence = 0;
  private listener: ((message: MarketMessage) => Promise<void>) | null = null;
  private readonly transmissions = new Map<string, number>();

  constructor(private readonly options: TsoSimulatorOptions) {
    this.faults = { ...NO_FAULTS, ...options.faults };
  }

  /** Every document that arrived, with the instant's verdict: what a test may hold against the engine. */
  documents(): readonly { readonly document: BidDocument; readonly answer: Acknowledgement }[] {
    return [...this.received.values()];
  }

  async submit(document: BidDocument): Promise<void> {
    const now = this.options.clock.now();
    if (outageAt(this.faults, now)) throw new Error('the carrier to the TSO is down');
    const transmission = (this.transmissions.get(document.mrid) ?? 0) + 1;
    this.transmissions.set(document.mrid, transmission);
    if (this.happens(this.faults.lostDocumentShare, 'document', document.mrid, String(transmission))) return;
    const answer = this.take(document, now);
    const due = now + (this.options.acknowledgementDelayMs ?? 30 * MS_PER_SECOND);
    if (!this.happens(this.faults.lostAcknowledgementShare, 'acknowledgement', document.mrid, String(transmission)))
      this.send(answer, due);
  }

  async query(documentMrid: string): Promise<MarketMessage | 'unknown' | 'no-answer'> {
    if (outageAt(this.faults, this.options.clock.now())) return 'no-answer';
    return this.received.get(documentMrid)?.answer ?? 'unknown';
  }

  listen(handle: (message: MarketMessage) => Promise<void>): void {
    this.listener = handle;
  }

  nextDueAt(): EpochMs | null {
    const due = [...this.clearingAt.values(), ...(this.listener ? this.outbox.map((outgoing) => outgoing.dueAt) : [])];
    return due.length === 0 ? null : epochMs(Math.min(...due));
  }

  /** Clears what is due and hands over what is due; a message the listener fails on stays and comes again. */
  async runDue(now: EpochMs): Promise<void> {
    for (const [day, at] of [...this.clearingAt].sort(([a], [b]) => (a < b ? -1 : 1)))
      if (at <= now) this.clear(day, at);
    for (;;) {
      const next = this.outbox.filter(({ dueAt }) => dueAt <= now).sort(byDue)[0];
      if (!next || !this.listener) return;
      const outage = outageAt(this.faults, now);
      if (outage) {
        this.outbox = this.outbox.map((outgoing) => (outgoing === next ? { ...next, dueAt: outage.end } : outgoing));
        continue;
      }
      await this.listener(next.message);
      this.outbox = this.outbox.filter((outgoing) => outgoing !== next);
    }
  }

  /**
   * Takes up where a former process stopped: every document that the engine's log holds counts as arrived when it was
   * made; answers and results that the log holds already are not sent again, all others are.
   */
  async restore(events: AsyncIterable<Recorded>): Promise<void> {
    const submitted: BidsSubmitted['data'][] = [];
    const known = new Set<string>();
    for await (const { type, data } of events) {
      if (type === 'BidsSubmitted') submitted.push(data as BidsSubmitted['data']);
      if (type === 'BidsAcknowledged' || type === 'BidsRejected')
        known.add((data as BidsAcknowledged['data']).acknowledgementMrid);
      if (type === 'AllocationReceived') known.add((data as AllocationReceived['data']).resultMrid);
    }
    const now = this.options.clock.now();
    for (const data of submitted) {
      const document = asDocument(data);
      this.send(
        this.take(document, document.createdAt),
        now + (this.options.acknowledgementDelayMs ?? 30 * MS_PER_SECOND),
      );
    }
    for (const [day, at] of [...this.clearingAt]) if (at <= now) this.clear(day, now);
    this.outbox = this.outbox.filter(({ message }) => !known.has(message.mrid));
  }

  /** Accepted or rejected whole; the same document again gets the same answer. */
  private take(document: BidDocument, now: EpochMs): Acknowledgement {
    const before = this.received.get(document.mrid);
    if (before)
      return canonicalJson(before.document) === canonicalJson(document)
        ? before.answer
        : this.repeatedReference(document);
    const portfolioLimitW = this.options.portfolioLimitW ?? (() => null);
    const reasons = faultsOf(document, now, {
      rulesOf: this.options.rulesOf,
      portfolioLimitW,
      standing: this.standing,
    });
    const answer = acknowledgement(document.mrid, reasons);
    this.received.set(document.mrid, { document, answer });
    if (!answer.accepted) return answer;
    for (const bid of document.bids) this.standing.set(bid.bidId, { ...bid, createdAt: document.createdAt });
    const gate = gateClosureOf(document.deliveryDay, this.options.rulesOf(document.deliveryDay));
    this.clearingAt.set(document.deliveryDay, epochMs(gate + (this.options.resultDelayMs ?? 30 * MS_PER_MINUTE)));
    return answer;
  }

  private repeatedReference(document: BidDocument): Acknowledgement {
    return acknowledgement(document.mrid, [{ bidId: null, code: '999', text: REJECTION_TEXT.referenceNotUnique }]);
  }

  private clear(day: DeliveryDay, now: EpochMs): void {
    this.clearingAt.delete(day);
    const days = [...this.received.values()].filter(
      ({ document, answer }) => document.deliveryDay === day && answer.accepted,
    );
    const ids = new Set(days.flatMap(({ document }) => document.bids.map((bid) => bid.bidId)));
    const bids = [...ids].flatMap((id) => this.standing.get(id) ?? []).filter((bid) => bid.quantityW > 0);
    for (const id of ids) this.standing.delete(id);
    if (bids.length === 0) return;
    const { clearingPrice, volumeW = () => null } = this.options;
    const lines = clearBids(bids, { clearingPrice, volumeW });
    const perBid = perBidResult(FCR_N, day, lines);
    const truth = aggregateResult(FCR_N, day, lines);
    const slip = this.happens(this.faults.contradictoryShare, 'contradiction', day);
    const aggregate = slip ? contradictory(truth, this.options.rulesOf(day).bidStepW) : truth;
    const lost = this.happens(this.faults.lostResultShare, 'result', day);
    const lostKind = this.happens(0.5, 'lost kind', day) ? 'allocation-per-bid' : 'allocation-aggregate';
    const aggregateAt = now + (this.options.aggregateDelayMs ?? MS_PER_MINUTE);
    for (const [message, at] of [
      [perBid, now],
      [aggregate, aggregateAt],
    ] as const)
      if (!lost || message.kind !== lostKind) this.send(message, at);
  }

  private send(message: MarketMessage, at: number): void {
    for (const delayMs of copyDelaysMs(this.faults, this.options.seed ?? 1, message.mrid))
      this.post(message, at + delayMs);
  }

  private post(message: MarketMessage, at: number): void {
    this.outbox.push({ dueAt: epochMs(at), sequence: this.sequence++, message });
  }

  private readonly draw = (...names: readonly string[]): number => chance(this.options.seed ?? 1, ...names);
  private readonly happens = (share: number, ...names: readonly string[]): boolean =>
    share > 0 && this.draw(...names) < share;
}

const byDue = (a: Outgoing, b: Outgoing): number => a.dueAt - b.dueAt || a.sequence - b.sequence;

/** The answer's own id follows from the document's and the verdict: asked again, the TSO gives the same message. */
function acknowledgement(documentMrid: string, reasons: Acknowledgement['reasons']): Acknowledgement {
  const accepted = reasons.length === 0;
  const mrid = deterministicUuid(
    'tso',
    'acknowledgement',
    documentMrid,
    accepted ? 'A01' : 'A02',
    canonicalJson(reasons),
  );
  return { kind: 'acknowledgement', mrid, documentMrid, accepted, reasons };
}

function asDocument({ documentMrid, product, deliveryDay, createdAt, bids }: BidsSubmitted['data']): BidDocument {
  return {
    mrid: documentMrid,
    product,
    deliveryDay,
    createdAt: parseInstant(createdAt),
    bids: bids.map((bid) => ({ ...bid, mtuStart: parseInstant(bid.mtuStart) })),
  };
}
