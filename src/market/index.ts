export * from './market.events.js';
export * from './bid.js';
export * from './product.js';
export * from './fcr-n.rules.js';
export * from './fcr-n.js';
export * from './energy-management.js';
export type * from './market-gateway.port.js';
export * from './files/price-series.js';
export * from './files/frequency-series.js';
