import {
  canonicalJson,
  dayInterval,
  deliveryDayOf,
  deterministicUuid,
  epochMs,
  MS_PER_SECOND,
  type EpochMs,
} from '../../kernel/index.js';
import {
  ACKNOWLEDGEMENT,
  allocationAggregateFrom,
  allocationResultFrom,
  bidFormRules,
  EDX_TYPE,
  envelopeOf,
  EXAMPLE_PARTY_EIC,
  FINGRID_EIC,
  isRefused,
  REJECTION_TEXT,
  RESERVE_BID,
  verdictOn,
  wholeSecond,
  type AcknowledgementDocument,
  type CarriedMessage,
  type DocumentCodec,
  type EdxMessageType,
  type Envelope,
  type MarketDocument,
  type NameOf,
  type Problem,
  type ReserveBidDocument,
  type Verdict,
} from '../../market/index.js';
import type { TimedProcess } from '../../platform/index.js';
import { outageAt } from '../tso-faults.js';
import type { DayResult } from './day-clearing.js';
import { MarketOffice, type Announcement, type MarketOfficeTerms } from './market-office.js';
import { Outbox } from './outbox.js';

export interface TsoOfficeOptions extends MarketOfficeTerms {
  readonly codec: DocumentCodec;
  /** Hands a message to the carrier; a failure keeps it for the next try. */
  readonly send: (message: CarriedMessage) => Promise<void>;
}

/** What became of one message that arrived, for whoever watches. */
export interface DeskEntry {
  readonly at: EpochMs;
  readonly type: EdxMessageType;
  readonly mrid: string;
  readonly party: string | null;
  readonly problems: readonly Problem[];
}

const RETRY_MS = MS_PER_SECOND;

/**
 * The TSO's office by documents: takes bid documents whole or rejects them whole with the TSO's texts, and sends both
 * results of each delivery day. Everything it says follows from what arrived when, its options and the seed: taking the
 * same history again rebuilds it.
 */
export class TsoOffice implements TimedProcess {
  readonly name = 'tso-office';
  private readonly office: MarketOffice;
  private readonly outbox: Outbox<CarriedMessage>;
  private readonly arrivals = new Map<string, number>();
  /** Results by mRID, true once the participant has answered. */
  private readonly results = new Map<string, boolean>();

  constructor(private readonly options: TsoOfficeOptions) {
    this.office = new MarketOffice(options, (kind, { party, product, day }) =>
      deterministicUuid('tso', kind, party, product, day),
    );
    this.outbox = new Outbox(this.office.faults, this.office.seed);
  }

  /** A message from a participant, at `at`; null when the network lost it on the way. */
  take(message: CarriedMessage, at: EpochMs): DeskEntry | null {
    const arrival = (this.arrivals.get(message.id) ?? 0) + 1;
    this.arrivals.set(message.id, arrival);
    if (this.office.loses('document', message.id, arrival)) return null;
    const envelope = envelopeOf(message.text);
    const party = envelope.senderEic ?? EXAMPLE_PARTY_EIC;
    const context = { at, desk: this.office.deskOf(party), rules: this.office.rules };
    const { document, problems } = this.options.codec.read(message.text, context);
    if (document?.kind === ACKNOWLEDGEMENT) return this.takeAnswer(document, message, at, problems);
    if (document?.kind === RESERVE_BID) this.accept(document);
    const wrongKind = document !== null && document.kind !== RESERVE_BID;
    const verdict = wrongKind ? ONLY_BIDS : verdictOn(problems);
    if (!this.office.loses('acknowledgement', message.id, arrival))
      this.answer(message, { ...envelope, party }, { verdict, arrival, at });
    return { at, type: message.type, mrid: message.id, party, problems };
  }

  /** Results that no participant has acknowledged yet, by mRID. */
  unanswered(): readonly string[] {
    return [...this.results].filter(([, answered]) => !answered).map(([mrid]) => mrid);
  }

  /** Whether the desk takes and sends nothing at the moment. */
  isDown(now: EpochMs): boolean {
    return outageAt(this.office.faults, now) !== null;
  }

  nextDueAt(): EpochMs | null {
    const due = [this.office.nextClearingAt(), this.outbox.nextDueAt()].filter((at) => at !== null);
    return due.length === 0 ? null : epochMs(Math.min(...due));
  }

  async runDue(now: EpochMs): Promise<void> {
    for (const announcement of this.office.clearDue(now)) this.announce(announcement);
    await this.outbox.deliver(now, this.options.send, RETRY_MS);
  }

  private accept(document: ReserveBidDocument): void {
    this.office.accept(document.sender.eic, deliveryDayOf(document.period.start), document);
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
    { mrid, createdAt, party }: Envelope & { readonly party: string },
    { verdict, arrival, at }: { verdict: Verdict; arrival: number; at: EpochMs },
  ): void {
    const dueAt = this.office.answerDueAt(at);
    this.post(EDX_TYPE.bidAnswer, deliveryDay, dueAt, {
      kind: ACKNOWLEDGEMENT,
      mrid: deterministicUuid('tso-answer', id, String(arrival), canonicalJson(verdict)),
      createdAt: wholeSecond(dueAt),
      sender: { eic: FINGRID_EIC, role: 'A04' },
      receiver: { eic: party, role: 'A46' },
      received: { mrid: mrid ?? id, createdAt, type: 'A24', process: 'A52' },
      ...verdict,
    });
  }

  private announce({ at, message, result }: Announcement): void {
    const address = { createdAt: at, receiverEic: result.party };
    if (message.kind === 'allocation-per-bid')
      this.post(EDX_TYPE.perBid, result.day, at, allocationResultFrom(message, address, namesIn(result)));
    else this.post(EDX_TYPE.aggregate, result.day, at, allocationAggregateFrom(message, address));
  }

  private post(type: EdxMessageType, deliveryDay: string | null, dueAt: EpochMs, document: MarketDocument): void {
    if (document.kind !== ACKNOWLEDGEMENT) this.results.set(document.mrid, this.results.get(document.mrid) ?? false);
    const message = { id: document.mrid, deliveryDay, type, text: this.options.codec.print(document) };
    this.outbox.post(message, message.id, dueAt);
  }
}

/** The bidders' own names come back where the day's form has names. */
function namesIn({ day, offers }: DayResult): NameOf {
  if (!bidFormRules(dayInterval(day).start).bidNames) return () => null;
  const names = new Map(offers.map(({ offer }) => [offer.seriesMrid, offer.name]));
  return (bidId) => names.get(bidId) ?? null;
}

const ONLY_BIDS: Verdict = {
  reasons: [{ code: 'A02', text: REJECTION_TEXT.onlyFcrBids }],
  rejectedSeries: [],
};
