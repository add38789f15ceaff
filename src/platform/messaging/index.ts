export * from './message-bus.port.js';
export * from './dead-letter.js';
