import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reliableQuantile } from './quantile.js';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);
const distinct = fc.uniqueArray(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 2, maxLength: 60 });
const reliability = fc.integer({ min: 50, max: 99 }).map((percent) => percent / 100);

describe('the reliable quantile', () => {
  it.each([
    // samples, reliability, rank from below
    [29, 0.9, 3],
    [28, 0.9, 2],
    [20, 0.9, 2],
    [19, 0.9, 2],
    [9, 0.9, 1],
    [99, 0.99, 1],
    [19, 0.5, 10],
  ])('of %i samples at %d is the sample of rank %i', (count, level, rank) => {
    expect(reliableQuantile(upTo(count).reverse(), level)).toBe(rank);
  });

  it('promises nothing from too few samples', () => {
    expect(reliableQuantile(upTo(8), 0.9)).toBeNull();
    expect(reliableQuantile(upTo(98), 0.99)).toBeNull();
    expect(reliableQuantile([], 0.9)).toBeNull();
  });

  // Leave each of n + 1 values out in turn and forecast it from the others: the exchangeability argument, counted out.
  it('is fallen short of at most as often as promised, whatever the distribution', () => {
    fc.assert(
      fc.property(distinct, reliability, (values, level) => {
        const short = values.filter((value, index) => {
          const quantile = reliableQuantile(
            values.filter((_, other) => other !== index),
            level,
          );
          return quantile !== null && value < quantile;
        });
        expect(short.length).toBeLessThanOrEqual(values.length * (1 - level) + 1e-9);
      }),
    );
  });

  it('never rises with the reliability asked for', () => {
    fc.assert(
      fc.property(distinct, reliability, reliability, (values, a, b) => {
        const lower = reliableQuantile(values, Math.min(a, b)) ?? 0;
        expect(reliableQuantile(values, Math.max(a, b)) ?? 0).toBeLessThanOrEqual(lower);
      }),
    );
  });
});
