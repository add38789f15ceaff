import Papa from 'papaparse';
import { InputError, MS_PER_MINUTE, epochMs, type EpochMs } from '../../kernel/index.js';
import { columnsOf, decimalAt, instantAt } from './columns.js';
import { PriceSeries, type PriceRow } from './price-series.js';
import { fileName, readText } from './text-file.adapter.js';

type Row = Omit<PriceRow, 'end'> & { readonly end: EpochMs | null };

/**
 * FCR-N prices: CSV `start,price_eur_per_mw_h[,volume_mw]`, or the TSO's download as CSV or JSON.
 * @throws InputError that names file and row, as all readers here.
 */
export const readCapacityPrices = (path: string): Promise<PriceSeries> => readPrices(path, 'price_eur_per_mw_h');

/** Prices of energy (imbalance, day-ahead, up, down): CSV `start,price_eur_per_mwh`, or the TSO's download as CSV or JSON. */
export const readEnergyPrices = (path: string): Promise<PriceSeries> => readPrices(path, 'price_eur_per_mwh');

/** As `readEnergyPrices`, of a file's text; `file` is what messages call it. */
export const parseEnergyPrices = (file: string, text: string): PriceSeries =>
  parsePrices(file, text, 'price_eur_per_mwh');

const readPrices = async (path: string, valueColumn: string): Promise<PriceSeries> =>
  parsePrices(fileName(path), await readText(path), valueColumn);

function parsePrices(file: string, text: string, valueColumn: string): PriceSeries {
  const rows = /^\s*[[{]/.test(text) ? rowsOfJson(file, text) : rowsOfCsv(file, text, valueColumn);
  if (rows.length === 0) throw new InputError(`${file} has no rows`);
  return PriceSeries.of(file, withEnds(rows));
}

function rowsOfCsv(file: string, text: string, valueColumn: string): Row[] {
  const { data, errors } = Papa.parse<string[]>(text, { delimitersToGuess: [',', ';', '\t'] });
  const quoting = errors.find((error) => error.type === 'Quotes');
  if (quoting) throw new InputError(`${file}, line ${(quoting.row ?? 0) + 1}: ${quoting.message}`);
  const columns = columnsOf(file, data[0] ?? [], { start: 'start', value: valueColumn });
  return data.slice(1).flatMap((cells, index) => {
    const place = `line ${index + 2}`;
    if (cells.length === 1 && cells[0]?.trim() === '') return [];
    if (cells.length <= Math.max(columns.start, columns.end, columns.value))
      throw new InputError(`${file}, ${place}: has ${cells.length} of ${data[0]?.length} columns`);
    return [
      rowOf(
        file,
        place,
        cells[columns.start],
        columns.end < 0 ? null : cells[columns.end],
        cells[columns.value],
        columns.utc,
      ),
    ];
  });
}

/** The answer of the TSO's open-data API, with or without its paging block. */
function rowsOfJson(file: string, text: string): Row[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file} is not JSON: ${(error as Error).message}`);
  }
  const data = Array.isArray(parsed) ? parsed : (parsed as { data?: unknown }).data;
  if (!Array.isArray(data))
    throw new InputError(`${file}: field data is missing; it holds the rows {startTime,endTime,value}`);
  return data.map((entry: unknown, index) => {
    const { startTime, endTime, value } = (entry ?? {}) as Record<string, unknown>;
    return rowOf(file, `data[${index}]`, startTime, endTime ?? null, value === null ? '' : value, true);
  });
}

/** A cell as it stands; any other JSON value as its JSON, so that a message can quote it. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined'));

function rowOf(file: string, place: string, start: unknown, end: unknown, value: unknown, utc: boolean): Row {
  const at = `${file}, ${place}`;
  const row = {
    start: instantAt(textOf(start), utc, at),
    end: end === null ? null : instantAt(textOf(end), utc, at),
    price: decimalAt(textOf(value), at),
    place,
  };
  if (row.end !== null && row.end <= row.start) throw new InputError(`${at}: ends before it starts`);
  return row;
}

/** Rows without an end last as long as the file's usual step, at most an hour. */
function withEnds(rows: readonly Row[]): PriceRow[] {
  const starts = [...new Set(rows.map((row) => row.start))].sort((a, b) => a - b);
  const steps = new Map<number, number>();
  for (const [index, start] of starts.entries()) {
    const step = start - (starts[index - 1] ?? NaN);
    if (step > 0) steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  const usual = [...steps].sort(([a, n], [b, m]) => m - n || a - b)[0]?.[0] ?? 60 * MS_PER_MINUTE;
  const length = Math.min(usual, 60 * MS_PER_MINUTE);
  return rows.map((row) => ({ ...row, end: row.end ?? epochMs(row.start + length) }));
}
