import type { Clock } from '../../kernel/index.js';
import type { Acknowledgement, BidDocument, MarketMessage } from '../bid.js';
import { bidFormRules } from '../bid.rules.js';
import { isRefused, problemText, type Problem } from '../desk/index.js';
import {
  acknowledgementFrom,
  FINGRID_EIC,
  messagesOf,
  RESERVE_BID,
  RESULT_PROCESS,
  RESULT_TYPE,
  reserveBidFrom,
  ROLE,
  type Bidder,
  type DocumentCodec,
} from '../documents/index.js';
import type { MarketGateway } from '../market-gateway.port.js';
import { documentKindOf, EDX_TYPE, type EdxMessageType } from './edx-message-type.js';
import type { CarriedMessage, MessageCarrier } from './message-carrier.port.js';

export interface DocumentGatewayOptions {
  readonly carrier: MessageCarrier;
  readonly codec: DocumentCodec;
  readonly clock: Clock;
  readonly bidder: Bidder;
  /** Told of a message that the profile refuses. It changes nothing: whoever sent it must send it anew. */
  readonly onRefused: (message: CarriedMessage, problems: readonly Problem[]) => void;
}

/**
 * The TSO by documents over any carrier. What leaves is what is on record, character by character; what comes is checked
 * against the profile before the engine hears of it. A carrier of documents can't be asked after one: `query` says so.
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

  async acknowledge(answer: Acknowledgement, result: MarketMessage): Promise<void> {
    const type = ANSWERS[result.kind];
    if (type === null) return;
    const deliveryDay = 'deliveryDay' in result ? result.deliveryDay : null;
    await this.options.carrier.send({ id: answer.mrid, deliveryDay, type, text: answer.xml ?? this.print(answer) });
  }

  listen(handle: (message: MarketMessage) => Promise<void>): void {
    this.options.carrier.listen((message) => this.take(message, handle));
  }

  private async take(message: CarriedMessage, handle: (message: MarketMessage) => Promise<void>): Promise<void> {
    const { document, problems } = this.options.codec.read(message.text);
    if (document === null || document.kind === RESERVE_BID || document.kind !== documentKindOf(message.type))
      return this.options.onRefused(message, problems.some(isRefused) ? problems : [wrongKind(message)]);
    for (const part of messagesOf(document)) await handle({ ...part, xml: message.text });
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

const wrongKind = ({ type }: CarriedMessage): Problem => ({
  path: '/',
  value: null,
  rule: 'message-type',
  message: `a message of type ${type} carries a ${documentKindOf(type)}`,
  text: null,
  seriesMrid: null,
  weight: 'refused',
});

/** For logs: what was wrong with a message, in one line. */
export const refusalText = (problems: readonly Problem[]): string =>
  problems.filter(isRefused).slice(0, 3).map(problemText).join('; ');
