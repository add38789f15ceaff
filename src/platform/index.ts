export * from './eventlog/event-log.port.js';
export * from './eventlog/command-handler.service.js';
export * from './eventlog/projection-runner.service.js';
export * from './process.js';
export * from './refused.js';
