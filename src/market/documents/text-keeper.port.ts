import type { KeptDocument } from '../market.events.js';

export type KeptText = Pick<KeptDocument, 'sha256' | 'packing' | 'packed'>;

/** Keeps a text whole in little room. Promises: `restore` gives the very characters back, or throws. */
export interface TextKeeper {
  keep(text: string): KeptText;
  restore(kept: KeptText): string;
}
