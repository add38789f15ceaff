import {
  canonicalJson,
  deliveryDayOf,
  deterministicUuid,
  epochMs,
  parseInstant,
  type Clock,
  type DeliveryDay,
  type EpochMs,
  type Recorded,
} from '../kernel/index.js';
import {
  answerOf,
  bidDocumentProblems,
  bidFormRules,
  bidRulesOf,
  EXAMPLE_PARTY_EIC,
  FCR_N,
  acceptedOf,
  statedBy,
  verdictOn,
  type Acknowledgement,
  type BidDocument,
  type BidFormRules,
  type FcrnRules,
  type MarketGateway,
  type MarketMessage,
} from '../market/index.js';
import type { TimedProcess } from '../platform/index.js';
import type { AllocationReceived, BidsAcknowledged, BidsSubmitted } from '../bidding/index.js';
import { MarketOffice, type MarketOfficeTerms } from './tso/market-office.js';
import { Outbox } from './tso/outbox.js';
import { outageAt } from './tso-faults.js';

export interface TsoSimulatorOptions extends Omit<MarketOfficeTerms, 'marketOf' | 'rules' | 'portfolioLimitW'> {
  readonly clock: Clock;
  readonly rulesOf: (day: DeliveryDay) => FcrnRules;
  /** The form of bids on a day; left out: that of the day itself. */
  readonly formRulesOf?: (at: EpochMs) => BidFormRules;
  /** The hour's marginal price, EUR/MW,h as decimal text; null: the hour is not auctioned and appears in no result. */
  readonly clearingPrice: (mtuStart: EpochMs) => string | null;
  /** Most that is bought from this participant in the hour; null: all that is cheap enough. */
  readonly volumeW?: (mtuStart: EpochMs) => number | null;
  readonly portfolioLimitW?: (mtuStart: EpochMs) => number | null;
}

/** The one participant. */
const PARTY = EXAMPLE_PARTY_EIC;

/**
 * The TSO's office in the same process, on a virtual clock, without documents: bids come and answers go as values.
 * Everything it says is a function of what it was sent, its options and the seed, so `restore` rebuilds it from the
 * engine's own log.
 */
export class TsoSimulator implements MarketGateway, TimedProcess {
  readonly name = 'tso-simulator';
  private readonly office: MarketOffice;
  private readonly outbox: Outbox<MarketMessage>;
  private readonly received = new Map<string, { readonly document: BidDocument; readonly answer: Acknowledgement }>();
  private listener: ((message: MarketMessage) => Promise<unknown>) | null = null;
  private readonly transmissions = new Map<string, number>();

  constructor(private readonly options: TsoSimulatorOptions) {
    this.office = new MarketOffice(termsOf(options), (kind, { product, day }) =>
      deterministicUuid('tso', kind, product, day),
    );
    this.outbox = new Outbox(this.office.faults, this.office.seed);
  }

  /** Every document that arrived, with the instant's verdict: what a test may hold against the engine. */
  documents(): readonly { readonly document: BidDocument; readonly answer: Acknowledgement }[] {
    return [...this.received.values()];
  }

  async submit(document: BidDocument): Promise<void> {
    const now = this.options.clock.now();
    if (this.isDown(now)) throw new Error('the carrier to the TSO is down');
    const transmission = (this.transmissions.get(document.mrid) ?? 0) + 1;
    this.transmissions.set(document.mrid, transmission);
    if (this.office.loses('document', document.mrid, transmission)) return;
    const answer = this.take(document, now);
    if (!this.office.loses('acknowledgement', document.mrid, transmission)) this.reply(answer, now);
  }

  async query(documentMrid: string): Promise<MarketMessage | 'unknown' | 'no-answer'> {
    if (this.isDown(this.options.clock.now())) return 'no-answer';
    return this.received.get(documentMrid)?.answer ?? 'unknown';
  }

  listen(handle: (message: MarketMessage) => Promise<unknown>): void {
    this.listener = handle;
  }

  nextDueAt(): EpochMs | null {
    const due = [this.office.nextClearingAt(), this.listener && this.outbox.nextDueAt()].filter((at) => at !== null);
    return due.length === 0 ? null : epochMs(Math.min(...due));
  }

  /** Clears what is due and hands over what is due; a message the listener fails on stays and comes again. */
  async runDue(now: EpochMs): Promise<void> {
    this.clearDue(now);
    if (this.listener) await this.outbox.deliver(now, this.listener);
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
    for (const document of submitted.map(asDocument)) this.reply(this.take(document, document.createdAt), now);
    this.clearDue(now);
    this.outbox.forget(({ mrid }) => known.has(mrid));
  }

  /** Accepted or rejected whole. This line knows what it has brought: the same document again is answered alike. */
  private take(document: BidDocument, now: EpochMs): Acknowledgement {
    const before = this.received.get(document.mrid);
    if (before && canonicalJson(before.document) === canonicalJson(document)) return before.answer;
    const { stated, problems } = statedBy(document, PARTY);
    const context = { at: now, desk: this.office.deskOf(PARTY), rules: this.office.rules };
    const answer = acknowledgement(document.mrid, verdictOn([...problems, ...bidDocumentProblems(stated, context)]));
    if (answer.accepted) this.office.accept(PARTY, document.deliveryDay, acceptedOf(stated));
    if (!before || answer.accepted) this.received.set(document.mrid, { document, answer });
    return answer;
  }

  private reply(answer: Acknowledgement, now: EpochMs): void {
    this.outbox.post(answer, answer.mrid, this.office.answerDueAt(now));
  }

  private clearDue(now: EpochMs): void {
    for (const { message, at } of this.office.clearDue(now)) this.outbox.post(message, message.mrid, at);
  }

  private isDown(now: EpochMs): boolean {
    return outageAt(this.office.faults, now) !== null;
  }
}

/** One participant, a price that history knows, and rules that hold for whatever day it is told. */
function termsOf(options: TsoSimulatorOptions): MarketOfficeTerms {
  const { rulesOf, formRulesOf, clearingPrice, volumeW, portfolioLimitW, ...terms } = options;
  return {
    ...terms,
    rules: {
      bidRulesOf: (product, at) => (product === FCR_N ? rulesOf(deliveryDayOf(at)) : bidRulesOf(product, at)),
      formRulesOf: formRulesOf ?? bidFormRules,
    },
    marketOf: (_, mtuStart) => {
      const priceEurPerMwH = clearingPrice(mtuStart);
      if (priceEurPerMwH === null) return null;
      return { kind: 'marginal-price', priceEurPerMwH, volumeW: volumeW?.(mtuStart) ?? null };
    },
    ...(portfolioLimitW && { portfolioLimitW: (_party, _product, mtuStart) => portfolioLimitW(mtuStart) }),
  };
}

/** The answer's own id follows from the document's and the verdict: asked again, the TSO gives the same message. */
function acknowledgement(documentMrid: string, verdict: Parameters<typeof answerOf>[0]): Acknowledgement {
  const answer = answerOf(verdict);
  const mrid = deterministicUuid(
    'tso',
    'acknowledgement',
    documentMrid,
    answer.accepted ? 'A01' : 'A02',
    canonicalJson(answer.reasons),
  );
  return { kind: 'acknowledgement', mrid, documentMrid, ...answer };
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
