import crypto, { createHash } from 'node:crypto';
import type { EventRow } from './schema.adapter.js';

const HASH_BYTES = 32;

/** What the first event's hash builds on. */
export const CHAIN_START: Buffer = Buffer.alloc(HASH_BYTES);

/**
 * SHA-256 over the previous event's hash and every stored column of this one: changing, moving, adding or removing an
 * event breaks the chain from there on. Removing the newest ones leaves a whole but shorter chain, which
 * `verifyChain` notices by the streams' revisions.
 */
export function eventHash(previous: Buffer, row: EventRow): Buffer {
  return sha256(previous, JSON.stringify(row));
}

/** In one call where Node has it (20.12 and 21.7 on): a third faster than an object that is fed and asked. */
const sha256: (previous: Buffer, text: string) => Buffer =
  typeof crypto.hash === 'function'
    ? (previous, text) => crypto.hash('sha256', preimage(previous, text), 'buffer')
    : (previous, text) => createHash('sha256').update(previous).update(text).digest();

/** Used again and again: the hash is made before the next preimage is written. */
let scratch = Buffer.alloc(1 << 16);

function preimage(previous: Buffer, text: string): Buffer {
  // UTF-8 needs at most three bytes for each unit of UTF-16.
  const most = HASH_BYTES + 3 * text.length;
  if (scratch.length < most) scratch = Buffer.alloc(2 * most);
  previous.copy(scratch);
  return scratch.subarray(0, HASH_BYTES + scratch.write(text, HASH_BYTES));
}
