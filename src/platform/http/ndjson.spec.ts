import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseNdjson } from './ndjson.js';

describe('newline-delimited JSON', () => {
  it('gives back every value in order', () => {
    fc.assert(
      fc.property(fc.array(fc.json()), (documents) => {
        const text = documents.map((document) => JSON.stringify(JSON.parse(document))).join('\n');
        expect(parseNdjson(text)).toEqual(documents.map((document) => JSON.parse(document) as unknown));
      }),
    );
  });

  it('keeps the good lines and names the bad one by its number in the body', () => {
    const [first, bad, last] = parseNdjson('{"a":1}\r\n\r\n{"a":\n{"a":3}\n');
    expect(first).toEqual({ a: 1 });
    expect(bad).toEqual({ unreadableLine: 3, reason: expect.stringContaining('JSON') });
    expect(last).toEqual({ a: 3 });
  });

  it('skips a byte-order mark and finds nothing in nothing', () => {
    expect(parseNdjson('\uFEFF{"a":1}')).toEqual([{ a: 1 }]);
    expect(parseNdjson('')).toEqual([]);
  });
});
