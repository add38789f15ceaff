export * from './plan-question.js';
export * from './plan.js';
export type { MeasuredPlan } from './measured-plan.js';
export * from './plan-reader.js';
export * from './plan-economics.js';
export type { FuseExcess } from './fuse.js';
