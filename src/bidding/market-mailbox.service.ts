import {
  dayInterval,
  deterministicUuid,
  isoInstant,
  marketDocumentsStream,
  type Clock,
  type DeliveryDay,
  type EpochMs,
} from '../kernel/index.js';
import {
  ACKNOWLEDGEMENT,
  acknowledgementFrom,
  ALLOCATION_AGGREGATE,
  ALLOCATION_RESULT,
  allocationAggregateFrom,
  allocationResultFrom,
  bidFormRules,
  FINGRID_EIC,
  ownBidder,
  ownNames,
  type RESERVE_BID,
  RESERVE_BID_PROCESS,
  RESERVE_BID_TYPE,
  reserveBidFrom,
  RESULT_PROCESS,
  RESULT_TYPE,
  ROLE,
  type Acknowledgement,
  type AnsweredResult,
  type BidDocument,
  type DocumentCodec,
  type KeptDocument,
  type MarketDocument,
  type MarketDocumentReceived,
  type MarketDocumentSent,
  type MarketMessage,
  type TextKeeper,
} from '../market/index.js';
import { firstWritten, type EventLog } from '../platform/index.js';

export interface MarketMailboxOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly product: string;
  readonly codec: DocumentCodec;
  readonly keeper: TextKeeper;
  /** Ours. */
  readonly partyEic: string;
}

type Kept = MarketDocumentSent | MarketDocumentReceived;
type Direction = Kept['type'];

/**
 * Keeps every market document of a delivery day, character by character: ours before it leaves, the TSO's before
 * anything is made of it. What is on record is never printed anew: a document that is sent again is the same text.
 */
export class MarketMailbox {
  constructor(private readonly options: MarketMailboxOptions) {}

  /** Bids to send, with the text that is on record for them. */
  async send(document: BidDocument): Promise<BidDocument> {
    const { deliveryDay, mrid } = document;
    const print = () => reserveBidFrom(document, ownBidder(this.options.partyEic), formOf(deliveryDay));
    return { ...document, xml: await this.textSent(deliveryDay, mrid, print) };
  }

  /** Our answer to a result, with the text that is on record for it. */
  async answer(
    day: DeliveryDay,
    answer: Acknowledgement,
    result: Pick<AnsweredResult, 'mrid'>,
  ): Promise<Acknowledgement> {
    const answered = { mrid: result.mrid, createdAt: null, type: RESULT_TYPE, process: RESULT_PROCESS };
    const address = {
      createdAt: this.options.clock.now(),
      sender: { eic: this.options.partyEic, role: ROLE.balancingServiceProvider },
      receiver: { eic: FINGRID_EIC, role: ROLE.systemOperator },
    };
    const print = () => acknowledgementFrom(answer, answered, address);
    return { ...answer, xml: await this.textSent(day, answer.mrid, print) };
  }

  /** A message of the TSO; one without a text of its own is printed as the TSO prints it. `sentAt`: of what it answers; `broughtBy`: an actor. */
  async receive(day: DeliveryDay, message: MarketMessage, sentAt: EpochMs | null, broughtBy: string): Promise<void> {
    const before = await this.kept(day, 'MarketDocumentReceived', message.mrid);
    if (message.xml === undefined && before.length > 0) return;
    const text = message.xml ?? this.options.codec.print(this.received(message, sentAt));
    if (before.some((kept) => this.options.keeper.restore(kept) === text)) return;
    await this.keep('MarketDocumentReceived', day, { kind: KIND[message.kind], mrid: message.mrid, text }, broughtBy);
  }

  private async textSent(day: DeliveryDay, mrid: string, make: () => MarketDocument): Promise<string> {
    const [before] = await this.kept(day, 'MarketDocumentSent', mrid);
    if (before) return this.options.keeper.restore(before);
    const document = make();
    const text = this.options.codec.print(document);
    await this.keep('MarketDocumentSent', day, { kind: document.kind, mrid, text }, 'saga:auction');
    return text;
  }

  private received(message: MarketMessage, sentAt: EpochMs | null): MarketDocument {
    const createdAt = this.options.clock.now();
    const receiverEic = this.options.partyEic;
    switch (message.kind) {
      case 'acknowledgement': {
        const answered = {
          mrid: message.documentMrid,
          createdAt: sentAt,
          type: RESERVE_BID_TYPE,
          process: RESERVE_BID_PROCESS,
        };
        const sender = { eic: FINGRID_EIC, role: ROLE.reserveAllocator };
        const receiver = { eic: receiverEic, role: ROLE.balancingServiceProvider };
        return acknowledgementFrom(message, answered, { createdAt, sender, receiver });
      }
      case 'allocation-per-bid':
        return allocationResultFrom(message, { createdAt, receiverEic }, ownNames(formOf(message.deliveryDay)));
      case 'allocation-aggregate':
        return allocationAggregateFrom(message, { createdAt, receiverEic });
    }
  }

  private async kept(day: DeliveryDay, direction: Direction, mrid: string): Promise<KeptDocument[]> {
    const found: KeptDocument[] = [];
    const stream = marketDocumentsStream(this.options.product, day);
    for await (const { data } of this.options.log.readStream(stream, { types: [direction] })) {
      const document = data as KeptDocument;
      if (document.mrid === mrid) found.push(document);
    }
    return found;
  }

  private async keep(
    type: Direction,
    day: DeliveryDay,
    document: Pick<KeptDocument, 'kind' | 'mrid'> & { readonly text: string },
    actor: string,
  ): Promise<void> {
    const { kind, mrid, text } = document;
    const { log, clock, product, keeper } = this.options;
    const stream = marketDocumentsStream(product, day);
    const kept = keeper.keep(text);
    const messageId = deterministicUuid(stream, type, mrid, kept.sha256);
    const data: KeptDocument = { product, deliveryDay: day, kind, mrid, at: isoInstant(clock.now()), ...kept };
    const meta = { messageId, causationId: messageId, correlationId: messageId, actor };
    await firstWritten(log, stream, { type, data, meta, occurredAt: clock.now() });
  }
}

const KIND = {
  acknowledgement: ACKNOWLEDGEMENT,
  'allocation-per-bid': ALLOCATION_RESULT,
  'allocation-aggregate': ALLOCATION_AGGREGATE,
} as const satisfies Record<MarketMessage['kind'], Exclude<MarketDocument['kind'], typeof RESERVE_BID>>;

const formOf = (day: DeliveryDay) => bidFormRules(dayInterval(day).start);
