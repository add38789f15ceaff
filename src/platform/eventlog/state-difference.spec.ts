import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstDifference, stateDigest, valueAt } from './state-difference.js';

const state = () => ({
  days: new Map([
    ['2026-01-13', { bids: [{ id: 'a', quantityW: 100 }], open: true }],
    ['2026-01-14', { bids: [], open: false }],
  ]),
  settled: new Set(['2026-01-12']),
  newest: null as object | null,
});

describe('firstDifference', () => {
  it('is null for equal states', () => expect(firstDifference(state(), state())).toBeNull());

  it.each<[string, (changed: ReturnType<typeof state>) => void, object]>([
    [
      'a value deep down',
      ({ days }) => ((days.get('2026-01-13')?.bids[0] as { quantityW: number }).quantityW = 200),
      { path: ['days', '2026-01-13', 'bids', '0', 'quantityW'], left: 100, right: 200 },
    ],
    ['an entry less', ({ settled }) => settled.clear(), { path: ['settled', '2026-01-12'], right: undefined }],
    ['an entry more', ({ settled }) => settled.add('x'), { path: ['settled', 'x'], left: undefined, right: 'x' }],
    [
      'another order',
      ({ days }) => {
        const first = days.get('2026-01-13') as never;
        days.delete('2026-01-13');
        days.set('2026-01-13', first);
      },
      { path: ['days', 'entry 0'], left: '2026-01-13', right: '2026-01-14' },
    ],
    ['another kind', (changed) => (changed.newest = {}), { path: ['newest'], left: null, right: {} }],
  ])('finds %s', (_, change, expected) => {
    const changed = state();
    change(changed);
    expect(firstDifference(state(), changed)).toMatchObject(expected);
    expect(stateDigest(changed)).not.toBe(stateDigest(state()));
  });

  it('finds something exactly when the digests differ', () => {
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.integer({ min: 0, max: 2 }),
        fc.constantFrom('a', null, true),
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom('a', 'b'), tie('value')),
        fc
          .array(fc.tuple(fc.constantFrom('a', 'b'), tie('value')), { maxLength: 2 })
          .map((entries) => new Map<unknown, unknown>(entries)),
      ),
    })).value;
    fc.assert(
      fc.property(values, values, (left, right) => {
        expect(firstDifference({ left }, { left: right }) === null).toBe(
          stateDigest({ left }) === stateDigest({ left: right }),
        );
      }),
    );
  });
});

describe('valueAt', () => {
  it('follows the way that a difference names', () => {
    expect(valueAt(state(), ['days', '2026-01-13', 'bids', '0', 'quantityW'])).toBe(100);
    expect(valueAt(state(), ['days', '2026-01-15', 'bids'])).toBeUndefined();
    expect(valueAt(state(), ['newest', 'x'])).toBeUndefined();
  });
});
