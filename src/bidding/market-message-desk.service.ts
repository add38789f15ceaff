import { Refusal, type DeliveryDay } from '../kernel/index.js';
import {
  ACKNOWLEDGEMENT,
  ALLOCATION_AGGREGATE,
  FINGRID_EIC,
  isRefused,
  messagesOf,
  RESERVE_BID,
  type DocumentCodec,
  type MarketDocument,
  type MarketDocumentKind,
  type Problem,
} from '../market/index.js';
import type { AuctionService } from './auction.service.js';

export interface MarketMessageDeskOptions {
  readonly auctions: Pick<AuctionService, 'receive'>;
  readonly codec: DocumentCodec;
  /** Ours: a document to anybody else is not taken. */
  readonly partyEic: string;
}

/** A document that was taken in, now or before. */
export interface TakenDocument {
  readonly kind: MarketDocumentKind;
  readonly mrid: string;
  /** Of results; an acknowledgement names our document only. */
  readonly deliveryDay: DeliveryDay | null;
}

type Incoming = Exclude<MarketDocument, { readonly kind: typeof RESERVE_BID }>;

/**
 * Documents of the TSO that somebody brings by hand, because the link is down. They take the same way as those that come
 * by the link: checked whole, kept, understood, answered. The same document again changes nothing.
 */
export class MarketMessageDesk {
  constructor(private readonly options: MarketMessageDeskOptions) {}

  /**
   * `by`: who brings it, as an actor of events. Refusals: NOT_A_MESSAGE_OF_THE_TSO, RECEIVER_INVALID, SENDER_INVALID, and those of
   * `AuctionService.receive`. A list: what is wrong with the document itself.
   */
  async bring(content: Uint8Array, by: string): Promise<TakenDocument | Refusal | readonly Problem[]> {
    const { document, problems } = this.options.codec.read(content);
    if (document === null) return problems.filter(isRefused);
    if (document.kind === RESERVE_BID)
      return new Refusal(
        'NOT_A_MESSAGE_OF_THE_TSO',
        'bids go to the TSO, they do not come from it; bring its acknowledgements and results',
        'kind',
      );
    const stranger = this.stranger(document);
    if (stranger) return stranger;
    const xml = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
    const refusals: Refusal[] = [];
    const messages = messagesOf(document);
    for (const message of messages) {
      const refusal = await this.options.auctions.receive({ ...message, xml }, by);
      if (refusal) refusals.push(refusal);
    }
    // A result may speak of products beside ours: what is ours was taken.
    const [first] = refusals;
    if (first && refusals.length === messages.length) return first;
    return { kind: document.kind, mrid: document.mrid, deliveryDay: dayOf(messages[0]) };
  }

  private stranger(document: Incoming): Refusal | null {
    const isAnswer = document.kind === ACKNOWLEDGEMENT;
    const receiver = isAnswer ? document.receiver.eic : document.receiverEic;
    if (receiver !== this.options.partyEic)
      return new Refusal(
        'RECEIVER_INVALID',
        `the document is for ${receiver}, we are ${this.options.partyEic} (BACKFEED_PARTY_EIC)`,
        document.kind === ALLOCATION_AGGREGATE ? 'ReceiverIdentification' : 'receiver_MarketParticipant.mRID',
      );
    if (isAnswer && document.sender.eic !== FINGRID_EIC)
      return new Refusal(
        'SENDER_INVALID',
        `the document is from ${document.sender.eic}, the TSO is ${FINGRID_EIC}`,
        'sender_MarketParticipant.mRID',
      );
    return null;
  }
}

const dayOf = (message: object | undefined): DeliveryDay | null =>
  message && 'deliveryDay' in message ? (message.deliveryDay as DeliveryDay) : null;
