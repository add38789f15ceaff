import { describe, expect, it } from '@jest/globals';
import { epochMs, parseInstant } from '../../kernel/index.js';
import { eicElement, instantOf, intervalAt, intervalElement, minuteText, secondText } from './market-text.js';
import { element } from './xml-element.js';

const AT = parseInstant('2026-03-28T23:00:00Z');

describe('times in documents', () => {
  it('have seconds or minutes, and a Z', () => {
    expect([secondText(AT), minuteText(AT)]).toEqual(['2026-03-28T23:00:00Z', '2026-03-28T23:00Z']);
    expect(instantOf('2026-03-28T23:00Z')).toBe(AT);
    expect(instantOf('2026-03-28T23:00:00Z')).toBe(AT);
  });

  it('make an interval', () => {
    const interval = { start: AT, end: epochMs(AT + 3_600_000) };
    const root = element('root', [intervalElement('period', interval)]);
    expect(intervalAt(root, 'period')).toEqual(interval);
  });
});

describe('a party', () => {
  it('is an EIC', () => {
    expect(eicElement('who', '10X1001A1001A264').attributes).toEqual({ codingScheme: 'A01' });
  });
});
