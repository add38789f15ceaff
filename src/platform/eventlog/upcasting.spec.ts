import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Recorded } from '../../kernel/index.js';
import { NewerEvent, upcasted, type Upcast } from './upcasting.js';

const recorded = (schemaVersion: number, data: object): Recorded =>
  ({ position: 7, type: 'SocReported', schemaVersion, data }) as Recorded;

/** Percent became permille, then the gauge got a quality. */
const STEPS: readonly Upcast[] = [
  ({ socPercent, ...rest }: { socPercent: number }) => ({ ...rest, socPermille: socPercent * 10 }),
  (data: object) => ({ ...data, quality: 'measured' }),
];

describe('upcasted', () => {
  it.each([
    [1, { socPercent: 52 }],
    [2, { socPermille: 520 }],
    [3, { socPermille: 520, quality: 'measured' }],
  ])('makes version %d current', (version, data) => {
    expect(upcasted(recorded(version, data), STEPS)).toEqual(recorded(3, { socPermille: 520, quality: 'measured' }));
  });

  it('leaves the event that was given as it was, and a current one untouched', () => {
    const old = Object.freeze(recorded(1, Object.freeze({ socPercent: 52 })));
    expect(upcasted(old, STEPS)).not.toBe(old);
    expect(old.data).toEqual({ socPercent: 52 });
    const current = recorded(3, {});
    expect(upcasted(current, STEPS)).toBe(current);
  });

  it('refuses what a newer program wrote', () => {
    expect(() => upcasted(recorded(4, {}), STEPS)).toThrow(NewerEvent);
    expect(() => upcasted(recorded(2, {}), [])).toThrow(
      'SocReported at position 7 has version 2, this program reads up to 1: use the program that wrote it',
    );
  });

  it('takes every step from its version on, once, in order', () => {
    const steps = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(steps, fc.nat(6), (count, from) => {
        const all = Array.from({ length: count }, (_, n): Upcast => ({ path }: { path: number[] }) => ({
          path: [...path, n + 2],
        }));
        const version = 1 + Math.min(from, count);
        const expected = Array.from({ length: count + 1 - version }, (_, n) => version + 1 + n);
        expect(upcasted(recorded(version, { path: [] }), all)).toMatchObject({
          schemaVersion: count + 1,
          data: { path: expected },
        });
      }),
    );
  });
});
