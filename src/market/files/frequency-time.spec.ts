import { describe, expect, it } from '@jest/globals';
import { isoInstant } from '../../kernel/index.js';
import { FrequencyTime, type ClockOfFile } from './frequency-time.js';

const read = (clock: ClockOfFile, ...texts: readonly string[]): string[] => {
  const time = new FrequencyTime(clock);
  return texts.map((text) => isoInstant(time.parse(text)));
};

describe('the times of a frequency file', () => {
  it('are read with any offset, and with parts of seconds', () => {
    expect(
      read(
        'offset-required',
        '2015-01-01T00:00:00Z',
        '2015-01-01T00:00:00.1Z',
        '2015-01-01T02:00:30+02:00',
        '2015-01-01T00:00:31Z',
      ),
    ).toEqual([
      '2015-01-01T00:00:00.000Z',
      '2015-01-01T00:00:00.100Z',
      '2015-01-01T00:00:30.000Z',
      '2015-01-01T00:00:31.000Z',
    ]);
  });

  it('are on the Finnish clock in the history files of the TSO', () => {
    expect(read('finnish', '2025-01-01 00:00:00.000', '2025-07-01 00:00:00.100')).toEqual([
      '2024-12-31T22:00:00.000Z',
      '2025-06-30T21:00:00.100Z',
    ]);
  });

  it('tell the doubled hour of autumn apart by the jump back of the clock', () => {
    const texts = [
      '2025-10-26 02:59:59',
      '2025-10-26 03:00:00',
      '2025-10-26 03:59:59',
      '2025-10-26 03:00:00',
      '2025-10-26 03:01:00',
      '2025-10-26 04:00:00',
    ];
    expect(read('finnish', ...texts)).toEqual([
      '2025-10-25T23:59:59.000Z',
      '2025-10-26T00:00:00.000Z',
      '2025-10-26T00:59:59.000Z',
      '2025-10-26T01:00:00.000Z',
      '2025-10-26T01:01:00.000Z',
      '2025-10-26T02:00:00.000Z',
    ]);
  });

  it('are UTC where the column says so', () => {
    expect(read('utc', '2020-06-01 10:00:00', '2020-06-01T10:03:00.000Z')).toEqual([
      '2020-06-01T10:00:00.000Z',
      '2020-06-01T10:03:00.000Z',
    ]);
  });

  it.each([
    '2015-01-01T00:00:00',
    '2015-01-01',
    'yesterday',
    '2015-13-01T00:00:00Z',
    '2015-01-01T00:00:xxZ',
    '2015-01-01T00:00:60Z',
    '',
  ])('refuse "%s"', (text) => {
    expect(() => new FrequencyTime('offset-required').parse(text)).toThrow(/Z|ISO 8601/);
  });
});
