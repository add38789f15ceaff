export * from './engine.js';
export * from './guarantee.js';
export * from './planner.js';
