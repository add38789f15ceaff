import { describe, expect, it } from '@jest/globals';
import { axisText, numberText } from './number-text.js';

describe('numbers in words of the report', () => {
  it('parts thousands and writes a true minus', () => {
    expect(numberText(1234567.891, 2)).toBe('1\u202f234\u202f567.89');
    expect(numberText(-1234.5, 1)).toBe('\u22121\u202f234.5');
    expect(numberText(999)).toBe('999');
  });
  it('never writes a negative zero', () => {
    expect(numberText(-0.001, 2)).toBe('0.00');
  });
  it('writes axes without needless zeros', () => {
    expect([0, 0.2, 0.25, 12_000, -5].map(axisText)).toEqual(['0', '0.2', '0.25', '12\u202f000', '\u22125']);
  });
});
