import { describe, expect, it } from '@jest/globals';
import { isRestorable, refill, type Projection } from './projection.js';

describe('isRestorable', () => {
  const apply = (): void => undefined;
  it.each<[string, Projection, boolean]>([
    ['both ways', { apply, snapshot: () => ({}), restore: () => undefined }, true],
    ['no snapshot', { apply, restore: () => undefined }, false],
    ['no restore', { apply, snapshot: () => ({}) }, false],
  ])('%s', (_, projection, expected) => expect(isRestorable(projection)).toBe(expected));
});

describe('refill', () => {
  it('replaces what is there, in the order of the content', () => {
    const target = new Map([
      ['a', 1],
      ['b', 2],
    ]);
    refill(target, new Map([...target.entries()].reverse()).set('c', 3));
    refill(target, new Map(target).set('b', 9));
    expect([...target]).toEqual([
      ['b', 9],
      ['a', 1],
      ['c', 3],
    ]);
  });
});
