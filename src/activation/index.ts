export * from './activation.events.js';
export * from './response-sums.js';
export * from './delivery.js';
export * from './activation-book.projection.js';
export * from './activation.service.js';
