import { createHash } from 'node:crypto';

/** One projection's part of a snapshot set as a store keeps it. */
export interface KeptState {
  readonly version: string;
  readonly projection: string;
  readonly position: number;
  readonly messageId: string;
  /** Structured clone, serialized. */
  readonly state: Uint8Array;
}

/** SHA-256 over everything that is kept, so that a state can't be taken for another projection's or another position's. */
export const digestOfKept = ({ version, projection, position, messageId, state }: KeptState): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([version, projection, position, messageId]))
    .update(state)
    .digest();
