export * from './battery.js';
export * from './capacity.js';
export * from './driver-judge.js';
export * from './energy-management.js';
export * from './group-judge.js';
export * from './leavers.js';
export * from './promised-hour.js';
export * from './site-judge.js';
