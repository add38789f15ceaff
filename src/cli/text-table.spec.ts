import { describe, expect, it } from '@jest/globals';
import { textTable } from './text-table.js';

describe('a text table', () => {
  it('is as wide as its widest cell, names left, figures right', () => {
    expect(
      textTable(
        ['mtu', 'MW'],
        [
          ['15:00', '0.8'],
          ['16:00', '12.0'],
        ],
      ),
    ).toBe('mtu      MW\n15:00   0.8\n16:00  12.0\n');
  });

  it('is its heads where there are no rows', () => {
    expect(textTable(['mtu', 'MW'], [])).toBe('mtu  MW\n');
  });
});
