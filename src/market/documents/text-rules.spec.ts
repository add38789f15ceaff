import { describe, expect, it } from '@jest/globals';
import type { TextRule } from './grammar.js';
import {
  code,
  decimal,
  documentIdentifier,
  duration,
  eic,
  hourly,
  identifier,
  minute,
  number,
  position,
  quantity,
  reason,
  reasonCode,
  reasonText,
  second,
} from './text-rules.js';

const UUID = '7fd5112e-927b-483b-8f56-8057a2a16666';

describe('a text', () => {
  it.each<[string, TextRule, readonly string[], readonly string[]]>([
    ['identifier', identifier, ['a', 'x'.repeat(60)], ['', ' a', 'x'.repeat(61)]],
    ['document id', documentIdentifier(), [UUID, UUID.replaceAll('-', '')], ['', 'bid-1', `${UUID}0`]],
    ['EIC', eic, ['10X1001A1001A264'], ['10X1001A1001A265', '10X1001A1001A2644', '']],
    ['decimal', decimal, ['0', '-1.5', '12.50'], ['1.', '.5', '+1', '1e3', '1,5', '']],
    ['number of a bid', number, ['0.123456789'], ['x', '']],
    ['quantity', quantity, ['0', '0.3', '12'], ['-1', '1.1234567', '']],
    ['reason code', reasonCode, ['999', 'A02', 'A95', 'B09'], ['998', 'A00', 'B50', 'a02', '']],
    ['reason text', reasonText, ['', 'x'.repeat(512)], ['x'.repeat(513)]],
    ['position', position, ['1', '25'], ['0', '-1', '1.0', '1000000']],
    ['resolution', hourly, ['PT60M', 'PT1H'], ['PT15M']],
    ['duration', duration, ['PT1H', 'P1D', 'P1DT5M'], ['P', 'PT', '1H']],
    [
      'instant',
      second,
      ['2024-02-29T00:00:00Z'],
      ['2026-02-29T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T00:00Z'],
    ],
    [
      'end of an interval',
      minute,
      ['2026-01-12T23:00Z'],
      ['2026-01-12T23:00:00Z', '1926-01-12T23:00Z', '2026-13-01T00:00Z'],
    ],
    ['code', code('unit', ['MAW']), ['MAW'], ['MAW ', 'KWT']],
  ])('may be a %s, or is none', (_, rule, good, bad) => {
    expect(good.filter((text) => !rule.test(text))).toEqual([]);
    expect(bad.filter((text) => rule.test(text))).toEqual([]);
  });

  it('of a reason may be left out, its code may not', () => {
    expect(reason(reasonCode).map(({ name, least }) => [name, least])).toEqual([
      ['code', 1],
      ['text', 0],
    ]);
  });
});
