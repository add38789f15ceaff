import {
  deterministicUuid,
  parseInstant,
  type Clock,
  type DeliveryDay,
  type EpochMs,
  type Refusal,
} from '../kernel/index.js';
import {
  FULLY_REJECTED,
  refusedForText,
  type Acknowledgement,
  type AnsweredResult,
  type BidDocument,
  type MarketGateway,
  type MarketMessage,
  type RefusedMessage,
} from '../market/index.js';
import type { Contact } from './auction.saga.js';
import type { SentDocument, SentState } from './auction-state.js';
import type { MarketMailbox } from './market-mailbox.service.js';
import type { RefusedRecord } from './refused-documents.service.js';

/**
 * Hands documents to the TSO and asks after them. It remembers when it last spoke about which document; that memory
 * is this process's own and a restart loses it, which costs one question.
 */
export class DocumentCarrier {
  private readonly contacts = new Map<string, Contact>();

  constructor(
    private readonly gateway: MarketGateway,
    private readonly clock: Clock,
    /** Keeps what is sent; left out: nothing is kept. */
    private readonly mailbox: MarketMailbox | null = null,
  ) {}

  contactOf(mrid: string): Contact | null {
    return this.contacts.get(mrid) ?? null;
  }

  /** Nothing leaves once the gate is closed, whatever was due before: the clock is read here, last of all. */
  async deliver(state: SentState, document: SentDocument): Promise<void> {
    if (this.clock.now() >= state.gateClosureAt) return this.note(document.mrid, this.clock.now(), false);
    const bids = asBidDocument(state, document);
    const kept = (await this.mailbox?.send(bids)) ?? bids;
    const now = this.clock.now();
    if (now >= state.gateClosureAt) return this.note(document.mrid, now, false);
    this.note(document.mrid, now, true);
    try {
      await this.gateway.submit(kept);
    } catch {
      // An outage of the carrier: the document is on record and in flight, and is tried again until the gate closes.
      this.note(document.mrid, now, false);
    }
  }

  /** The TSO's answer if it has one; a document it never had is sent again as it was, if `mayResend`. */
  async ask(state: SentState, document: SentDocument, mayResend: boolean): Promise<MarketMessage | null> {
    const now = this.clock.now();
    const delivered = this.contactOf(document.mrid)?.delivered ?? false;
    this.note(document.mrid, now, delivered);
    const answer = await this.gateway.query(document.mrid);
    if (answer === 'no-answer') return null;
    if (answer === 'not-askable') {
      // Whether it ever left is not known after a restart; a carrier takes the same message for the same.
      if (!delivered && mayResend) await this.deliver(state, document);
      const contact = this.contacts.get(document.mrid);
      if (contact) this.contacts.set(document.mrid, { ...contact, askable: false });
      return null;
    }
    if (answer !== 'unknown') return answer;
    if (this.clock.now() >= state.gateClosureAt)
      this.contacts.set(document.mrid, { at: now, delivered: false, lost: true, askable: true });
    else if (mayResend) await this.deliver(state, document);
    else this.note(document.mrid, now, false);
    return null;
  }

  /** Our answer to a result. An outage loses it: a TSO that misses it sends the result again, and is answered again. */
  async answer(day: DeliveryDay, result: AnsweredResult, refusal: Refusal | null): Promise<void> {
    const mrid = deterministicUuid('answer', result.mrid, refusal === null ? 'A01' : refusal.code);
    await this.acknowledge(day, result, mrid, refusal?.message ?? null);
  }

  /** Our answer to a result that could not be read: rejected, and why. What can't be named, nobody can be told of. */
  async reject({ deliveryDay, mrid, sha256, reasons }: RefusedRecord, { answerAs }: RefusedMessage): Promise<void> {
    if (answerAs === null || mrid === null) return;
    const answerMrid = deterministicUuid('answer', mrid, 'refused', sha256);
    const text = printable(refusedForText(reasons)).slice(0, LONGEST_REASON);
    await this.acknowledge(deliveryDay, { kind: answerAs, mrid, deliveryDay }, answerMrid, text);
  }

  private async acknowledge(
    day: DeliveryDay,
    result: AnsweredResult,
    mrid: string,
    rejection: string | null,
  ): Promise<void> {
    const accepted = rejection === null;
    const reasons = accepted ? [] : [{ bidId: null, code: FULLY_REJECTED, text: rejection }];
    const answer: Acknowledgement = { kind: 'acknowledgement', mrid, documentMrid: result.mrid, accepted, reasons };
    const kept = (await this.mailbox?.answer(day, answer, result)) ?? answer;
    try {
      await this.gateway.acknowledge?.(kept, result);
    } catch {
      // As above: on record, and given again when it is asked for.
    }
  }

  private note(mrid: string, at: EpochMs, delivered: boolean): void {
    this.contacts.set(mrid, { at, delivered, lost: false, askable: true });
  }
}

/** The longest text of a reason in an acknowledgement (schema 451-1, ReasonText_String). */
const LONGEST_REASON = 512;

/** What XML can hold: who sent nonsense gets it back legible. */
const printable = (text: string): string => text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g, '?');

function asBidDocument(state: SentState, { mrid, createdAt, bids }: SentDocument): BidDocument {
  return {
    mrid,
    product: state.product,
    deliveryDay: state.deliveryDay,
    createdAt,
    bids: bids.map(({ bidId, mtuStart, quantityW, priceEurPerMwH }) => ({
      bidId,
      mtuStart: parseInstant(mtuStart),
      quantityW,
      priceEurPerMwH,
    })),
  };
}
