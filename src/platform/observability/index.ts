export * from './attributes.js';
export * from './log.port.js';
export * from './readiness.port.js';
export { lineLog } from './logger.adapter.js';
export { Metrics, type GaugeReading } from './metrics.adapter.js';
