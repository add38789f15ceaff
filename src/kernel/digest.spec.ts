import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, deterministicUuid, digest } from './digest.js';

describe('canonical JSON', () => {
  it('has sorted keys, no spaces, and leaves out what is undefined', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined, A: true })).toBe(
      '{"A":true,"b":[1,{"c":"x","d":null}]}',
    );
  });

  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) =>
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value))),
      ),
    );
  });

  it('does not depend on the order in which fields were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        expect(digest(Object.fromEntries(Object.entries(record).reverse()))).toBe(digest(record));
      }),
    );
  });
});

describe('digest and ids', () => {
  it('is the SHA-256 of the canonical JSON', () => {
    // echo -n '{}' | sha256sum
    expect(digest({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });

  it('makes UUIDs of version 8 from names, the same for the same names', () => {
    const id = deterministicUuid('auction', 'FCR-N', '2026-01-15');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(deterministicUuid('auction', 'FCR-N', '2026-01-15')).toBe(id);
    expect(deterministicUuid('auction', 'FCR-N2026', '-01-15')).not.toBe(id);
  });
});
