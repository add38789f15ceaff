import { describe, expect, it } from '@jest/globals';
import { groupBy } from './group-by.js';

describe('groups', () => {
  it('stand in the order of their first items, and so do the items', () => {
    expect([...groupBy([3, 1, 4, 1, 5, 9, 2, 6], (item) => (item % 2 === 0 ? 'even' : 'odd'))]).toEqual([
      ['odd', [3, 1, 1, 5, 9]],
      ['even', [4, 2, 6]],
    ]);
  });
});
