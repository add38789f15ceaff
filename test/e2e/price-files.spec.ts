import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InputError, parseInstant } from '../../src/kernel/index.js';
import { readCapacityPrices, readEnergyPrices } from '../../src/market/files/price-file.adapter.js';
import { describeWithShared } from '../support/shared-data.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backfeed-prices-'));
});
afterAll(() => rm(folder, { recursive: true }));

const prices = async (content: string | Buffer, read = readCapacityPrices) => {
  const path = join(folder, 'prices.csv');
  await writeFile(path, content);
  return read(path);
};
const HEADER = 'start,price_eur_per_mw_h';

describe('a price file', () => {
  it('is read with a volume column, Windows line ends, a byte order mark and packed', async () => {
    const text = `\uFEFF${HEADER},volume_mw\r\n2020-01-01T00:00:00+00:00,17.0,20\r\n2020-01-01T01:00:00Z,8,\r\n`;
    const series = await prices(gzipSync(text));
    expect(series.periods.map((period) => period.price)).toEqual(['17.0', '8']);
    expect(series.end).toBe(parseInstant('2020-01-01T02:00:00Z'));
  });

  it('keeps its periods over a gap and over both time changes', async () => {
    const starts = ['2020-03-29T01:00:00+01:00', '2020-03-29T03:00:00+02:00', '2020-03-29T06:00:00+02:00'];
    const series = await prices([HEADER, ...starts.map((start, hour) => `${start},${hour}`)].join('\n'));
    expect(series.counts).toMatchObject({ gaps: 1, gapMinutes: 120 });
    expect(series.at(parseInstant('2020-03-29T01:59:59Z'))).toBe('1');
    expect(series.at(parseInstant('2020-03-29T02:00:00Z'))).toBeNull();
  });

  it('may be an answer of the open-data API, newest first', async () => {
    const row = (hour: number, value: number) => ({
      datasetId: 317,
      startTime: `2025-09-01T0${hour}:00:00.000Z`,
      endTime: `2025-09-01T0${hour + 1}:00:00.000Z`,
      value,
    });
    const series = await prices(JSON.stringify({ data: [row(1, 11.54), row(0, 10.45)], pagination: { total: 2 } }));
    expect(series.periods.map((period) => period.price)).toEqual(['10.45', '11.54']);
  });

  it.each([
    [
      'a missing column',
      'start,price\n2020-01-01T00:00:00Z,1\n',
      /prices\.csv, line 1: column price_eur_per_mw_h is missing/,
    ],
    [
      'text for a number',
      `${HEADER}\n2020-01-01T00:00:00Z,1\n2020-01-01T01:00:00Z,abc\n`,
      /prices\.csv, line 3: "abc" is not a number/,
    ],
    ['a time without an offset', `${HEADER}\n2020-01-01T00:00:00,1\n`, /prices\.csv, line 2: .*offset/],
    ['a time that is none', `${HEADER}\n2020-02-30T00:00:00Z,1\n`, /line 2: .*not an instant/],
    ['a short row', `${HEADER}\n2020-01-01T00:00:00Z\n`, /line 2: has 1 of 2 columns/],
    [
      'two prices for one hour',
      `${HEADER}\n2020-01-01T00:00:00Z,1\n2020-01-01T00:00:00Z,2\n`,
      /line 3: .*2 here and 1 in line 2/,
    ],
    ['a header alone', `${HEADER}\n`, /has no rows/],
    ['nothing', '', /is empty/],
    ['blank lines', '\n\n', /is empty/],
    ['bytes', Buffer.from([0x50, 0x4b, 0, 1, 2]), /binary/],
    ['a damaged gzip', gzipSync(`${HEADER}\n2020-01-01T00:00:00Z,1\n`).subarray(0, 30), /damaged gzip/],
    ['JSON of something else', '{"rows":[]}', /field data is missing/],
    [
      'an end before the start',
      '{"data":[{"startTime":"2025-09-01T01:00:00Z","endTime":"2025-09-01T00:00:00Z","value":1}]}',
      /data\[0\]: ends before/,
    ],
  ])('is refused with %s', async (_, content, message) => {
    const refused = await prices(content).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InputError);
    expect((refused as Error).message).toMatch(message);
  });

  it('that does not exist is refused by its path', async () => {
    await expect(readCapacityPrices(join(folder, 'none.csv'))).rejects.toThrow(/can't read .*none\.csv/);
  });
});

describeWithShared('the price files as downloaded', ['data'], (folderOfData) => {
  it('are read without loss', async () => {
    const capacity = await readCapacityPrices(join(folderOfData, 'prices-fcrn-dk2-2017-2020.csv'));
    expect(capacity.counts).toEqual({ rows: 35_064, duplicateRows: 0, unorderedRows: 0, gaps: 0, gapMinutes: 0 });
    expect(capacity.at(parseInstant('2017-01-01T11:30:00Z'))).toBe('17.0');
    const sample = await readCapacityPrices(join(folderOfData, 'fingrid-317-api-sample.json'));
    expect(sample.at(parseInstant('2025-09-01T02:00:00Z'))).toBe('12.06');
    const up = await readEnergyPrices(join(folderOfData, 'fingrid-244-up-regulation-price.csv'));
    expect(up.at(parseInstant('2020-01-01T04:00:00Z'))).toBe('26.55');
    const down = await readEnergyPrices(join(folderOfData, 'fingrid-106-down-regulation-price.csv'));
    expect(down.at(parseInstant('2020-01-01T00:00:00Z'))).toBe('28.44999');
    const imbalance = await readEnergyPrices(join(folderOfData, 'fingrid-319-imbalance-price.csv'));
    expect(imbalance.counts.rows).toBe(11_163);
  });
});
