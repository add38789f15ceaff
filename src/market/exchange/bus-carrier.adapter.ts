import { InputError, Refusal } from '../../kernel/index.js';
import {
  BusUnavailable,
  type Consumption,
  type DeliveredMessage,
  type MessageBus,
  type RejectedDelivery,
} from '../../platform/messaging/index.js';
import { MARKET_INBOUND_TOPIC, MARKET_OUTBOUND_TOPIC } from '../market-topics.js';
import { isFileId } from './edx-file-name.js';
import { isEdxMessageType } from './edx-message-type.js';
import { CarrierUnavailable, type CarriedMessage, type MessageCarrier } from './message-carrier.port.js';

export interface BusCarrierOptions {
  readonly bus: MessageBus;
  /** `bsp` sends on `market.outbound.v1` and reads `market.inbound.v1`; `tso` the other way round. */
  readonly side?: 'bsp' | 'tso';
  /** Where the TSO's side reads and writes; default the topics of the contract. */
  readonly topics?: { readonly toTso: string; readonly fromTso: string };
  /** Readers of one group share what comes. */
  readonly group?: string;
  readonly onFailure?: (id: string, reason: string) => void;
}

const CONTRACT_TOPICS = { toTso: MARKET_OUTBOUND_TOPIC, fromTso: MARKET_INBOUND_TOPIC };

/**
 * Market documents over the message bus: one JSON message each, `{messageType, deliveryDay, document}`, keyed by the
 * delivery day, its id the document's mRID. What carries them on from there (an EDX toolbox, an integration platform) is
 * the operator's.
 */
export class BusCarrier implements MessageCarrier {
  private readonly sent = new Map<string, string>();
  private consumption: Promise<Consumption> | null = null;
  private listener: Parameters<MessageCarrier['listen']> | null = null;

  constructor(private readonly options: BusCarrierOptions) {}

  async send({ id, deliveryDay, type, text }: CarriedMessage): Promise<void> {
    if (!isFileId(id)) throw new InputError(`"${id}" can't be the id of a message`);
    const value = JSON.stringify({ messageType: type, deliveryDay, document: text });
    const before = this.sent.get(id);
    if (before !== undefined && before !== value)
      throw new InputError(`message ${id} was sent with another text; a changed document needs an id of its own`);
    try {
      await this.options.bus.publish(this.topics().out, [{ id, key: deliveryDay ?? '', value }]);
    } catch (error) {
      if (error instanceof BusUnavailable) throw new CarrierUnavailable(error.message, { cause: error });
      throw error;
    }
    this.sent.set(id, value);
  }

  listen(...listener: Parameters<MessageCarrier['listen']>): void {
    this.listener = listener;
    if (this.consumption) return;
    this.consumption = this.options.bus.consume({
      topic: this.topics().in,
      group: this.options.group ?? 'backfeed-market',
      handle: (batch) => this.handOver(batch),
      onFailure: (error) => this.options.onFailure?.(this.topics().in, String(error)),
    });
    this.consumption.catch((error: unknown) => this.options.onFailure?.(this.topics().in, String(error)));
  }

  /** Resolves when the bus knows of this reader: from then on it misses nothing, whether it runs or not. */
  async listening(): Promise<void> {
    await this.consumption;
  }

  async close(): Promise<void> {
    const consumption = await this.consumption?.catch(() => null);
    await consumption?.close();
  }

  private topics(): { readonly out: string; readonly in: string } {
    const { side, topics = CONTRACT_TOPICS } = this.options;
    return side === 'tso' ? { out: topics.fromTso, in: topics.toTso } : { out: topics.toTso, in: topics.fromTso };
  }

  /** Every message of the batch has its turn; if the listener failed on one, the batch comes again. */
  private async handOver(batch: readonly DeliveredMessage[]): Promise<RejectedDelivery[]> {
    const rejected: RejectedDelivery[] = [];
    let failure: Error | null = null;
    for (const delivery of batch) {
      try {
        const reason = await this.refusalOf(delivery);
        if (reason) rejected.push({ delivery, reason });
      } catch (error) {
        failure = error as Error;
        this.options.onFailure?.(delivery.headers['message-id'] ?? '', failure.message);
      }
    }
    if (failure) throw new BusUnavailable(`the listener failed: ${failure.message}`, { cause: failure });
    return rejected;
  }

  /** Why a delivery becomes a dead letter, once the listener knows of it; null: it was taken. */
  private async refusalOf(delivery: DeliveredMessage): Promise<Refusal | null> {
    const [handle, putAside] = this.listener ?? [];
    const message = messageOf(delivery);
    if (!(message instanceof Refusal)) return (await handle?.(message)) ?? null;
    const name = delivery.headers['message-id'] ?? `${delivery.partition}@${delivery.offset}`;
    await putAside?.({ name, content: delivery.value ?? '', reason: message.message });
    return message;
  }
}

function messageOf({ value, headers }: DeliveredMessage): CarriedMessage | Refusal {
  const id = headers['message-id'] ?? '';
  if (!isFileId(id)) return new Refusal('MESSAGE_ID_MISSING', 'the header message-id names the document', 'message-id');
  let fields: Record<string, unknown>;
  try {
    fields = (JSON.parse(value ?? 'null') ?? {}) as Record<string, unknown>;
  } catch (error) {
    return new Refusal('NOT_JSON', `the message is not JSON: ${(error as Error).message}`);
  }
  const { messageType, deliveryDay = null, document } = fields;
  if (typeof messageType !== 'string' || !isEdxMessageType(messageType))
    return new Refusal('MESSAGE_TYPE_UNKNOWN', 'messageType is none of the FCR market', 'messageType');
  if (typeof document !== 'string' || !/<\/[\w.:-]+>\s*$/.test(document))
    return new Refusal('DOCUMENT_MISSING', 'document must hold the whole XML document as text', 'document');
  if (deliveryDay !== null && typeof deliveryDay !== 'string')
    return new Refusal('DELIVERY_DAY_INVALID', 'deliveryDay must be YYYY-MM-DD or left out', 'deliveryDay');
  return { id, deliveryDay, type: messageType, text: document };
}
