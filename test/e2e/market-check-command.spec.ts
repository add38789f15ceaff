import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { marketCommand } from '../../src/cli/market.cli.js';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import type { Problem } from '../../src/market/index.js';
import { aBidDocument, aBidXml, anAggregate } from '../support/market-samples.js';
import { runCommand, type CommandRun } from '../support/run-command.js';

interface Checked {
  readonly rejected: number;
  readonly files: readonly {
    readonly verdict: string;
    readonly kind: string | null;
    readonly problems: readonly Problem[];
    readonly notes: readonly Problem[];
    readonly answer: {
      readonly reasons: readonly { readonly code: string; readonly text: string | null }[];
      readonly rejectedSeries: readonly unknown[];
    };
  }[];
}

describe('backfeed market check', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'market-check-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function check(texts: string | readonly string[], ...options: string[]): Promise<CommandRun & Checked> {
    const files: string[] = [];
    for (const [index, text] of (typeof texts === 'string' ? [texts] : texts).entries()) {
      const file = join(folder, `document-${index}.xml`);
      await writeFile(file, text);
      files.push(file);
    }
    const run = await runCommand('market', marketCommand, ['check', ...files, ...options, '--json']);
    return { ...run, ...(JSON.parse(run.stdout) as Checked) };
  }

  it('accepts a document that keeps every rule', async () => {
    const { code, files } = await check(aBidXml('2026-03-29', [{ hour0: 0 }, { hour0: 22 }]));
    expect([code, files[0]?.verdict, files[0]?.answer.reasons]).toEqual([0, 'accepted', [{ code: 'A01', text: null }]]);
  });

  const SPRING = '/ReserveBid_MarketDocument';
  const POINT = `${SPRING}/Bid_TimeSeries[1]/Period/Point`;
  const party = '44X-00000000001H';
  const change = (from: string | RegExp, to: string) => () => aBidXml().replace(from, to);

  it.each<[string, () => string, Partial<Problem>]>([
    [
      'is not well-formed',
      change('</Point>', ''),
      { path: 'line 43', rule: 'xml-not-well-formed', value: expect.stringContaining('</Period>') as never },
    ],
    [
      'has a comment inside a start tag',
      change('<mRID>', '<mRID <!-- ours --> >'),
      { path: 'line 3', rule: 'xml-not-well-formed', message: expect.stringContaining('comment inside') as never },
    ],
    ['defines entities', change('?>', '?><!DOCTYPE a [<!ENTITY b "c">]>'), { path: 'line 1', rule: 'xml-doctype' }],
    [
      'has another namespace',
      change(':7:4"', ':7:1"'),
      { path: SPRING, rule: 'namespace', value: 'urn:iec62325.351:tc57wg16:451-7:reservebiddocument:7:1' },
    ],
    [
      'has a party id of 17 characters',
      change(party, `${party}X`),
      { path: `${SPRING}/sender_MarketParticipant.mRID`, rule: 'eic', value: `${party}X` },
    ],
    [
      'has a party id with a wrong check character',
      change(party, '44X-00000000001K'),
      { path: `${SPRING}/sender_MarketParticipant.mRID`, rule: 'eic', value: '44X-00000000001K' },
    ],
    [
      'has an mRID of 61 characters',
      change(/<mRID>[^<]*/, `<mRID>${'a'.repeat(61)}`),
      { path: `${SPRING}/mRID`, rule: 'document-identifier', value: 'a'.repeat(61) },
    ],
    [
      'has a series mRID of 61 characters',
      change(/(<Bid_TimeSeries>\s*<mRID>)[^<]*/, `$1${'a'.repeat(61)}`),
      { path: `${SPRING}/Bid_TimeSeries[1]/mRID`, rule: 'identifier', value: 'a'.repeat(61) },
    ],
    [
      'has no mRID',
      change(/<mRID>[^<]*<\/mRID>/, ''),
      { path: `${SPRING}/mRID`, rule: 'required', text: 'Message reference missing' },
    ],
    [
      'offers 5.1 MW',
      change('>0.5<', '>5.1<'),
      {
        path: `${POINT}/quantity.quantity`,
        value: '5.1',
        rule: 'quantity-maximum',
        text: 'Maximum quantity 5 MW for FCR-N and 10 MW for FCR-D',
      },
    ],
    [
      'offers with two decimals',
      change('>0.5<', '>0.55<'),
      {
        path: `${POINT}/quantity.quantity`,
        value: '0.55',
        text: 'Quantity contains too many decimals; position 1',
      },
    ],
    [
      'offers less than nothing',
      change('>0.5<', '>-0.5<'),
      { value: '-0.5', text: 'Quantities must be 0 or larger; position 1' },
    ],
    [
      'has no quantity',
      change(/<quantity.quantity>.*/, ''),
      { path: `${POINT}/quantity.quantity`, text: 'Quantity required; position 1' },
    ],
    [
      'has no price',
      change(/<price.amount>.*/, ''),
      { path: `${POINT}/price.amount`, text: 'Price required; position 1' },
    ],
    [
      'has a price below 0',
      change('>12.50<', '>-0.01<'),
      { value: '-0.01', text: 'Price is lower than the lower limit; position 1' },
    ],
    ['has a price of three decimals', change('>12.50<', '>12.505<'), { value: '12.505', rule: 'price-decimals' }],
    [
      'has no unit',
      change(/<quantity_Measurement_Unit.name>.*/, ''),
      { text: 'Quantity unit required', rule: 'required' },
    ],
    ['counts in kilowatts', change('>MAW<', '>KWT<'), { value: 'KWT', text: 'Quantity unit must be MAW' }],
    ['has no currency', change(/<currency_Unit.name>.*/, ''), { text: 'Currency required' }],
    ['counts in dollars', change('>EUR<', '>USD<'), { value: 'USD', text: 'Currency must be EUR' }],
    [
      'sells something else',
      change('>C26<', '>B95<'),
      { value: 'B95', text: 'Message can only contain FCR bids', rule: 'business-type' },
    ],
    [
      'has two positions',
      change(/(<Point>[\s\S]*<\/Point>)/, '$1$1'),
      { text: 'The time interval of the bid can be only one hour', rule: 'repeated' },
    ],
    [
      'links a bid by 11',
      () => aBidXml('2026-03-29', [{ linkedBids: '11' }]),
      {
        value: '11',
        text: 'Linked bid identification must be 1-10. Only FCR-N bids can have linked bid identification.',
      },
    ],
    [
      'bids for somebody else',
      () => aBidXml('2026-03-29', [{}], { subjectEic: '10X1001A1001A264' }),
      { value: '10X1001A1001A264', text: 'Sender is not connected to the Subject Party' },
    ],
    [
      'names a bid with a space',
      () => aBidXml('2026-03-29', [{ name: 'depot 1' }]),
      { path: `${SPRING}/Bid_TimeSeries[1]/Reason/text`, value: 'depot 1', rule: 'bid-name' },
    ],
    [
      'has 24 hours on the spring day',
      change('2026-03-29T22:00Z', '2026-03-29T23:00Z'),
      { path: `${SPRING}/reserveBid_Period.timeInterval`, rule: 'document-period' },
    ],
    [
      'misses an hour of the spring day',
      change('2026-03-29T22:00Z', '2026-03-29T21:00Z'),
      {
        path: `${SPRING}/reserveBid_Period.timeInterval`,
        value: '2026-03-28T23:00:00.000Z/2026-03-29T21:00:00.000Z',
        rule: 'document-period',
      },
    ],
    [
      'comes in a result with 22 hours on the spring day',
      () => xmlCodec.print(anAggregate()).replace(/<Interval>\s*<Pos v="23"\/>[\s\S]*?<\/Interval>/, ''),
      {
        path: '/ReserveAllocationResultDocument/AllocationTimeSeries[1]/Period',
        value: '22 positions',
        rule: 'full-day',
      },
    ],
    [
      'sells downward disturbance reserve in 2021',
      () => aBidXml('2021-12-31', [{ product: 'FCR-D-down', kind: 'dynamic', quantityMw: '1.0' }]),
      { rule: 'product-sold', text: 'Message can only contain FCR bids' },
    ],
  ])('refuses one that %s, with path and value', async (_, text, expected) => {
    const { code, files, stderr } = await check(text());
    expect(code).toBe(2);
    expect(stderr).toContain('would be rejected');
    expect(files[0]?.problems[0]).toMatchObject(expected);
    expect(files[0]?.answer.reasons[0]?.code).toBe('A02');
  });

  it('puts the clock where it is told: the same document is in time, late, and too early', async () => {
    const xml = aBidXml('2026-03-29');
    const at = async (instant: string) => (await check(xml, '--at', instant)).files[0]?.problems[0]?.text ?? null;
    expect(await at('2026-03-28T18:29:59+02:00')).toBeNull();
    expect(await at('2026-03-28T18:30:00+02:00')).toBe('Message was received after deadline');
    expect(await at('2026-02-26T23:59:00+02:00')).toBe('Message contains data for more than next 30 days');
  });

  it('checks a document of 2022 by the rules of 2022', async () => {
    expect((await check(aBidXml('2022-06-15'))).code).toBe(0);
    const named = await check(aBidXml('2022-06-15', [{ name: 'depot-1' }]));
    expect(named.files[0]?.problems[0]).toMatchObject({ rule: 'bid-name', value: 'depot-1' });
    expect((await check(aBidXml('2026-06-15', [{ name: 'depot-1' }]))).code).toBe(0);
  });

  it('reads several files as the TSO would, one after the other', async () => {
    const first = aBidDocument();
    const again = xmlCodec.print(first);
    const late = { ...first, mrid: '3f1c8e0a-7b1d-4c1e-9a55-1d8f5f3a9c01' };
    const newer = { ...late, createdAt: (first.createdAt + 60_000) as typeof first.createdAt };
    expect((await check([again, again])).files[1]?.problems[0]?.text).toBe('Message reference must be unique');
    expect((await check([again, xmlCodec.print(late)])).files[1]?.problems[0]?.rule).toBe('newer-document');
    const cancelled = { ...newer, bids: newer.bids.map((bid) => ({ ...bid, quantityMw: '0' })) };
    expect((await check([again, xmlCodec.print(cancelled)])).code).toBe(0);
    const moved = { ...newer, bids: aBidDocument('2026-03-29', [{ hour0: 5 }]).bids };
    expect((await check([again, xmlCodec.print(moved)])).files[1]?.problems[0]?.rule).toBe('hour-unchanged');
  });

  it('says it to people too, and names a file that can not be read', async () => {
    const file = join(folder, 'people.xml');
    await writeFile(file, aBidXml().replace('>0.5<', '>5.1<'));
    const { stdout, code } = await runCommand('market', marketCommand, ['check', file]);
    expect(code).toBe(2);
    expect(stdout).toContain(`${file}: would be rejected`);
    expect(stdout).toContain('quantity.quantity = "5.1"');
    expect(stdout).toContain('TSO: "Maximum quantity 5 MW for FCR-N and 10 MW for FCR-D"');
    const absent = await runCommand('market', marketCommand, ['check', join(folder, 'absent.xml')]);
    expect([absent.code, absent.stderr]).toEqual([2, expect.stringContaining('absent.xml: can not be read (ENOENT)')]);
  });
});
