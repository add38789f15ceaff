import { Refusal } from '../kernel/index.js';
import type { UnreadableLine } from '../platform/http/index.js';

/** A JSON array or the values of an NDJSON body; both arrive as a list. Refuses NOT_A_LIST. */
export const listBody = (body: unknown): readonly unknown[] | Refusal =>
  Array.isArray(body)
    ? body
    : new Refusal(
        'NOT_A_LIST',
        'send a JSON array as application/json, or one object per line as application/x-ndjson',
      );

export const isUnreadable = (value: unknown): value is UnreadableLine =>
  typeof value === 'object' && value !== null && 'unreadableLine' in value;
