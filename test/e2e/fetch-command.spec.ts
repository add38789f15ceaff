import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fetchCommand } from '../../src/cli/fetch.cli.js';
import { parseInstant } from '../../src/kernel/index.js';
import { readFrequency } from '../../src/market/files/frequency-file.adapter.js';
import { readCapacityPrices } from '../../src/market/files/price-file.adapter.js';
import { readPage } from '../../src/market/open-data/observations.js';
import { OpenDataClient } from '../../src/market/open-data/open-data.adapter.js';
import { OpenDataDouble } from '../support/open-data-double.js';
import { runCommand } from '../support/run-command.js';
import { describeWithShared } from '../support/shared-data.js';

let folder: string;
let portal: OpenDataDouble;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backfeed-fetch-'));
  portal = await OpenDataDouble.start();
});
afterEach(async () => {
  await portal.stop();
  await rm(folder, { recursive: true });
});

const out = (name = 'prices.csv'): string => join(folder, name);
const backfeedFetch = (series: string, from: string, to: string, ...more: readonly string[]) =>
  runCommand(
    'fetch',
    fetchCommand,
    [series, '--from', from, '--to', to, '--out', out(), '--url', portal.url, '--requests-per-minute', '6000', ...more],
    { env: { FINGRID_API_KEY: 'key-1' } },
  );
const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

