import { deliveryDayOf, type DeliveryDay, type EpochMs, type Interval } from '../../kernel/index.js';
import { wattsOf, type DecimalText } from '../megawatts.js';
import type { ProductName } from '../product.js';

/** An offer as it stands at the TSO. */
export interface StandingBid {
  readonly seriesMrid: string;
  readonly product: ProductName;
  readonly mtuStart: EpochMs;
  readonly quantityW: number;
  /** As offered. */
  readonly priceEurPerMwH: DecimalText;
  /** The bidder's own name for it, or null. */
  readonly name: string | null;
  /** Of the document that said it last. */
  readonly createdAt: EpochMs;
}

/** A document of which every bid can be read: one that was accepted. */
export interface AcceptedBids {
  readonly mrid: string;
  readonly createdAt: EpochMs;
  readonly bids: readonly {
    readonly seriesMrid: string;
    readonly product: ProductName;
    readonly hour: Interval;
    readonly quantityMw: DecimalText;
    readonly priceEurPerMwH: DecimalText;
    readonly name: string | null;
  }[];
}

/** What the TSO knows beyond a document itself. */
export interface TsoDesk {
  /** Whether a document of this id has been taken before. */
  hasReference(mrid: string): boolean;
  /** Whether the sender may bid for the subject; null: it can't be told here. */
  isConnected(senderEic: string, subjectEic: string): boolean | null;
  /** The newest standing of a series, quantity 0 after a cancellation; null: never seen. */
  standing(seriesMrid: string): StandingBid | null;
  /** Everything that stands for a product in an hour. */
  standingIn(product: ProductName, mtuStart: EpochMs): readonly StandingBid[];
  /** Most that this participant may offer in an hour, as it is at the instant `at`; null: no limit. */
  portfolioLimitW(product: ProductName, mtuStart: EpochMs, at: EpochMs): number | null;
}

/** The part of a desk that follows from the documents it has taken; what else it knows is given. */
export class BidRegister implements TsoDesk {
  private readonly references = new Set<string>();
  private readonly bids = new Map<string, StandingBid>();
  /** Series by the day that they are for, as long as the day has not been cleared. */
  private readonly openDays = new Map<DeliveryDay, Set<string>>();

  constructor(private readonly terms: Partial<Pick<TsoDesk, 'portfolioLimitW' | 'isConnected'>> = {}) {}

  /** Takes a document that was accepted: new bids, changes of earlier ones, cancellations (quantity 0). */
  take({ mrid, createdAt, bids }: AcceptedBids): void {
    this.references.add(mrid);
    for (const { seriesMrid, product, hour, quantityMw, priceEurPerMwH, name } of bids) {
      const mtuStart = hour.start;
      const quantityW = wattsOf(quantityMw) ?? 0;
      this.bids.set(seriesMrid, { seriesMrid, product, mtuStart, quantityW, priceEurPerMwH, name, createdAt });
      const day = deliveryDayOf(mtuStart);
      this.openDays.set(day, (this.openDays.get(day) ?? new Set()).add(seriesMrid));
    }
  }

  /** The offers of a day whose auction is over: they stand no longer. The ids of their series stay known. */
  close(day: DeliveryDay): StandingBid[] {
    const offers = this.standingOn(day).filter(({ quantityW }) => quantityW > 0);
    this.openDays.delete(day);
    return offers;
  }

  hasReference(mrid: string): boolean {
    return this.references.has(mrid);
  }

  standing(seriesMrid: string): StandingBid | null {
    return this.bids.get(seriesMrid) ?? null;
  }

  standingIn(product: ProductName, mtuStart: EpochMs): readonly StandingBid[] {
    return this.standingOn(deliveryDayOf(mtuStart)).filter(
      (bid) => bid.product === product && bid.mtuStart === mtuStart,
    );
  }

  /** A provider bids for itself; whom a data provider may speak for is for the TSO to know. */
  isConnected(senderEic: string, subjectEic: string): boolean | null {
    return senderEic === subjectEic ? true : (this.terms.isConnected?.(senderEic, subjectEic) ?? null);
  }

  portfolioLimitW(product: ProductName, mtuStart: EpochMs, at: EpochMs): number | null {
    return this.terms.portfolioLimitW?.(product, mtuStart, at) ?? null;
  }

  private standingOn(day: DeliveryDay): StandingBid[] {
    return [...(this.openDays.get(day) ?? [])].flatMap((seriesMrid) => this.bids.get(seriesMrid) ?? []);
  }
}
