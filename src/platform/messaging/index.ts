export * from './message-bus.port.js';
export * from './dead-letter.js';
export * from './json-message.js';
export * from './not-now.js';
export type * from './outbox.events.js';
export type * from './event-feed.port.js';
