import type { DeliveryDay } from '../kernel/index.js';

/** Capacity that the TSO has bought from us for one MTU, as committed by the auction. */
export interface CommittedMtu {
  /** ISO 8601, UTC. */
  readonly mtuStart: string;
  readonly awardedW: number;
  /** EUR/MW,h, decimal text as received. */
  readonly priceEurPerMwH: string;
}

/** The auction's obligation: dispatch holds this capacity, the ledger shows it, settlement pays it. Stream `auction-…`. */
export interface CapacityCommitted {
  readonly type: 'CapacityCommitted';
  readonly data: {
    readonly product: string;
    readonly deliveryDay: DeliveryDay;
    readonly mtus: readonly CommittedMtu[];
  };
}

/** Energy prices of a settlement period became known (or were corrected: the newest one counts). Stream `prices-<area>-<day>`. */
export interface EnergyPricesPublished {
  readonly type: 'EnergyPricesPublished';
  readonly data: {
    readonly area: string;
    readonly kind: 'up' | 'down' | 'imbalance' | 'day-ahead';
    /** One row per period of `minutes`, EUR/MWh as decimal text. */
    readonly minutes: number;
    readonly prices: readonly { readonly start: string; readonly eurPerMwh: string }[];
  };
}

/** A market document, character by character. */
export interface KeptDocument {
  readonly product: string;
  readonly deliveryDay: DeliveryDay;
  /** Name of the root element. */
  readonly kind: string;
  readonly mrid: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Of the text's UTF-8 bytes, hex. */
  readonly sha256: string;
  /** How the text is kept: raw DEFLATE (RFC 1951) of its UTF-8 bytes, in Base64. */
  readonly packing: 'deflate-raw+base64';
  readonly packed: string;
}

/** A document of ours, written down before it leaves. Stream `market-documents-<product>-<day>`. */
export interface MarketDocumentSent {
  readonly type: 'MarketDocumentSent';
  readonly data: KeptDocument;
}

/** A document of the TSO, written down before anything is made of it. Stream `market-documents-<product>-<day>`. */
export interface MarketDocumentReceived {
  readonly type: 'MarketDocumentReceived';
  readonly data: KeptDocument;
}

/**
 * Something came as a market document and was refused: written down, with what it was, before anybody is answered. Stream
 * `market-documents-<product>-<day>`.
 */
export interface MarketDocumentRefused {
  readonly type: 'MarketDocumentRefused';
  readonly data: {
    readonly product: string;
    /** What it is about; where that can't be told, the day on which it came. */
    readonly deliveryDay: DeliveryDay;
    readonly dayTold: boolean;
    /** Name of the root element, and the document's own id, as far as they can be read. */
    readonly kind: string | null;
    readonly mrid: string | null;
    /** EDX message type under which it came, and what the carrier calls it; null where nobody said. */
    readonly messageType: string | null;
    readonly messageId: string | null;
    /** ISO 8601, UTC. */
    readonly at: string;
    /** Of what came, byte by byte, hex. */
    readonly sha256: string;
    readonly bytes: number;
    /** Why, the first of them where there are many. */
    readonly reasons: readonly { readonly place: string | null; readonly rule: string; readonly message: string }[];
    readonly reasonsInAll: number;
    /** What came, packed as in `MarketDocumentReceived`; null: withheld. */
    readonly packing: 'deflate-raw+base64' | null;
    readonly packed: string | null;
    /** Larger than the log should hold, or somebody else's: the carrier has it where it put it aside. */
    readonly withheld: 'too-large' | 'not-ours' | null;
  };
}

export type MarketEvent =
  CapacityCommitted | EnergyPricesPublished | MarketDocumentSent | MarketDocumentReceived | MarketDocumentRefused;
