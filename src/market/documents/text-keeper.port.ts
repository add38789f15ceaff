import type { KeptDocument } from '../market.events.js';

export type KeptText = Pick<KeptDocument, 'sha256' | 'packing' | 'packed'>;

/** Keeps a text whole in little room. Promises: the very characters, or bytes, come back, or it throws. */
export interface TextKeeper {
  keep(content: string | Uint8Array): KeptText;
  restore(kept: KeptText): string;
  bytesOf(kept: KeptText): Uint8Array;
}
