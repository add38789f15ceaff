import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { KeptText, TextKeeper } from './text-keeper.port.js';

/** A document of 2 000 bids has four million characters. */
const LONGEST = 16_000_000;

/** Documents repeat themselves: of forty thousand characters two thousand are kept. */
export const packedText: TextKeeper = {
  keep(content: string | Uint8Array): KeptText {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    return {
      sha256: createHash('sha256').update(bytes).digest('hex'),
      packing: 'deflate-raw+base64',
      packed: deflateRawSync(bytes, { level: 9 }).toString('base64'),
    };
  },
  restore(kept: KeptText): string {
    return bytesOf(kept).toString('utf8');
  },
  bytesOf,
};

function bytesOf({ sha256, packed }: KeptText): Buffer {
  const bytes = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: LONGEST });
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) throw new Error(`a kept document has the digest ${found}, on record is ${sha256}`);
  return bytes;
}
