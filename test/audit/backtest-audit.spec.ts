import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBacktest, type AuditInput, type Finding } from './backtest-audit.js';
import { writeHonestOutput } from './honest-output.js';

let folder: string;
let honest: AuditInput;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'backfeed-audit-'));
  honest = writeHonestOutput(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Puts `replacement` in place of the first `text` in a file of the folder; the file's original text comes back. */
function plant(file: string, text: string | RegExp, replacement: string): string {
  const path = join(folder, file);
  const packed = file.endsWith('.gz');
  const original = packed ? gunzipSync(readFileSync(path)).toString() : readFileSync(path, 'utf8');
  const changed = original.replace(text, replacement);
  if (changed === original) throw new Error(`${file} has no ${String(text)}`);
  write(file, changed);
  return original;
}
const write = (file: string, text: string): void =>
  writeFileSync(join(folder, file), file.endsWith('.gz') ? gzipSync(text) : text);

/** Without the traced day and the frequency: what remains is audited in milliseconds. */
function untraced(): AuditInput {
  const { traceDay: _, files, ...input } = honest;
  const { frequency: __, ...others } = files;
  return { ...input, files: others };
}

const checksOf = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ check }) => check))].sort();

describe('the auditor of a backtest', () => {
  it('finds nothing in an output that is as promised', () => {
    expect(auditBacktest(honest)).toEqual([]);
  });

  // Hour 3 of the day is 02:00 UTC: 0.1 MW sold at 62.13, all maintained. Hour 4: at 24.05, 0.08 MW maintained.
  it.each<[string, string, string | RegExp, string, string[]]>([
    [
      'capacity pay that is a cent off',
      'mtus.csv',
      ',6.21,',
      ',6.22,',
      ['capacity pay', 'report totals', 'settlement lines'],
    ],
    ['a sanction left out', 'mtus.csv', /0\.48$/m, '0.00', ['report totals', 'sanction', 'settlement lines']],
    ['a price that is not the file’s', 'mtus.csv', '62.13', '62.14', ['capacity price', 'settlement lines']],
    [
      'more maintained than sold',
      'mtus.csv',
      ',0.080000,',
      ',0.180000,',
      ['capacity pay', 'maintained within awarded', 'report totals', 'sanction', 'settlement lines'],
    ],
    ['an hour left out', 'mtus.csv', /^.*T05:00.*\n/m, '', ['every MTU', 'every settlement period', 'report totals']],
    [
      'a column renamed',
      'mtus.csv',
      'capacity_eur',
      'capacity',
      ['capacity pay', 'columns', 'format', 'report totals', 'settlement lines'],
    ],
    ['megawatts in another form', 'mtus.csv', ',0.080000,', ',0.08,', ['format', 'settlement lines']],
    [
      'energy pay of a period a cent off',
      'isps.csv',
      /^(.*T02:00.*,)0\.36$/m,
      '$10.37',
      ['energy pay', 'energy pay adds up'],
    ],
    ['an energy price of nowhere', 'isps.csv', /^(.*T02:15.*),80,/m, '$1,81,', ['energy price']],
    ['a settlement period left out', 'isps.csv', /^.*T09:30.*\n/m, '', ['every settlement period']],
    ['a finance line that differs', 'settlement.csv', ',1.92,', ',1.93,', ['settlement lines']],
    [
      'a sold hour that finance never sees',
      'settlement.csv',
      /^.*T03:00.*\n/m,
      '',
      ['report totals', 'settlement lines'],
    ],
    [
      'a missed promise that is hidden',
      'departures.csv',
      /,120000,\d+,true/,
      ',120000,119000,true',
      ['below_target', 'energy balance', 'promise kept'],
    ],
    ['a target made smaller afterwards', 'departures.csv', ',120000,', ',110000,', ['as in the input']],
    [
      'a reachable session called unreachable',
      'departures.csv',
      ',true,false,',
      ',false,false,',
      ['reachable', 'report totals'],
    ],
    ['a departure left out', 'departures.csv', /^S2.*\n/m, '', ['every departure', 'report totals']],
    ['energy that was never charged', 'departures.csv', /,(\d+),(\d+)\n$/, ',1,$2\n', ['energy balance']],
  ])('catches %s', (_, file, text, replacement, checks) => {
    const original = plant(file, text, replacement);
    const findings = auditBacktest(untraced());
    write(file, original);
    expect(checksOf(findings)).toEqual(checks);
  });

  it.each([
    ['capacityRevenueEur', 8.14],
    ['committedMwH', 0.3],
    ['netRevenueEur', 100],
    ['shortfallShareOfSoldHours', 0],
    ['departuresBelowTarget', 1],
    ['deliveredShare', undefined],
  ])('catches a report whose %s is not what the rows add up to', (field, value) => {
    const findings = auditBacktest({ ...untraced(), report: { ...honest.report, [field]: value } });
    expect(findings.map(({ check, where }) => [check, where])).toContainEqual(['report totals', field]);
  });

  it('catches a missing file', () => {
    expect(checksOf(auditBacktest({ ...untraced(), outDir: join(folder, 'nowhere') }))).toContain('file is there');
  });
});

