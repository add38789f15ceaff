export * from './dispatch.events.js';
