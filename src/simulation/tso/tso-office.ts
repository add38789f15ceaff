import {
  canonicalJson,
  deliveryDayOf,
  deterministicUuid,
  epochMs,
  MS_PER_MINUTE,
  MS_PER_SECOND,
  type Clock,
  type DeliveryDay,
  type EpochMs,
} from '../../kernel/index.js';
import {
  ACKNOWLEDGEMENT,
  BidRegister,
  bidRulesOf,
  EDX_TYPE,
  EXAMPLE_PARTY_EIC,
  FINGRID_EIC,
  gateClosureOf,
  isRefused,
  RESERVE_BID,
  verdictOn,
  type AcknowledgementDocument,
  type CarriedMessage,
  type DocumentCodec,
  type EdxMessageType,
  type MarketDocument,
  type Problem,
  type ProductName,
  type ReserveBidDocument,
} from '../../market/index.js';
import type { TimedProcess } from '../../platform/index.js';
import { chance, copyDelaysMs, NO_FAULTS, outageAt, type TsoFaults } from '../tso-faults.js';
import type { HourMarket } from './merit-order.js';
import { OfferBook } from './offer-book.js';
import { aggregateDocument, perBidDocument, slipped } from './result-documents.js';

export interface TsoOfficeOptions {
  readonly clock: Clock;
  readonly codec: DocumentCodec;
  /** Hands a message to the carrier; a failure keeps it for the next try. */
  readonly send: (message: CarriedMessage) => Promise<void>;
  /** What an hour is cleared against; null: the hour is not auctioned and stands in no result. */
  readonly marketOf: (product: ProductName, mtuStart: EpochMs) => HourMarket | null;
  /** Most that a participant may offer in an hour, as it is now; null: no limit. */
  readonly portfolioLimitW?: (party: string, product: ProductName, mtuStart: EpochMs, now: EpochMs) => number | null;
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
  readonly sequence: number;
  readonly message: CarriedMessage;
}

/** What became of one message that arrived, for whoever watches. */
export interface DeskEntry {
  readonly at: EpochMs;
  readonly type: EdxMessageType;
  readonly mrid: string;
  readonly party: string | null;
  readonly problems: readonly Problem[];
}

/**
 * The TSO's market desk, at the level of documents: takes bid documents whole or rejects them whole with the TSO's texts,
 * clears each delivery day in merit order after its gate, and sends both results. Any number of participants, all
 * products. Everything it says follows from what arrived when, its options and the seed: taking the same history again
 * rebuilds it.
 */
export class TsoOffice implements TimedProcess {
  readonly name = 'tso-office';
  private readonly faults: TsoFaults;
  private readonly registers = new Map<string, BidRegister>();
  private readonly offers = new OfferBook();
  private readonly clearingAt = new Map<DeliveryDay, EpochMs>();
  private readonly arrivals = new Map<string, number>();
  /** Results by mRID, true once the participant has answered. */
  private readonly results = new Map<string, boolean>();
  private outbox: Outgoing[] = [];
  private sequence = 0;
  /** Limits change: a register asks for them as they are when the document in hand arrived. */
  private limitsAsOf: EpochMs = epochMs(0);

  constructor(private readonly options: TsoOfficeOptions) {
    this.faults = { ...NO_FAULTS, ...options.faults };
  }

  /** A message from a participant, at `at`; null when the network lost it on the way. */
  take(message: CarriedMessage, at: EpochMs): DeskEntry | null {
    const arrival = (this.arrivals.get(message.id) ?? 0) + 1;
    this.arrivals.set(message.id, arrival);
    if (this.happens(this.faults.lostDocumentShare, 'document', message.id, String(arrival))) return null;
    const envelope = envelopeOf(message.text);
    const { document, problems } = this.options.codec.read(message.text, { at, desk: this.deskOf(envelope.party, at) });
    if (document?.kind === ACKNOWLEDGEMENT) return this.takeAnswer(document, message, at, problems);
    const wrongKind = document !== null && document.kind !== RESERVE_BID;
    if (document?.kind === RESERVE_BID) this.accept(document);
    const verdict = wrongKind ? ONLY_BIDS : verdictOn(problems);
    this.answer(message, envelope, { verdict, arrival, at });
    return { at, type: message.type, mrid: message.id, party: envelope.party, problems };
  }

  /** Results that no participant has acknowledged yet, by mRID. */
  unanswered(): readonly string[] {
    return [...this.results].filter(([, answered]) => !answered).map(([mrid]) => mrid);
  }

  /** Whether the desk takes and sends nothing at the moment. */
  isDown(now: EpochMs): boolean {
    return outageAt(this.faults, now) !== null;
  }

  nextDueAt(): EpochMs | null {
    const due = [...this.clearingAt.values(), ...this.outbox.map(({ dueAt }) => dueAt)];
    return due.length === 0 ? null : epochMs(Math.min(...due));
  }

  async runDue(now: EpochMs): Promise<void> {
    for (const [day, at] of [...this.clearingAt].sort(([a], [b]) => (a < b ? -1 : 1)))
      if (at <= now) this.clear(day, at);
    const outage = outageAt(this.faults, now);
    for (const outgoing of this.outbox.filter(({ dueAt }) => dueAt <= now).sort(byDue)) {
      this.outbox = this.outbox.filter((other) => other !== outgoing);
      if (outage) {
        this.outbox.push({ ...outgoing, dueAt: outage.end });
        continue;
      }
      try {
        await this.options.send(outgoing.message);
      } catch {
        this.outbox.push({ ...outgoing, dueAt: epochMs(now + MS_PER_SECOND) });
      }
    }
  }

