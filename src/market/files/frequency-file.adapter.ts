import Papa from 'papaparse';
import { InputError } from '../../kernel/index.js';
import { columnsOf, isMissing, type Columns } from './columns.js';
import type { FrequencySeries } from './frequency-series.js';
import { FrequencyTable } from './frequency-table.js';
import { FrequencyTime, type ClockOfFile } from './frequency-time.js';
import { fileName, forEachLine } from './text-file.adapter.js';

/** Nothing else is the frequency of a 50 Hz grid that is alive; 49 953 would be mHz, 0 a missing value. */
const LOWEST_HZ = 45;
const HIGHEST_HZ = 55;

/**
 * Frequency: CSV `time,frequency_hz` at any regular step from 0.1 s to 3 min, plain or gzip; the TSO's history files
 * (`Time,Value`, Finnish time, 0.1 s: data.fingrid.fi data set 339) and its API's download. Whole days of seconds come
 * out: the first value of each second, gaps held and counted.
 * @throws InputError that names file and line.
 */
export async function readFrequency(path: string): Promise<FrequencySeries> {
  const name = fileName(path);
  const table = new FrequencyTable(name);
  let row: ((line: string, lineNumber: number) => void) | undefined;
  await forEachLine(path, (line, lineNumber) => {
    if (row) {
      if (line !== '') row(line, lineNumber);
    } else row = rowReader(name, line, table);
  });
  return table.series();
}

function rowReader(name: string, header: string, table: FrequencyTable): (line: string, lineNumber: number) => void {
  const { data, meta } = Papa.parse<string[]>(header, { delimitersToGuess: [',', ';', '\t'] });
  const { columns, clock } = layoutOf(name, data[0] ?? []);
  const time = new FrequencyTime(clock);
  const delimiter = meta.delimiter;
  return (line, lineNumber) => {
    const cells = (line.includes('"') ? line.replaceAll('"', '') : line).split(delimiter);
    const text = cells[columns.start];
    const value = cells[columns.value];
    if (text === undefined || value === undefined)
      throw new InputError(
        `${name}, line ${lineNumber}: has ${cells.length} columns, the header has ${data[0]?.length}`,
      );
    try {
      table.add(time.parse(text), millihertzOf(value));
    } catch (error) {
      throw error instanceof InputError ? new InputError(`${name}, line ${lineNumber}: ${error.message}`) : error;
    }
  };
}

function layoutOf(name: string, header: readonly string[]): { columns: Columns; clock: ClockOfFile } {
  if (header.map((column) => column.trim().toLowerCase()).join() === 'time,value')
    return { columns: { start: 0, end: -1, value: 1, utc: false }, clock: 'finnish' };
  const columns = columnsOf(name, header, { start: 'time', value: 'frequency_hz' });
  return { columns, clock: columns.utc ? 'utc' : 'offset-required' };
}

function millihertzOf(text: string): number | null {
  const trimmed = text.trim();
  if (isMissing(trimmed)) return null;
  const hertz = Number(trimmed);
  if (!(hertz >= LOWEST_HZ && hertz <= HIGHEST_HZ))
    throw new InputError(`"${trimmed}" is not a frequency in Hz from ${LOWEST_HZ} to ${HIGHEST_HZ}`);
  return Math.round(hertz * 1000);
}
