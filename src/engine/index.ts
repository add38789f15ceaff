export * from './engine.js';
export * from './planner.js';