  private deskOf(party: string, now: EpochMs): BidRegister {
    const { portfolioLimitW } = this.options;
    let register = this.registers.get(party);
    if (!register) {
      const limit = (product: ProductName, mtuStart: EpochMs): number | null =>
        portfolioLimitW?.(party, product, mtuStart, this.limitsAsOf) ?? null;
      register = new BidRegister({ portfolioLimitW: limit });
      this.registers.set(party, register);
    }
    this.limitsAsOf = now;
    return register;
  }
  private accept(document: ReserveBidDocument): void {
    this.registers.get(document.sender.eic)?.take(document);
    this.offers.take(document);
    const day = deliveryDayOf(document.period.start);
    const product = document.bids[0]?.product;
    if (product === undefined) return;
    const gate = gateClosureOf(day, bidRulesOf(product, document.period.start));
    this.clearingAt.set(day, epochMs(gate + (this.options.resultDelayMs ?? 30 * MS_PER_MINUTE)));
  }

  private takeAnswer(
    { received }: AcknowledgementDocument,
    { type, id }: CarriedMessage,
    at: EpochMs,
    problems: readonly Problem[],
  ): DeskEntry {
    if (this.results.has(received.mrid)) this.results.set(received.mrid, true);
    return { at, type, mrid: id, party: null, problems: problems.filter(isRefused) };
  }

  private answer(
    { id, deliveryDay }: CarriedMessage,
    envelope: Envelope,
    { verdict, arrival, at }: { verdict: ReturnType<typeof verdictOn>; arrival: number; at: EpochMs },
  ): void {
    const dueAt = epochMs(at + (this.options.acknowledgementDelayMs ?? 30 * MS_PER_SECOND));
    const mrid = deterministicUuid('tso-answer', id, String(arrival), canonicalJson(verdict));
    if (this.happens(this.faults.lostAcknowledgementShare, 'acknowledgement', id, String(arrival))) return;
    this.post(EDX_TYPE.bidAnswer, deliveryDay, dueAt, {
      kind: ACKNOWLEDGEMENT,
      mrid,
      createdAt: wholeSecond(dueAt),
      sender: { eic: FINGRID_EIC, role: 'A04' },
      receiver: { eic: envelope.party, role: 'A46' },
      received: { mrid: envelope.mrid ?? id, createdAt: envelope.createdAt, type: 'A24', process: 'A52' },
      ...verdict,
    });
  }

  private clear(day: DeliveryDay, at: EpochMs): void {
    this.clearingAt.delete(day);
    for (const result of this.offers.clear(day, this.options.marketOf)) {
      const address = { createdAt: wholeSecond(at), receiverEic: result.party };
      const perBid = perBidDocument(result, address);
      const truth = aggregateDocument(result, { ...address, createdAt: wholeSecond(this.aggregateAt(at)) });
      const names = [result.party, result.product, day];
      const aggregate = this.happens(this.faults.contradictoryShare, 'contradiction', ...names)
        ? slipped(truth)
        : truth;
      const lost = this.happens(this.faults.lostResultShare, 'result', ...names);
      const lostOne = this.happens(0.5, 'lost kind', ...names) ? perBid : aggregate;
      if (!lost || lostOne !== perBid) this.post(EDX_TYPE.perBid, day, at, perBid);
      if (!lost || lostOne !== aggregate) this.post(EDX_TYPE.aggregate, day, this.aggregateAt(at), aggregate);
    }
  }

  private aggregateAt(at: EpochMs): EpochMs {
    return epochMs(at + (this.options.aggregateDelayMs ?? MS_PER_MINUTE));
  }

  private post(type: EdxMessageType, deliveryDay: string | null, dueAt: EpochMs, document: MarketDocument): void {
    if (document.kind !== ACKNOWLEDGEMENT) this.results.set(document.mrid, this.results.get(document.mrid) ?? false);
    const message = { id: document.mrid, deliveryDay, type, text: this.options.codec.print(document) };
    for (const delayMs of copyDelaysMs(this.faults, this.options.seed ?? 1, message.id))
      this.enqueue(message, dueAt + delayMs);
  }

  private enqueue(message: CarriedMessage, dueAt: number): void {
    this.outbox.push({ dueAt: epochMs(dueAt), sequence: this.sequence++, message });
  }

  private readonly draw = (...names: readonly string[]): number => chance(this.options.seed ?? 1, ...names);
  private readonly happens = (share: number, ...names: readonly string[]): boolean =>
    share > 0 && this.draw(...names) < share;
}

const byDue = (a: Outgoing, b: Outgoing): number => a.dueAt - b.dueAt || a.sequence - b.sequence;

const wholeSecond = (at: EpochMs): EpochMs => epochMs(Math.floor(at / MS_PER_SECOND) * MS_PER_SECOND);

const ONLY_BIDS: ReturnType<typeof verdictOn> = {
  reasons: [{ code: 'A02', text: 'Message can only contain FCR bids' }],
  rejectedSeries: [],
};

interface Envelope {
  readonly mrid: string | null;
  readonly createdAt: EpochMs | null;
  readonly party: string;
}

/**
 * Whom to answer about which document, looked for in a text that may be refused as a whole. A document that does not say
 * who sent it is answered to the example party, an EIC that nobody has.
 */
function envelopeOf(text: string): Envelope {
  const head = text.slice(0, 20_000);
  const created = /<(?:\w+:)?createdDateTime>\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\s*</.exec(head)?.[1];
  return {
    mrid: /<(?:\w+:)?mRID>\s*([\w-]{1,60})\s*</.exec(head)?.[1] ?? null,
    createdAt: created === undefined ? null : epochMs(Date.parse(created)),
    party: /<(?:\w+:)?sender_MarketParticipant\.mRID[^>]*>\s*([A-Z0-9-]{16})\s*</.exec(head)?.[1] ?? EXAMPLE_PARTY_EIC,
  };
}
