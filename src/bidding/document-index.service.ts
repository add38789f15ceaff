import { isRefusal, Refusal, type DeliveryDay } from '../kernel/index.js';
import type { MarketMessage } from '../market/index.js';
import type { EventLog } from '../platform/index.js';
import type { BidsSubmitted } from './auction.events.js';
import { isSent, type AuctionState } from './auction-state.js';

/** Codes of messages that say nothing about our auctions: nothing is made of them. */
export const NOT_ABOUT_US: ReadonlySet<string> = new Set(['UNKNOWN_PRODUCT', 'UNKNOWN_DOCUMENT']);

/** Which delivery day a message of the TSO is about: results say it, an acknowledgement names our document only. */
export class DocumentIndex {
  private readonly days = new Map<string, DeliveryDay>();

  constructor(
    private readonly log: EventLog,
    private readonly product: string,
  ) {}

  note(day: DeliveryDay, state: AuctionState): void {
    const documents = isSent(state) ? state.documents : [];
    for (const { mrid } of documents) this.days.set(mrid, day);
  }

  /** Refusals: UNKNOWN_PRODUCT, UNKNOWN_DOCUMENT. */
  async dayOf(message: MarketMessage): Promise<DeliveryDay | Refusal> {
    if (message.kind === 'acknowledgement') return this.dayOfDocument(message.documentMrid);
    if (message.product === this.product) return message.deliveryDay;
    return new Refusal(
      'UNKNOWN_PRODUCT',
      `results of ${message.product} came; this engine trades ${this.product}`,
      'product',
    );
  }

  /** The delivery day of a document of ours; refusal: UNKNOWN_DOCUMENT. */
  async dayOfDocument(mrid: string): Promise<DeliveryDay | Refusal> {
    const found = this.days.get(mrid) ?? (await this.searchLog(mrid));
    if (!isRefusal(found)) this.days.set(mrid, found);
    return found;
  }

  /** Another process over the same log may have sent it. */
  private async searchLog(mrid: string): Promise<DeliveryDay | Refusal> {
    for await (const { data } of this.log.readAll({ types: ['BidsSubmitted'], backwards: true })) {
      const { documentMrid, deliveryDay } = data as BidsSubmitted['data'];
      if (documentMrid === mrid) return deliveryDay;
    }
    return new Refusal('UNKNOWN_DOCUMENT', `no document ${mrid} was sent`, 'documentMrid');
  }
}
