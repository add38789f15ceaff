import { isRefusal, Refusal, type DeliveryDay } from '../kernel/index.js';
import {
  isRefused,
  messagesOf,
  refusedForProblems,
  refusedForRefusal,
  RESERVE_BID,
  strangerRefusal,
  type DocumentCodec,
  type IncomingDocument,
  type MarketDocumentKind,
  type Problem,
  type RefusedFor,
} from '../market/index.js';
import type { AuctionService } from './auction.service.js';
import { NOT_ABOUT_US } from './document-index.service.js';
import type { RefusedDocuments, RefusedRecord } from './refused-documents.service.js';

export interface MarketMessageDeskOptions {
  readonly auctions: Pick<AuctionService, 'receive'>;
  readonly codec: DocumentCodec;
  /** Keeps what is refused; left out: nothing is kept. */
  readonly refused?: Pick<RefusedDocuments, 'keep'>;
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

/** A document that was not taken. */
export interface RejectedDocument {
  /** A list: what is wrong with the document itself. */
  readonly because: Refusal | readonly Problem[];
  /** What is on record of it; null where nothing is kept, or it was taken into the record as a document of its day. */
  readonly record: RefusedRecord | null;
}

/**
 * Documents of the TSO that somebody brings by hand, because the link is down. They take the same way as those that come
 * by the link: checked whole, kept, understood, answered. The same document again changes nothing. One that is refused is
 * kept too, and not answered: who brings it may have taken the wrong file.
 */
export class MarketMessageDesk {
  constructor(private readonly options: MarketMessageDeskOptions) {}

  /**
   * `by`: who brings it, as an actor of events. Refusals: NOT_A_MESSAGE_OF_THE_TSO, RECEIVER_INVALID, SENDER_INVALID,
   * DOCUMENT_INVALID (empty), and those of `AuctionService.receive`.
   */
  async bring(content: Uint8Array, by: string): Promise<TakenDocument | RejectedDocument> {
    const { document, problems } = this.options.codec.read(content);
    if (document === null) return this.reject(content, by, problems.filter(isRefused));
    if (document.kind === RESERVE_BID) return this.reject(content, by, BIDS);
    const stranger = strangerRefusal(document, this.options.partyEic);
    if (stranger) return this.reject(content, by, stranger);
    const xml = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
    const refusal = await this.receive(document, xml, by);
    if (refusal === null) return { kind: document.kind, mrid: document.mrid, deliveryDay: dayOf(document) };
    return NOT_ABOUT_US.has(refusal.code) || refusal === EMPTY
      ? this.reject(content, by, refusal)
      : { because: refusal, record: null };
  }

  /** A result may speak of products beside ours: what is ours was taken. */
  private async receive(document: IncomingDocument, xml: string, by: string): Promise<Refusal | null> {
    const messages = messagesOf(document);
    const refusals: Refusal[] = [];
    for (const message of messages) {
      const refusal = await this.options.auctions.receive({ ...message, xml }, by);
      if (refusal) refusals.push(refusal);
    }
    return refusals.length < messages.length ? null : (refusals[0] ?? EMPTY);
  }

  private async reject(
    content: Uint8Array,
    by: string,
    because: RejectedDocument['because'],
  ): Promise<RejectedDocument> {
    const reasons: RefusedFor[] = isRefusal(because) ? [refusedForRefusal(because)] : refusedForProblems(because);
    const isOurs = !(isRefusal(because) && because.code === 'RECEIVER_INVALID');
    const refused = { content, type: null, id: null, deliveryDay: null, reasons, answerAs: null, isOurs };
    return { because, record: (await this.options.refused?.keep(refused, by)) ?? null };
  }
}

const BIDS = new Refusal(
  'NOT_A_MESSAGE_OF_THE_TSO',
  'bids go to the TSO, they do not come from it; bring its acknowledgements and results',
  'kind',
);

const EMPTY = new Refusal('DOCUMENT_INVALID', 'the document says nothing of any bid or hour');

function dayOf(document: IncomingDocument): DeliveryDay | null {
  const [message] = messagesOf(document);
  return message && 'deliveryDay' in message ? message.deliveryDay : null;
}
