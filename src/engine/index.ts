export * from './engine.js';
export * from './planner.js';
export * from './public-events.js';
export * from './read-models.js';
