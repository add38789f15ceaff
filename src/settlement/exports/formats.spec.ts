import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../../kernel/index.js';
import { exportFormat, exportMonth } from './formats.js';

describe('export formats', () => {
  it.each(['csv', 'json'])('prints %s', (name) => {
    expect(exportFormat(name)).toHaveProperty('print');
  });

  it.each(['xlsx', 'parquet', 'pdf', '', 'toString'])('refuses "%s" and names what there is', (name) => {
    expect(exportFormat(name)).toMatchObject({
      code: 'EXPORT_FORMAT_INVALID',
      message: expect.stringContaining('csv, json'),
    });
  });

  it('takes a month and nothing else', () => {
    expect(exportMonth('2026-01')).toBe('2026-01');
    for (const text of ['2026-13', '2026-1', '2026', '2026-01-12', '../2026-01'])
      expect(exportMonth(text)).toBeInstanceOf(Refusal);
  });
});
