export * from './availability.projection.js';
export * from './calibration.js';
export * from './kind-of-day.js';
export * from './price.projection.js';
export * from './quantile.js';
