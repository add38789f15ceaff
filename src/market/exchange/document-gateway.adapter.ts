import { Refusal, type Clock } from '../../kernel/index.js';
import type { Acknowledgement, BidDocument, MarketMessage } from '../bid.js';
import { bidFormRules } from '../bid.rules.js';
import { isRefused, type Problem } from '../desk/index.js';
import {
  acknowledgementFrom,
  FINGRID_EIC,
  messagesOf,
  RESERVE_BID,
  RESULT_PROCESS,
  RESULT_TYPE,
  reserveBidFrom,
  ROLE,
  strangerRefusal,
  type Bidder,
  type DocumentCodec,
  type IncomingDocument,
} from '../documents/index.js';
import type {
  AnsweredResult,
  MarketGateway,
  MessageListener,
  RefusedFor,
  RefusedMessage,
} from '../market-gateway.port.js';
import { documentKindOf, EDX_TYPE, type EdxMessageType } from './edx-message-type.js';
import type { CarriedMessage, MessageCarrier } from './message-carrier.port.js';
import { answerAsOf, refusedForProblems, refusedForRefusal, refusedForText } from './refused-for.js';

export interface DocumentGatewayOptions {
  readonly carrier: MessageCarrier;
  readonly codec: DocumentCodec;
  readonly clock: Clock;
  readonly bidder: Bidder;
  /** Told of what was refused, once it is on record: for logs. */
  readonly onRefused?: (refused: RefusedMessage) => void;
}

/**
 * The TSO by documents over any carrier. What leaves is what is on record, character by character; what comes is checked
 * against the profile before the engine hears of it, and what is refused is handed over as such. A carrier of documents
 * can't be asked after one: `query` says so.
 */
export class DocumentGateway implements MarketGateway {
  constructor(private readonly options: DocumentGatewayOptions) {}

  async submit(document: BidDocument): Promise<void> {
    const { carrier, codec, bidder } = this.options;
    const form = bidFormRules(document.bids[0]?.mtuStart ?? document.createdAt);
    const text = document.xml ?? codec.print(reserveBidFrom(document, bidder, form));
    await carrier.send({ id: document.mrid, deliveryDay: document.deliveryDay, type: EDX_TYPE.bid, text });
  }

  query(): Promise<'not-askable'> {
    return Promise.resolve('not-askable');
  }

  async acknowledge(answer: Acknowledgement, { kind, deliveryDay }: AnsweredResult): Promise<void> {
    const type = ANSWERS[kind];
    if (type === null) return;
    const text = answer.xml ?? this.print(answer);
    await this.options.carrier.send({ id: answer.mrid, deliveryDay: deliveryDay ?? null, type, text });
  }

  listen(handle: MessageListener, refused: (refused: RefusedMessage) => Promise<void> = () => Promise.resolve()): void {
    const refuse = async (message: RefusedMessage): Promise<Refusal> => {
      await refused(message);
      this.options.onRefused?.(message);
      return new Refusal('MESSAGE_REFUSED', refusedForText(message.reasons));
    };
    this.options.carrier.listen(
      async (message) => {
        const found = await this.take(message, handle);
        if (found === null) return null;
        const { id, deliveryDay, type, text } = message;
        return refuse({ content: text, id, deliveryDay, type, answerAs: answerAsOf(type), ...found });
      },
      async ({ name, content, reason }) => {
        const reasons = [{ place: null, rule: 'no-message', message: reason }];
        await refuse({ content, id: name, deliveryDay: null, type: null, reasons, answerAs: null, isOurs: true });
      },
    );
  }

  /** Why a message is refused; null: it was taken. */
  private async take(
    message: CarriedMessage,
    handle: MessageListener,
  ): Promise<Pick<RefusedMessage, 'reasons' | 'isOurs'> | null> {
    const document = this.readable(message);
    if (Array.isArray(document)) return { reasons: document, isOurs: true };
    const stranger = strangerRefusal(document, this.options.bidder.eic);
    if (stranger) return { reasons: [refusedForRefusal(stranger)], isOurs: stranger.code !== 'RECEIVER_INVALID' };
    const parts = messagesOf(document);
    const refusals: Refusal[] = [];
    for (const part of parts) {
      const refusal = await handle({ ...part, xml: message.text });
      if (refusal) refusals.push(refusal);
    }
    if (parts.length === 0) return { reasons: [EMPTY], isOurs: true };
    // A result may speak of products beside ours: what is ours was taken.
    return refusals.length < parts.length ? null : { reasons: refusals.map(refusedForRefusal), isOurs: true };
  }

  /** The document that a message of its type carries, or why it carries none. */
  private readable(message: CarriedMessage): IncomingDocument | RefusedFor[] {
    const { document, problems } = this.options.codec.read(message.text);
    if (problems.some(isRefused)) return refusedForProblems(problems);
    if (document === null || document.kind === RESERVE_BID || document.kind !== documentKindOf(message.type))
      return refusedForProblems([wrongKind(message)]);
    return document;
  }

  private print(answer: Acknowledgement): string {
    const { codec, clock, bidder } = this.options;
    const received = { mrid: answer.documentMrid, createdAt: null, type: RESULT_TYPE, process: RESULT_PROCESS };
    return codec.print(
      acknowledgementFrom(answer, received, {
        createdAt: clock.now(),
        sender: { eic: bidder.eic, role: ROLE.balancingServiceProvider },
        receiver: { eic: FINGRID_EIC, role: ROLE.systemOperator },
      }),
    );
  }
}

const ANSWERS: Readonly<Record<MarketMessage['kind'], EdxMessageType | null>> = {
  acknowledgement: null,
  'allocation-per-bid': EDX_TYPE.perBidAnswer,
  'allocation-aggregate': EDX_TYPE.aggregateAnswer,
};

const EMPTY: RefusedFor = { place: null, rule: 'empty', message: 'the document says nothing of any bid or hour' };

const wrongKind = ({ type }: CarriedMessage): Problem => ({
  path: '/',
  value: null,
  rule: 'message-type',
  message: `a message of type ${type} carries a ${documentKindOf(type)}`,
  text: null,
  seriesMrid: null,
  weight: 'refused',
});
