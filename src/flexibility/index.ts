export * from './vehicle.js';
export * from './shares.js';
export * from './group.js';
export * from './split.js';
export * from './theta.js';
export * from './session-vehicle.js';
export * from './capacity-now.js';
export * from './guarantee.js';
