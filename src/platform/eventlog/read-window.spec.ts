import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EpochMs } from '../../kernel/index.js';
import { indexesOf, pagesOf, readWindow } from './read-window.js';

const times = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }).map((all) => all.sort((a, b) => a - b));
const options = fc.record(
  {
    from: fc.integer({ min: -3, max: 65 }),
    backwards: fc.boolean(),
    recordedUntil: fc.integer({ min: -1, max: 21 }).map((at) => at as EpochMs),
  },
  { requiredKeys: [] },
);

describe('readWindow', () => {
  it('selects what filtering every event would select', () => {
    fc.assert(
      fc.property(times, options, (recorded, { from, backwards = false, recordedUntil }) => {
        const indexes = recorded.map((_, index) => index);
        const wanted = indexes.filter(
          (index) =>
            (recordedUntil === undefined || (recorded[index] as number) <= recordedUntil) &&
            (from === undefined || (backwards ? index <= from : index >= from)),
        );
        const given = {
          ...(from === undefined ? {} : { from }),
          ...(recordedUntil === undefined ? {} : { recordedUntil }),
        };
        const window = readWindow({ ...given, backwards }, recorded.length - 1, (index) => recorded[index] as EpochMs);
        expect([...indexesOf(window)]).toEqual(backwards ? wanted.reverse() : wanted);
      }),
    );
  });

  it.each([
    [-1, [0, 1, 2]],
    [0, [1, 2]],
    [2, []],
    [7, []],
  ])('begins after %i', (after, expected) => {
    expect([...indexesOf(readWindow({ after }, 2, () => 0 as EpochMs))]).toEqual(expected);
  });

  it('finds the end of a recorded prefix with few looks', () => {
    let looks = 0;
    const window = readWindow({ recordedUntil: 700_000 as EpochMs }, 999_999, (index) => {
      looks += 1;
      return index as EpochMs;
    });
    expect(window.last).toBe(700_000);
    expect(looks).toBeLessThanOrEqual(20);
  });
});

describe('pagesOf', () => {
  it('covers the window once, in order, with pages of at most the size', () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.integer({ min: -1, max: 80 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        (first, last, backwards, size) => {
          const window = { first, last, backwards };
          const pages = [...pagesOf(window, size)].map((page) => [...indexesOf(page)]);
          expect(pages.flat()).toEqual([...indexesOf(window)]);
          expect(pages.every((page) => page.length > 0 && page.length <= size)).toBe(true);
        },
      ),
    );
  });
});
