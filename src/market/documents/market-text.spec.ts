import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { epochMs, parseInstant } from '../../kernel/index.js';
import {
  eicElement,
  instantOf,
  intervalAt,
  intervalElement,
  megawattText,
  minuteText,
  secondText,
  wattsOf,
  wholeSecond,
} from './market-text.js';
import { element } from './xml-element.js';

const AT = parseInstant('2026-03-28T23:00:00Z');

describe('times in documents', () => {
  it('have seconds or minutes, and a Z', () => {
    expect([secondText(AT), minuteText(AT)]).toEqual(['2026-03-28T23:00:00Z', '2026-03-28T23:00Z']);
    expect(instantOf('2026-03-28T23:00Z')).toBe(AT);
    expect(instantOf('2026-03-28T23:00:00Z')).toBe(AT);
    expect(wholeSecond(epochMs(AT + 999))).toBe(AT);
  });

  it('make an interval', () => {
    const interval = { start: AT, end: epochMs(AT + 3_600_000) };
    const root = element('root', [intervalElement('period', interval)]);
    expect(intervalAt(root, 'period')).toEqual(interval);
  });
});

describe('quantities in documents', () => {
  it.each([
    [0, '0.0'],
    [100_000, '0.1'],
    [5_000_000, '5.0'],
    [1_234_560, '1.23456'],
    [12_300_000, '12.3'],
  ])('%i W is %s MW', (powerW, text) => {
    expect(megawattText(powerW)).toBe(text);
  });

  it('are exact both ways', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000_000), (powerW) => {
        expect(wattsOf(megawattText(powerW))).toBe(powerW);
      }),
    );
  });

  it('are whole watts or none', () => {
    expect([wattsOf('0.1000000'), wattsOf('3'), wattsOf('0.1234567'), wattsOf('-1'), wattsOf('1e3')]).toEqual([
      100_000,
      3_000_000,
      null,
      null,
      null,
    ]);
    expect(() => megawattText(-1)).toThrow('no quantity');
  });
});

describe('a party', () => {
  it('is an EIC', () => {
    expect(eicElement('who', '10X1001A1001A264').attributes).toEqual({ codingScheme: 'A01' });
  });
});