describe('the auditor of a traced day', () => {
  let findings: readonly Finding[];
  const group = 'trace-group.csv.gz';
  const vehicles = 'trace-vehicles.csv.gz';
  const second = (time: string, cells: string): [RegExp, string] => [
    new RegExp(`^(2026-01-12T${time}.000Z,).*$`, 'm'),
    `$1${cells}`,
  ];
  const vehicle = (time: string, id: string, cells: string): [RegExp, string] => [
    new RegExp(`^(2026-01-12T${time}:00.000Z,${id},).*$`, 'm'),
    `$1${cells}`,
  ];
  /** All planted at once, each in a place of its own. */
  const errors: [string, string, [string | RegExp, string], string, string | RegExp][] = [
    [
      'a response without the sign',
      group,
      second('02:00:10', '49.950,0.100000,-50000,50000,0,100000,60,0,0'),
      'required response',
      'T02:00:10',
    ],
    [
      'a response beyond 1.34·C',
      group,
      second('02:02:10', '49.950,0.100000,134010,50000,0,100000,60,1,0'),
      'required limit',
      'T02:02:10',
    ],
    ['a frequency of its own', group, second('08:00:10', '49.960,0.000000,0,0,0,0,,0,0'), 'frequency', 'T08:00:10'],
    [
      'a commitment that was not awarded',
      group,
      second('08:02:10', '49.950,0.200000,100000,0,0,0,,0,0'),
      'committed as awarded',
      'T08:02:10',
    ],
    [
      'a delivery that no car gave',
      group,
      second('02:04:10', '49.950,0.100000,50000,90000,0,100000,60,0,0'),
      'delivered by vehicles',
      'T02:04',
    ],
    [
      'maintained capacity that its seconds lack',
      'mtus.csv',
      [/(T03:00.*),0\.080000,/, '$1,0.081000,'],
      'maintained capacity',
      'mtus.csv line 6',
    ],
    [
      'activated energy that its seconds lack',
      'isps.csv',
      [/(T02:30.*),0\.00(\d+),(0\.0.*,80,30)/, '$1,0.01$2,$3'],
      'activated energy',
      /isps\.csv line 1[5-8]/,
    ],
    [
      'delivered energy that its seconds lack',
      'mtus.csv',
      [/(T02:00.*),0\.025000000,6.21/, '$1,0.035000000,6.21'],
      'response energy',
      'mtus.csv line 5',
    ],
    [
      'a car beyond its power',
      vehicles,
      vehicle('05:00', 'S1', '100500,97000,0'),
      'vehicle power',
      'S1 2026-01-12T05:00',
    ],
    ['a car beyond its window', vehicles, vehicle('05:10', 'S1', '0,39000,0'), 'window', 'S1 2026-01-12T05:10'],
    [
      'energy from nothing',
      vehicles,
      vehicle('05:21', 'S1', '0,99999,0'),
      'energy from nothing',
      'S1 2026-01-12T05:20',
    ],
    ['energy to nothing', vehicles, vehicle('05:31', 'S1', '0,90000,0'), 'energy to nothing', 'S1 2026-01-12T05:30'],
    [
      'a car below its recovery line',
      vehicles,
      vehicle('18:50', 'S2', '0,90000,0'),
      'recovery line',
      'S2 2026-01-12T18:50',
    ],
    ['a car that is in no file', vehicles, [/,S1,(.*)\n$/, ',S9,$1\n'], 'session is in the input', 'S9'],
    ['a minute without a row', vehicles, [/^2026-01-12T06:00:00.000Z,S1,.*\n/m, ''], 'a row a minute', 'S1'],
    [
      'a departure with other energy than the trace',
      vehicles,
      vehicle('19:00', 'S2', '0,125000,0'),
      'departure energy',
      'S2',
    ],
  ];
  beforeAll(() => {
    for (const [, file, [text, replacement]] of errors) plant(file, text, replacement);
    findings = auditBacktest(honest, 1000);
  });

  it.each(errors)('catches %s', (_, __, ___, check, where) => {
    const matching = findings.filter((finding) => finding.check === check);
    expect(matching.map((finding) => finding.where)).toContainEqual(expect.stringMatching(where));
  });
});
