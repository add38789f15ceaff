import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InputError, parseInstant } from '../../src/kernel/index.js';
import { readFrequency } from '../../src/market/files/frequency-file.adapter.js';
import { MS_PER_DAY } from '../../src/market/index.js';
import { describeWithShared } from '../support/shared-data.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backfeed-frequency-'));
});
afterAll(() => rm(folder, { recursive: true }));

const frequency = async (content: string | Buffer) => {
  const path = join(folder, 'frequency.csv');
  await writeFile(path, content);
  return readFrequency(path);
};
const HEADER = 'time,frequency_hz';
const dayOf = (date: string): number => parseInstant(`${date}T00:00:00Z`) / MS_PER_DAY;

describe('a frequency file', () => {
  it('is whole days of mHz, one a second', async () => {
    const series = await frequency(
      gzipSync(
        `${HEADER}\n2015-01-01T00:00:00Z,49.9354\n2015-01-01T00:00:01Z,\n2015-01-01T00:00:02Z,NA\n2015-01-01T00:00:03Z,50.1`,
      ),
    );
    expect([...(series.days.get(dayOf('2015-01-01'))?.millihertz.subarray(0, 5) ?? [])]).toEqual([
      49_935, 49_935, 49_935, 50_100, 50_100,
    ]);
    expect(series.counts).toMatchObject({ rows: 4, emptyValues: 2 });
  });

  it('may be the history of the TSO, ten values a second on the Finnish clock', async () => {
    const series = await frequency(
      'Time,Value\r\n2025-01-01 00:00:00.000,49.99123\r\n2025-01-01 00:00:00.100,49.5\r\n2025-01-01 00:00:01.000,50.01\r\n',
    );
    const night = series.days.get(dayOf('2024-12-31'))?.millihertz;
    expect([night?.[22 * 3600], night?.[22 * 3600 + 1]]).toEqual([49_991, 50_010]);
  });

  it('may be the download of the API of the TSO, every three minutes', async () => {
    const series = await frequency(
      '"Start time UTC","End time UTC","Frequency, real time"\n"2020-01-01T00:00:00.000Z","2020-01-01T00:03:00.000Z","49.99"\n"2020-01-01T00:03:00.000Z","2020-01-01T00:06:00.000Z","50.02"\n',
    );
    expect(series.stepMs).toBe(180_000);
    expect(series.days.get(dayOf('2020-01-01'))?.millihertz[179]).toBe(49_990);
  });

  it.each([
    ['a missing column', 'time,hz\n2015-01-01T00:00:00Z,50\n', /line 1: column frequency_hz is missing/],
    [
      'text for a number',
      `${HEADER}\n2015-01-01T00:00:00Z,50\n2015-01-01T00:00:01Z,abc\n`,
      /frequency\.csv, line 3: "abc" is not a frequency/,
    ],
    ['zero', `${HEADER}\n2015-01-01T00:00:00Z,0\n`, /line 2: "0" is not a frequency in Hz/],
    ['millihertz', `${HEADER}\n2015-01-01T00:00:00Z,49935\n`, /line 2: "49935" is not a frequency in Hz/],
    ['a time without an offset', `${HEADER}\n2015-01-01T00:00:00,50\n`, /line 2: .*no offset/],
    ['a short row', `${HEADER}\n2015-01-01T00:00:00Z\n`, /line 2: has 1 columns, the header has 2/],
    ['hours for seconds', `${HEADER}\n2015-01-01T00:00:00Z,50\n2015-01-01T01:00:00Z,50\n`, /every 3600 s/],
    ['a header alone', `${HEADER}\n`, /has no rows/],
    ['nothing', '', /is empty/],
    ['bytes', Buffer.from('7z\u00bc\u00af\u0000\u0004'), /binary/],
  ])('is refused with %s', async (_, content, message) => {
    const refused = await frequency(content).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InputError);
    expect((refused as Error).message).toMatch(message);
  });
});

describeWithShared('six days of Nordic frequency', ['data', 'frequency-nordic-2015-01-01-to-06-1s.csv.gz'], (path) => {
  it('are read with their gaps held and their repeated seconds counted', async () => {
    const series = await readFrequency(path);
    const first = dayOf('2015-01-01');
    expect([...series.days.keys()]).toEqual([first, first + 1, first + 2, first + 3, first + 4, first + 5]);
    // 518 524 rows − 120 repeated − 244 empty = 518 160 values for 6 × 86 400 = 518 400 seconds: 240 are held.
    expect(series.counts).toEqual({
      rows: 518_524,
      repeatedRows: 120,
      emptyValues: 244,
      unorderedRows: 2,
      heldSeconds: 240,
      longestHoldSeconds: 120,
    });
    for (const day of series.days.values()) expect(day.hours.every(Boolean)).toBe(true);
  });
});
