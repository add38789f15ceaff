export * from './attributes.js';
export * from './log.port.js';
export * from './readiness.port.js';
