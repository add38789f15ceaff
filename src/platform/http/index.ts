export * from '../refused.js';
export type { UnreadableLine } from './ndjson.js';
export { InvalidFields, type FieldError } from './field-errors.js';
export { problemOf, type Problem } from './problem.js';
