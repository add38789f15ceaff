import type { EpochMs } from '../../kernel/index.js';
import type { ProductName } from '../product.js';
import { wattsOf } from './market-text.js';
import type { ReserveBidDocument } from './reserve-bid.js';

/** An offer as it stands at the TSO. */
export interface StandingBid {
  readonly seriesMrid: string;
  readonly product: ProductName;
  readonly mtuStart: EpochMs;
  readonly quantityW: number;
  /** Of the document that said it last. */
  readonly createdAt: EpochMs;
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
  /** Most that this participant may offer in an hour; null: no limit. */
  portfolioLimitW(product: ProductName, mtuStart: EpochMs): number | null;
}

/** The part of a desk that follows from the documents it has taken; what else it knows is given. */
export class BidRegister implements TsoDesk {
  private readonly references = new Set<string>();
  private readonly bids = new Map<string, StandingBid>();

  constructor(private readonly terms: Partial<Pick<TsoDesk, 'portfolioLimitW' | 'isConnected'>> = {}) {}

  /** Takes a document that was accepted. */
  take({ mrid, createdAt, bids }: ReserveBidDocument): void {
    this.references.add(mrid);
    for (const { seriesMrid, product, hour, quantityMw } of bids)
      this.bids.set(seriesMrid, {
        seriesMrid,
        product,
        mtuStart: hour.start,
        quantityW: wattsOf(quantityMw) ?? 0,
        createdAt,
      });
  }

  hasReference(mrid: string): boolean {
    return this.references.has(mrid);
  }

  standing(seriesMrid: string): StandingBid | null {
    return this.bids.get(seriesMrid) ?? null;
  }

  standingIn(product: ProductName, mtuStart: EpochMs): readonly StandingBid[] {
    return [...this.bids.values()].filter((bid) => bid.product === product && bid.mtuStart === mtuStart);
  }

  /** A provider bids for itself; whom a data provider may speak for is for the TSO to know. */
  isConnected(senderEic: string, subjectEic: string): boolean | null {
    return senderEic === subjectEic ? true : (this.terms.isConnected?.(senderEic, subjectEic) ?? null);
  }

  portfolioLimitW(product: ProductName, mtuStart: EpochMs): number | null {
    return this.terms.portfolioLimitW?.(product, mtuStart) ?? null;
  }
}
