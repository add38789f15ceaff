export * from './activation.events.js';
