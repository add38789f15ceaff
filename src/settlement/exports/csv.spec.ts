import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Papa from 'papaparse';
import { aSettledMonth } from '../../../test/support/settled-month.js';
import { csvCell, settlementCsv } from './csv.js';
import { SETTLEMENT_COLUMNS, settlementExport } from './rows.js';

describe('settlement CSV', () => {
  it('has a header and a line per hour, each ended by CRLF', () => {
    const lines = settlementCsv(settlementExport(aSettledMonth())).split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe(SETTLEMENT_COLUMNS.join(','));
    expect(lines[1]).toMatch(/^2026-01-12,2026-01-12T10:00:00.000Z,FCR-N,settled,0\.300000,/);
    expect(lines[4]).toBe('');
  });

  it('quotes what RFC 4180 wants quoted', () => {
    expect(csvCell('terms 2026, "4.2"')).toBe('"terms 2026, ""4.2"""');
    expect(csvCell('two\nlines')).toBe('"two\nlines"');
  });

  it.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\tx', '-'])('takes the formula out of "%s"', (text) => {
    expect(csvCell(text)).toBe(`'${text}`);
  });

  it('leaves numbers alone, negative ones too', () => {
    for (const number of ['-0.06', '12', '0.000000', '-500']) expect(csvCell(number)).toBe(number);
  });

  it('gives back any text that is no formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 5 }), (cells) => {
        const line = cells.map(csvCell).join(',');
        const [parsed] = Papa.parse<string[]>(line, { newline: '\r\n', delimiter: ',' }).data;
        const expected = cells.map((cell) =>
          /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell,
        );
        expect(parsed).toEqual(expected);
      }),
    );
  });
});
