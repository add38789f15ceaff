export * from './eventlog/event-log.port.js';
export * from './eventlog/command-handler.service.js';
export * from './eventlog/projection.js';
export * from './eventlog/projection-runner.service.js';
export * from './eventlog/snapshot-store.port.js';
export * from './process.js';
export * from './refused.js';
export * from './eventlog/state-difference.js';
