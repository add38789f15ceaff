import { describe, expect, it } from '@jest/globals';
import { eicCheckCharacter, isEic } from './eic.js';

describe('Energy Identification Code', () => {
  it.each(['10X1001A1001A264', '10YFI-1--------U', '10YSE-1--------K', '10YNO-0--------C'])('knows %s', (code) => {
    expect(isEic(code)).toBe(true);
  });

  it('finds one mistyped character in any place', () => {
    const code = '10X1001A1001A264';
    for (let index = 0; index < code.length; index += 1) {
      const other = code.charAt(index) === '7' ? '8' : '7';
      expect(isEic(code.slice(0, index) + other + code.slice(index + 1))).toBe(false);
    }
  });

  it('refuses other lengths, small letters and codes that would end in a hyphen', () => {
    expect(isEic('10X1001A1001A26')).toBe(false);
    expect(isEic('10x1001a1001a264')).toBe(false);
    expect(isEic('')).toBe(false);
    expect(eicCheckCharacter('10X1001A1001A2')).toBeNull();
  });
});
