declare const id: unique symbol;
type Id<T extends string> = string & { readonly [id]: T };

export type SiteId = Id<'site'>;
export type ChargerId = Id<'charger'>;
export type SessionId = Id<'session'>;
export type BidId = Id<'bid'>;
/** Stream names are the contract of `contracts/events`: `<kind>-<id>`. */
export type StreamName = string;

export const sessionStream = (sessionId: string): StreamName => `session-${sessionId}`;
export const chargerStream = (chargerId: string): StreamName => `charger-${chargerId}`;
export const siteStream = (siteId: string): StreamName => `site-${siteId}`;
export const frequencyStream = (area: string, hourIso: string): StreamName => `frequency-${area}-${hourIso}`;
export const auctionStream = (product: string, day: string): StreamName => `auction-${product}-${day}`;
/** The market documents of one delivery day, as they were sent and received. */
export const marketDocumentsStream = (product: string, day: string): StreamName => `market-documents-${product}-${day}`;
export const activationStream = (product: string, mtuIso: string): StreamName => `activation-${product}-${mtuIso}`;
export const settlementStream = (product: string, day: string): StreamName => `settlement-${product}-${day}`;
/** The trader's halt and resume. */
export const TRADING_STREAM: StreamName = 'trading-desk';
