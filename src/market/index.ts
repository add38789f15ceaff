export * from './market.events.js';
export * from './bid.js';
export type * from './market-gateway.port.js';
