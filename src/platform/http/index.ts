export * from '../refused.js';
export type { UnreadableLine } from './ndjson.js';
export type { FieldError } from './field-errors.js';
export type { Problem } from './problem.js';
