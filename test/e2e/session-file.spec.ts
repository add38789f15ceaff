import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSessionFile } from '../../src/fleet/history/session-file.adapter.js';
import { describeWithShared } from '../support/shared-data.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backfeed-sessions-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = async (content: string | Buffer) => {
  const path = join(folder, 'past.csv');
  await writeFile(path, content);
  return readSessionFile(path);
};
const HEADER = 'session_id,charger_id,plugged_in_at,unplugged_at,energy_kwh';
const row = (id: string, fromHour: number, toHour: number, energy = '6.840') =>
  `${id},C1,2020-01-01T${String(fromHour).padStart(2, '0')}:00:00+01:00,2020-01-01T${String(toHour).padStart(2, '0')}:00:00+01:00,${energy}`;

describe('a sessions file', () => {
  it('is read with its columns in any order, Windows line ends, a byte order mark and empty last lines', async () => {
    const text = `\uFEFFcharger_id,session_id,energy_kwh,unplugged_at,plugged_in_at,note\r\nC1,S1,1.5,2020-01-01T02:00:00Z,2020-01-01T01:00:00Z,"a, b"\r\n\r\n`;
    const { rows, counts } = await read(text);
    expect(rows).toMatchObject([{ sessionId: 'S1', chargerId: 'C1', energyWh: 1_500 }]);
    expect(counts.rows).toBe(1);
  });
  it('is sorted, taken once per row, and counted', async () => {
    const text = [HEADER, row('b', 5, 8), row('a', 1, 6), row('b', 5, 8)].join('\n');
    const { rows, counts } = await read(text);
    expect(rows.map(({ sessionId }) => sessionId)).toEqual(['a', 'b']);
    expect(counts).toMatchObject({ rows: 3, duplicateRows: 1, unorderedRows: 1, overlappingSessions: 1 });
  });
  it('may be JSON lines with the same names', async () => {
    const line = {
      session_id: 'S1',
      charger_id: 'C1',
      plugged_in_at: '2020-01-01T01:00:00Z',
      unplugged_at: '2020-01-01T02:00:00Z',
      energy_kwh: 1.5,
    };
    const { rows } = await read(
      `${JSON.stringify(line)}\n${JSON.stringify({ ...line, session_id: 'S2', arrival_soc: 40.5 })}\n`,
    );
    expect(rows).toMatchObject([
      { sessionId: 'S1', energyWh: 1_500 },
      { sessionId: 'S2', arrivalSocPermille: 405 },
    ]);
  });
  it.each([
    [
      'a missing column',
      'session_id,charger_id,plugged_in_at,energy_kwh\n',
      'past.csv, line 1: column unplugged_at is missing',
    ],
    [
      'text where a number belongs',
      [HEADER, row('a', 1, 2), row('b', 3, 4, 'much')].join('\n'),
      'past.csv, line 3: energy_kwh "much"',
    ],
    [
      'an unplug before the plug-in',
      [HEADER, row('a', 2, 1)].join('\n'),
      'past.csv, line 2: unplugged_at is before plugged_in_at',
    ],
    [
      'a SoC of 140 %',
      [`${HEADER},arrival_soc`, `${row('a', 1, 2)},140`].join('\n'),
      'past.csv, line 2: arrival_soc 140 is outside',
    ],
    [
      'one id for two sessions',
      [HEADER, row('a', 1, 2), row('a', 1, 3)].join('\n'),
      'past.csv, line 3: session_id a stands in line 2',
    ],
    [
      'a row that is cut off',
      [HEADER, row('a', 1, 2), 'b,C1'].join('\n'),
      'past.csv, line 3: 2 values under 5 columns',
    ],
    ['no row at all', `${HEADER}\n`, 'past.csv holds no session'],
    ['nothing', '', 'past.csv is empty'],
    ['white space only', ' \n\n', 'past.csv is empty'],
    ['a binary file', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0x01]), 'past.csv is a binary file'],
    ['Latin-1', Buffer.from([...Buffer.from(`${HEADER}\n`), 0xe4]), 'past.csv is not UTF-8'],
    ['a JSON line that is none', '{"session_id":"a"\n', 'past.csv, line 1 is no JSON object'],
    ['a JSON line without a field', '{"session_id":"a"}\n', 'past.csv, line 1: charger_id is missing'],
    ['a JSON list that is cut off', '[{"connectionTime":', 'past.csv begins like a JSON list'],
    ['a JSON list of something else', '[{"a":1}]', 'past.csv, item 1 is no ACN-Data session'],
  ])('is refused for %s, by file and line', async (_, content, said) => {
    await expect(read(content)).rejects.toMatchObject({ name: 'InputError', message: expect.stringContaining(said) });
  });
  it('is refused by its path where there is none', async () => {
    await expect(readSessionFile(join(folder, 'nowhere.csv'))).rejects.toThrow("nowhere.csv can't be read (ENOENT)");
  });
  it('may spread a cell over lines; line numbers stay the file’s', async () => {
    const text = [`${HEADER},note`, `${row('a', 1, 2)},"two\nlines"`, `${row('b', 3, 4, 'x')},`].join('\n');
    await expect(read(text)).rejects.toThrow('past.csv, line 4: energy_kwh "x"');
  });
});

describeWithShared('the Norwegian sessions', ['data', 'sessions-norway.csv'], (path) => {
  it('are all read', async () => {
    const { rows, counts } = await readSessionFile(path);
    expect(counts).toEqual({
      rows: 17_941,
      duplicateRows: 0,
      unorderedRows: 0,
      overlappingSessions: 87,
      energyAboveBattery: 154,
      withoutSocOrBattery: 61,
    });
    expect(rows[0]).toMatchObject({
      sessionId: 'BAR_2618',
      pluggedInAt: Date.UTC(2018, 8, 7, 12, 13),
      arrivalSocPermille: 527,
    });
  });
});

describeWithShared('the ACN-Data sample', ['data', 'acn-sample.json'], (path) => {
  it('is read as it came', async () => {
    const { rows } = await readSessionFile(path);
    expect(rows).toHaveLength(40);
    expect(
      rows.every(
        ({ departureEstimateAt, pluggedInAt }) => departureEstimateAt === null || departureEstimateAt > pluggedInAt,
      ),
    ).toBe(true);
  });
});
