export * from './settlement.events.js';
