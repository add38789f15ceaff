import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import Papa from 'papaparse';
import { InputError } from '../../kernel/index.js';
import { isAcnSession, sessionOfAcn } from './acn.js';
import { historyOf, type LocatedSession, type SessionHistory } from './session-history.js';
import { OPTIONAL_COLUMNS, REQUIRED_COLUMNS, sessionOfRow, type RawRow } from './session-row.js';

/**
 * A customer's session history: CSV, JSON lines or ACN-Data JSON, told apart by content.
 * @throws InputError naming file and line (the header being line 1) when the file can't be taken as it is.
 */
export async function readSessionFile(path: string): Promise<SessionHistory> {
  const file = basename(path);
  const text = await textOf(path, file);
  const start = text.trimStart();
  if (start === '') throw new InputError(`${file} is empty; it needs a header line and one line per session`);
  const located = start.startsWith('[')
    ? acnSessions(text, file)
    : start.startsWith('{')
      ? jsonSessions(text, file)
      : csvSessions(text, file);
  if (located.length === 0)
    throw new InputError(`${file} holds no session; it needs one line per session below its header`);
  return historyOf(file, located);
}

async function textOf(path: string, file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new InputError(
      `${path} can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}); check the path`,
    );
  }
  if (bytes.includes(0))
    throw new InputError(`${file} is a binary file; sessions come as CSV, JSON lines or ACN-Data JSON`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${file} is not UTF-8 text; sessions come as CSV, JSON lines or ACN-Data JSON in UTF-8`);
  }
}

function csvSessions(text: string, file: string): LocatedSession[] {
  const { data } = Papa.parse<string[]>(text, { delimiter: ',' });
  const header = (data[0] ?? []).map((name) => name.trim());
  for (const column of REQUIRED_COLUMNS)
    if (!header.includes(column))
      throw new InputError(
        `${file}, line 1: column ${column} is missing; the header is ${headerText}, separated by commas`,
      );
  const located: LocatedSession[] = [];
  let line = 1 + newlinesIn(header);
  for (const cells of data.slice(1)) {
    line += 1;
    const place = `line ${line}`;
    line += newlinesIn(cells);
    if (cells.length === 1 && cells[0]?.trim() === '') continue;
    if (cells.length !== header.length)
      throw new InputError(
        `${file}, ${place}: ${cells.length} values under ${header.length} columns; quote values that hold a comma`,
      );
    const row = Object.fromEntries(header.map((column, index) => [column, cells[index]?.trim()])) as RawRow;
    located.push({ session: sessionOfRow(row, `${file}, ${place}`), place });
  }
  return located;
}

/** Quoted cells may hold line breaks: the file's line numbers go on counting. */
const newlinesIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0);

/** One object per line with the CSV's names; a whole ACN-Data answer (`{"_items": […]}`) is one object over many lines. */
function jsonSessions(text: string, file: string): LocatedSession[] {
  const whole = parsed(text);
  if (isAnswer(whole)) return acnItems(whole._items, file);
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const place = `line ${index + 1}`;
    const where = `${file}, ${place}`;
    const value = parsed(line);
    if (typeof value !== 'object' || value === null)
      throw new InputError(`${where} is no JSON object; write one session per line`);
    if (isAcnSession(value)) return [{ session: sessionOfAcn(value, where), place }];
    for (const column of REQUIRED_COLUMNS)
      if (!(column in value)) throw new InputError(`${where}: ${column} is missing; a session has ${headerText}`);
    return [{ session: sessionOfRow(value, where), place }];
  });
}

function acnSessions(text: string, file: string): LocatedSession[] {
  const items = parsed(text);
  if (!Array.isArray(items))
    throw new InputError(`${file} begins like a JSON list but is none; check that it is complete`);
  return acnItems(items, file);
}

function acnItems(items: readonly unknown[], file: string): LocatedSession[] {
  return items.map((item, index) => {
    const place = `item ${index + 1}`;
    const where = `${file}, ${place}`;
    if (!isAcnSession(item))
      throw new InputError(`${where} is no ACN-Data session; it needs connectionTime and kWhDelivered`);
    return { session: sessionOfAcn(item, where), place };
  });
}

const isAnswer = (value: unknown): value is { readonly _items: readonly unknown[] } =>
  typeof value === 'object' && value !== null && '_items' in value && Array.isArray(value._items);

/** Undefined when the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const headerText = `${REQUIRED_COLUMNS.join(',')}[,${OPTIONAL_COLUMNS.join(',')}]`;
