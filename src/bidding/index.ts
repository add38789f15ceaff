export * from './auction.events.js';
