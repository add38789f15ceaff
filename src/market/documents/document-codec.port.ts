import type { MarketDocument } from './market-document.js';
import type { Problem } from '../desk/problem.js';
import type { ProfileContext } from './profile.js';

/** What was read: a document only where nothing is refused; notes may stand beside it. */
export interface ReadDocument {
  readonly document: MarketDocument | null;
  readonly problems: readonly Problem[];
}

/**
 * Documents as text and back. Promises: the same document prints the same text; what is printed reads back as the same
 * document; a text is checked whole (well-formed, harmless, profile) before anything is read from it.
 */
export interface DocumentCodec {
  print(document: MarketDocument): string;
  read(xml: string | Uint8Array, context?: ProfileContext): ReadDocument;
}
