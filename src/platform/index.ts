export * from './eventlog/event-log.port.js';