describe('backfeed fetch', () => {
  it('writes prices that the backtest reads, the 23 hours of a spring day', async () => {
    const { code, stdout } = await backfeedFetch('prices', '2026-03-29', '2026-03-29');
    expect([code, stdout]).toEqual([
      0,
      `${out()}: 23 values of "FCR-N hourly market price" (data set 317, EUR/MW,h), 2026-03-29 to 2026-03-29\n`,
    ]);
    const prices = await readCapacityPrices(out());
    expect([prices.periods.length, prices.at(parseInstant('2026-03-29T03:30:00Z'))]).toEqual([23, '3']);
    expect(portal.requests).toEqual([
      {
        path: '/api/datasets/317/data',
        key: 'key-1',
        query: expect.objectContaining({
          startTime: '2026-03-28T23:00:00.000Z',
          endTime: '2026-03-29T22:00:00.000Z',
        }) as object,
      },
    ]);
  });

  it('writes frequency that the backtest reads', async () => {
    await portal.stop();
    portal = await OpenDataDouble.start({ stepMs: 180_000 });
    portal.valueAt = (start) => 50 + ((start / 180_000) % 5) / 100;
    const { code } = await backfeedFetch('frequency', '2026-01-12', '2026-01-13');
    expect(code).toBe(0);
    await expect(readFrequency(out())).resolves.toBeDefined();
  });

  it('follows the pages and says so as JSON', async () => {
    portal.pageRows = 10;
    const { stdout } = await backfeedFetch('317', '2026-01-12', '2026-01-12', '--json');
    expect(JSON.parse(stdout)).toEqual({
      file: out(),
      dataSet: 317,
      title: 'FCR-N hourly market price',
      unit: 'EUR/MW,h',
      from: '2026-01-12',
      to: '2026-01-12',
      rows: 24,
      resumedWindows: 0,
      gaps: [],
    });
    expect(portal.requests.map(({ query }) => query['page'])).toEqual(['1', '2', '3']);
  });

  it('tries again after a broken connection, an overload and a time named by the portal', async () => {
    portal.faults.push('break', { status: 503 }, { status: 429, retryAfterSeconds: 1 });
    const { code } = await backfeedFetch('prices', '2026-01-12', '2026-01-12');
    expect([code, portal.requests.length]).toEqual([0, 4]);
  }, 20_000);

  it('goes on where a run was broken off', async () => {
    const broken = [{ status: 400 }];
    portal.valueAt = (start) => {
      if (start >= Date.parse('2026-02-10T00:00:00Z')) portal.faults.push(...broken.splice(0));
      return 5;
    };
    const first = await backfeedFetch('prices', '2026-01-01', '2026-03-31');
    expect([first.code, first.stderr]).toEqual([1, expect.stringContaining('answered 400')]);
    expect([await isThere(out()), await isThere(`${out()}.part`)]).toEqual([false, true]);
    const asked = portal.requests.length;
    const second = await backfeedFetch('prices', '2026-01-01', '2026-03-31');
    expect([second.code, second.stdout]).toEqual([0, expect.stringContaining('went on after 2 of 3 parts')]);
    expect([portal.requests.length - asked, await isThere(`${out()}.part`)]).toEqual([1, false]);
    expect((await readCapacityPrices(out())).counts).toMatchObject({ rows: 90 * 24 - 1, gaps: 0 });
  });

  it('forgets a part that was cut short while it was written', async () => {
    const heading = '{"dataSet":317,"from":"2026-01-11T23:00:00.000Z","to":"2026-01-12T23:00:00.000Z"}\n';
    await writeFile(`${out()}.part`, `${heading}[[17681724000`);
    const { code, stdout } = await backfeedFetch('prices', '2026-01-12', '2026-01-12');
    expect([code, stdout]).toEqual([0, expect.stringContaining('24 values')]);
  });

  it('leaves the rest of another download alone', async () => {
    await writeFile(`${out()}.part`, '{"dataSet":316,"from":"a","to":"b"}\n');
    const { code, stderr } = await backfeedFetch('prices', '2026-01-12', '2026-01-12');
    expect([code, stderr]).toEqual([2, expect.stringContaining('another download')]);
  });

  it('names the hours that were never published', async () => {
    portal.valueAt = (start) => (start >= Date.parse('2026-01-12T20:00:00Z') ? null : 5);
    const { stdout } = await backfeedFetch('prices', '2026-01-12', '2026-01-12');
    expect(stdout).toContain('nothing published from 2026-01-12T20:00:00.000Z to 2026-01-12T23:00:00.000Z');
  });

  it('keeps to the rate limit in any stretch of time', async () => {
    portal.pageRows = 4;
    const client = new OpenDataClient({ url: portal.url, apiKey: 'key-1', rate: { requests: 2, perMs: 200 } });
    const started = performance.now();
    const day = { start: parseInstant('2026-01-12T00:00:00Z'), end: parseInstant('2026-01-13T00:00:00Z') };
    expect(await client.read(317, day)).toHaveLength(24);
    expect([portal.requests.length, performance.now() - started >= 390]).toEqual([6, true]);
  });

  it.each([
    ['an unknown series', ['weather', '2026-01-12', '2026-01-12'], '"weather" is no series'],
    ['days the wrong way round', ['prices', '2026-01-12', '2026-01-11'], '--to 2026-01-11 is before --from 2026-01-12'],
    ['a day that is none', ['prices', '2026-02-30', '2026-03-01'], '--from 2026-02-30'],
    ['a data set the portal has not', ['99999', '2026-01-12', '2026-01-12'], 'data set 99999 does not exist'],
  ])('refuses %s', async (_, [series, from, to], message) => {
    const { code, stderr } = await backfeedFetch(series as string, from as string, to as string);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('says where to get a key, and that one was refused', async () => {
    const args = ['prices', '--from', '2026-01-12', '--to', '2026-01-12', '--out', out(), '--url', portal.url];
    const without = await runCommand('fetch', fetchCommand, args);
    expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('FINGRID_API_KEY is not set')]);
    const wrong = await runCommand('fetch', fetchCommand, args, { env: { FINGRID_API_KEY: 'stolen' } });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('FINGRID_API_KEY was refused (401)')]);
  });

  it('tells an answer that is not what the portal promises', async () => {
    portal.faults.push({ body: '<html>maintenance</html>' });
    const { code, stderr } = await backfeedFetch('prices', '2026-01-12', '2026-01-12');
    expect([code, stderr]).toEqual([1, expect.stringContaining("the portal's answer can't be read")]);
  });
});

describeWithShared('an answer recorded from the portal', ['data', 'fingrid-317-api-sample.json'], (path) => {
  it('is read whole', async () => {
    const page = readPage(JSON.parse(await readFile(path, 'utf8')), 317);
    expect(page.observations.map(({ value }) => value)).toEqual(['12.06', '11.54', '10.45']);
  });
});
