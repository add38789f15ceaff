import {
  deliveryDayOf,
  deterministicUuid,
  isoInstant,
  isRefusal,
  marketDocumentsStream,
  type Clock,
  type DeliveryDay,
} from '../kernel/index.js';
import {
  envelopeOf,
  type MarketDocumentRefused,
  type RefusedFor,
  type RefusedMessage,
  type TextKeeper,
} from '../market/index.js';
import { firstWritten, type EventLog } from '../platform/index.js';
import { DocumentIndex } from './document-index.service.js';

export type RefusedRecord = MarketDocumentRefused['data'];

export interface RefusedDocumentsOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly product: string;
  readonly keeper: TextKeeper;
}

/**
 * Most characters that one refused document takes in the log, packed. Documents of five megabytes fit; an event stays
 * well below the megabyte that event stores take.
 */
const PACKED_LIMIT = 262_144;
const REASONS_KEPT = 10;
const LONGEST_MESSAGE = 500;

/**
 * Keeps what came and was refused: nothing that was received is lost. Another party's document is recorded by its digest
 * only, because its text is not ours to keep.
 */
export class RefusedDocuments {
  /** Since the start, by the first rule that was broken. */
  private readonly counts = new Map<string, number>();

  private readonly ours: DocumentIndex;

  constructor(private readonly options: RefusedDocumentsOptions) {
    this.ours = new DocumentIndex(options.log, options.product);
  }

  /** Writes it down, once for the same content under the same name. `by`: who brought it, as an actor of events. */
  async keep(refused: RefusedMessage, by: string): Promise<RefusedRecord> {
    const { log, clock, product } = this.options;
    const data = await this.recordOf(refused);
    const stream = marketDocumentsStream(product, data.deliveryDay);
    const messageId = deterministicUuid(stream, 'MarketDocumentRefused', data.sha256, data.messageId ?? '');
    const meta = { messageId, causationId: messageId, correlationId: messageId, actor: by };
    const kept = await firstWritten<MarketDocumentRefused>(log, stream, {
      type: 'MarketDocumentRefused',
      data,
      meta,
      occurredAt: clock.now(),
    });
    const rule = data.reasons[0]?.rule ?? 'none';
    this.counts.set(rule, (this.counts.get(rule) ?? 0) + 1);
    return kept;
  }

  /** The newest first. */
  async latest(limit: number): Promise<RefusedRecord[]> {
    const found: RefusedRecord[] = [];
    const options = { types: ['MarketDocumentRefused'], backwards: true, limit };
    for await (const { data } of this.options.log.readAll(options)) found.push(data as RefusedRecord);
    return found;
  }

  refusedSinceStart(): ReadonlyMap<string, number> {
    return this.counts;
  }

  private async recordOf(refused: RefusedMessage): Promise<RefusedRecord> {
    const { clock, keeper, product } = this.options;
    const { content, id, type, reasons } = refused;
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const envelope = envelopeOf(typeof content === 'string' ? content : new TextDecoder().decode(content));
    const about = await this.dayOf(refused, envelope);
    const { sha256, packing, packed } = keeper.keep(bytes);
    const withheld = !refused.isOurs ? 'not-ours' : packed.length > PACKED_LIMIT ? 'too-large' : null;
    return {
      product,
      deliveryDay: about ?? deliveryDayOf(clock.now()),
      dayTold: about !== null,
      kind: envelope.kind,
      mrid: envelope.mrid,
      messageType: type,
      messageId: id,
      at: isoInstant(clock.now()),
      sha256,
      bytes: bytes.length,
      reasons: reasons.slice(0, REASONS_KEPT).map(shortened),
      reasonsInAll: reasons.length,
      packing: withheld === null ? packing : null,
      packed: withheld === null ? packed : null,
      withheld,
    };
  }

  /** What it is about: its own period, the document that it answers, or what the carrier says. */
  private async dayOf(
    { deliveryDay }: RefusedMessage,
    { periodStart, receivedMrid }: ReturnType<typeof envelopeOf>,
  ): Promise<DeliveryDay | null> {
    if (periodStart !== null) return deliveryDayOf(periodStart);
    const ofOurs = receivedMrid === null ? null : await this.ours.dayOfDocument(receivedMrid);
    if (ofOurs !== null && !isRefusal(ofOurs)) return ofOurs;
    return deliveryDay !== null && isCalendarDay(deliveryDay) ? deliveryDay : null;
  }
}

const isCalendarDay = (text: string): text is DeliveryDay =>
  /^20\d\d-\d\d-\d\d$/.test(text) && new Date(Date.parse(text)).toISOString().startsWith(text);

const shortened = ({ place, rule, message }: RefusedFor): RefusedFor => ({
  place: place === null ? null : place.slice(0, LONGEST_MESSAGE),
  rule,
  message: message.slice(0, LONGEST_MESSAGE),
});
