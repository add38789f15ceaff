export * from './fleet.events.js';
