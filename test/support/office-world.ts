import { epochMs, mtusOf, MS_PER_HOUR, type DeliveryDay, type EpochMs } from '../../src/kernel/index.js';
import {
  EXAMPLE_PARTY_EIC,
  fcrnRules,
  gateClosureOf,
  ownBidder,
  reserveBidFrom,
  type BidLine,
  type CarriedMessage,
  type MarketDocument,
  type MessageCarrier,
  type ProductName,
  type ReserveBidDocument,
} from '../../src/market/index.js';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import { EDX_TYPE } from '../../src/market/exchange/edx-message-type.js';
import { CarrierUnavailable } from '../../src/market/exchange/message-carrier.port.js';
import { TsoOffice, type DeskEntry, type TsoOfficeOptions } from '../../src/simulation/tso/tso-office.js';
import { ManualClock } from './manual-clock.js';

export const gateClosure = (day: DeliveryDay): EpochMs => gateClosureOf(day, fcrnRules(epochMs(Date.parse(day))));

/** Carries between a participant and the office in this process, on the virtual clock; nothing is lost that was sent. */
export class DirectCarrier implements MessageCarrier {
  readonly sent: { readonly at: EpochMs; readonly message: CarriedMessage; readonly entry: DeskEntry | null }[] = [];
  private listener: ((message: CarriedMessage) => Promise<void>) | null = null;
  private waiting: CarriedMessage[] = [];

  constructor(private readonly world: OfficeWorld) {}

  send(message: CarriedMessage): Promise<void> {
    if (this.world.office.isDown(this.world.clock.now())) return Promise.reject(new CarrierUnavailable('no line'));
    const at = this.world.clock.now();
    this.sent.push({ at, message, entry: this.world.office.take(message, at) });
    return Promise.resolve();
  }

  listen(handle: (message: CarriedMessage) => Promise<void>): void {
    this.listener = handle;
  }

  /** As the office sends it; kept while nobody listens or the listener fails. */
  async bring(message: CarriedMessage): Promise<void> {
    this.waiting.push(message);
    for (const one of [...this.waiting]) {
      if (!this.listener) return;
      await this.listener(one);
      this.waiting = this.waiting.filter((other) => other !== one);
    }
  }

  close(): Promise<void> {
    this.listener = null;
    return Promise.resolve();
  }
}

/** The TSO's office on a virtual clock, two hours before the day's gate, with a line to one participant. */
export class OfficeWorld {
  readonly clock: ManualClock;
  readonly office: TsoOffice;
  readonly carrier: DirectCarrier;
  /** What the office has sent, in order. */
  readonly received: { readonly at: EpochMs; readonly message: CarriedMessage; readonly document: MarketDocument }[] =
    [];

  constructor(
    readonly day: DeliveryDay,
    options: Partial<TsoOfficeOptions> = {},
  ) {
    this.clock = new ManualClock(epochMs(gateClosure(day) - 2 * MS_PER_HOUR));
    this.carrier = new DirectCarrier(this);
    this.office = new TsoOffice({
      codec: xmlCodec,
      marketOf: () => ({ kind: 'marginal-price', priceEurPerMwH: '20' }),
      send: async (message) => {
        const { document } = xmlCodec.read(message.text);
        if (document === null) throw new Error(`the office sent what its own profile refuses: ${message.text}`);
        await this.carrier.bring(message);
        this.received.push({ at: this.clock.now(), message, document });
      },
      ...options,
    });
  }

  /** One bid an hour. */
  bids(over: Partial<BidLine> = {}): BidLine[] {
    return mtusOf(this.day, 60).map(({ start }, index) => ({
      bidId: `b${index}`,
      mtuStart: start,
      quantityW: 500_000,
      priceEurPerMwH: '10',
      ...over,
    }));
  }

  document(mrid: string, bids: readonly BidLine[] = this.bids(), product: ProductName = 'FCR-N'): ReserveBidDocument {
    const document = { mrid, product, deliveryDay: this.day, createdAt: this.clock.now(), bids };
    return reserveBidFrom(document, ownBidder(EXAMPLE_PARTY_EIC), { bidNames: true });
  }

  submit(document: ReserveBidDocument, text = xmlCodec.print(document)): ReturnType<TsoOffice['take']> {
    const message = { id: document.mrid, deliveryDay: this.day, type: EDX_TYPE.bid, text };
    return this.office.take(message, this.clock.now());
  }

  /** Lets the office do what is due until `until`. */
  async run(until: EpochMs): Promise<void> {
    for (;;) {
      const due = this.office.nextDueAt();
      if (due === null || due > until) break;
      this.clock.at = epochMs(Math.max(this.clock.at, due));
      await this.office.runDue(this.clock.at);
    }
    this.clock.at = until;
  }

  /** Until both results are out. */
  untilResults(): Promise<void> {
    return this.run(epochMs(gateClosure(this.day) + MS_PER_HOUR));
  }

  ofKind<K extends MarketDocument['kind']>(kind: K): Extract<MarketDocument, { kind: K }>[] {
    return this.received.flatMap(({ document }) =>
      document.kind === kind ? [document as Extract<MarketDocument, { kind: K }>] : [],
    );
  }
}
