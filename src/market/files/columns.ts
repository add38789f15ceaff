import { InputError, parseInstant, type EpochMs } from '../../kernel/index.js';

/** How the TSO's open-data portal names the columns of a download, in its two languages, and as its API does. */
const TSO_START = ['start time utc', 'alkuaika utc', 'starttime'];
const TSO_END = ['end time utc', 'loppuaika utc', 'endtime'];

/** Which column of a row holds what. */
export interface Columns {
  readonly start: number;
  /** -1 where the file has none. */
  readonly end: number;
  readonly value: number;
  /** Instants without an offset are UTC, because the column's name says so. */
  readonly utc: boolean;
}

/**
 * Columns by the header: our own names, or the TSO's download, whose third column is named after the data set.
 * @throws InputError that names the missing column.
 */
export function columnsOf(
  file: string,
  header: readonly string[],
  own: { readonly start: string; readonly value: string },
): Columns {
  const names = header.map((name) => name.trim().toLowerCase());
  const tsoStart = names.findIndex((name) => TSO_START.includes(name));
  const tsoEnd = names.findIndex((name) => TSO_END.includes(name));
  if (tsoStart >= 0 && tsoEnd >= 0) {
    const named = names.indexOf('value');
    const value = named >= 0 ? named : names.findIndex((_, index) => index !== tsoStart && index !== tsoEnd);
    if (value < 0) throw new InputError(`${file}, line 1: no column holds the values`);
    return { start: tsoStart, end: tsoEnd, value, utc: true };
  }
  const start = names.indexOf(own.start);
  const value = names.indexOf(own.value);
  const missing = start < 0 ? own.start : value < 0 ? own.value : null;
  if (missing !== null)
    throw new InputError(
      `${file}, line 1: column ${missing} is missing; the columns are ${own.start},${own.value}, or the TSO's as downloaded`,
    );
  return { start, end: -1, value, utc: false };
}

/** An instant of a row. @throws InputError that names file and row. */
export function instantAt(text: string, utc: boolean, place: string): EpochMs {
  try {
    const trimmed = text.trim();
    const hasOffset = /(?:Z|[+-]\d{2}:?\d{2})$/.test(trimmed);
    return parseInstant(utc && !hasOffset ? `${trimmed.replace(' ', 'T')}Z` : trimmed);
  } catch (error) {
    throw new InputError(`${place}: ${(error as Error).message}`);
  }
}

/** A missing value, as files write it. */
export const isMissing = (text: string): boolean => text === '' || text === 'NA' || text === 'NaN' || text === 'null';

/** A decimal number as text, unchanged, or null where the row has none. @throws InputError that names file and row. */
export function decimalAt(text: string, place: string): string | null {
  const trimmed = text.trim();
  if (isMissing(trimmed)) return null;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed))
    throw new InputError(`${place}: "${trimmed}" is not a number`);
  return trimmed;
}
