import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Findings } from './findings.js';

export type Row = Readonly<Record<string, string>>;

/** Text of a file, unpacked where it is gzip. */
export function textOf(path: string): string {
  const bytes = readFileSync(path);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
}

/** Cells of each line, RFC 4180, LF or CRLF; blank lines are left out. */
export function cellsOf(text: string): string[][] {
  return text.includes('"')
    ? quotedCells(text)
    : text
        .split(/\r?\n/)
        .filter(Boolean)
        .map((line) => line.split(','));
}

function quotedCells(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quoted = text[at] === '"';
    const pattern = quoted ? /"((?:[^"]|"")*)"(,|\r?\n|$)/y : /([^,\r\n]*)(,|\r?\n|$)/y;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) throw new Error(`unreadable CSV at character ${at}`);
    line.push(quoted ? (match[1] ?? '').replaceAll('""', '"') : (match[1] ?? ''));
    at = pattern.lastIndex;
    if (match[2] !== ',') {
      if (line.length > 1 || line[0] !== '') lines.push(line);
      line = [];
    }
  }
  return lines;
}

export function rowsOf(text: string): { header: string[]; rows: Row[] } {
  const [header = [], ...lines] = cellsOf(text);
  return {
    header,
    rows: lines.map((line) => Object.fromEntries(header.map((name, index) => [name, line[index] ?? '']))),
  };
}

/** How a column's cells must look. */
const FORMATS = {
  instant: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  mw: /^\d+\.\d{6}$/,
  mwh: /^\d+\.\d{9}$/,
  eur: /^(?!-0\.00$)-?\d+\.\d{2}$/,
  price: /^(-?\d+(\.\d+)?)?$/,
  wh: /^(-?\d+(\.\d+)?)?$/,
  number: /^-?\d+(\.\d+)?$/,
  optionalNumber: /^(-?\d+(\.\d+)?)?$/,
  boolean: /^(true|false)$/,
  optionalBoolean: /^(true|false|)$/,
  flag: /^[01]$/,
  text: /./,
} as const;
export type Format = keyof typeof FORMATS;

/** A file of the output folder by its promised columns; wrong header, or a cell of another form, is a finding. */
export function outputTable(
  folder: string,
  file: string,
  columns: Readonly<Record<string, Format>>,
  findings: Findings,
): Row[] {
  const path = `${folder}/${file}`;
  if (!existsSync(path)) {
    findings.add('file is there', file, 'is missing');
    return [];
  }
  const { header, rows } = rowsOf(textOf(path));
  const expected = Object.keys(columns);
  findings.expect(
    header.join() === expected.join(),
    'columns',
    file,
    `are ${header.join()} instead of ${expected.join()}`,
  );
  for (const [index, row] of rows.entries())
    for (const column of expected)
      if (!FORMATS[columns[column] as Format].test(row[column] ?? ''))
        findings.add('format', `${file} line ${index + 2}`, `${column} is "${row[column]}", not ${columns[column]}`);
  return rows;
}

/** Items by key, keys in the order of their first item. */
export function groupedBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known) known.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
