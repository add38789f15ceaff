import { createHash } from 'node:crypto';
import type { EventRow } from './schema.adapter.js';

/** What the first event's hash builds on. */
export const CHAIN_START: Buffer = Buffer.alloc(32);

/**
 * SHA-256 over the previous event's hash and every stored column of this one: changing, moving, adding or removing an
 * event breaks the chain from there on. Removing the newest ones leaves a whole but shorter chain, which
 * `verifyChain` notices by the streams' revisions.
 */
export function eventHash(previous: Buffer, row: EventRow): Buffer {
  return createHash('sha256').update(previous).update(JSON.stringify(row)).digest();
}
