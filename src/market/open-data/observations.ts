import { epochMs, isoInstant, MS_PER_HOUR, type EpochMs, type Interval } from '../../kernel/index.js';

/** One published value of a period; `value` is the text of the JSON number, unchanged by any rounding. */
export interface Observation extends Interval {
  readonly value: string;
}

/** What the portal's answer says of one page. */
export interface Page {
  readonly observations: readonly Observation[];
  /** Null on the last page. */
  readonly nextPage: number | null;
}

/** The answer is not what the portal's interface promises: the text says where. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/**
 * Reads one page: `{data: [{datasetId, startTime, endTime, value}], pagination: {nextPage}}`. Rows without a value are
 * left out, as the periods that were never published.
 * @throws UnreadableAnswer that names the field.
 */
export function readPage(body: unknown, dataSetId: number): Page {
  const { data, pagination } = (body ?? {}) as { data?: unknown; pagination?: { nextPage?: unknown } | null };
  if (!Array.isArray(data)) throw new UnreadableAnswer('field data is not a list');
  const nextPage = pagination?.nextPage ?? null;
  if (nextPage !== null && !Number.isInteger(nextPage))
    throw new UnreadableAnswer(`field pagination.nextPage is ${JSON.stringify(nextPage)}, not a page number`);
  const observations = data.flatMap((row, index) => observationOf(row, `data[${index}]`, dataSetId) ?? []);
  return { observations, nextPage: nextPage as number | null };
}

function observationOf(row: unknown, place: string, dataSetId: number): Observation | null {
  const { datasetId, startTime, endTime, value } = (row ?? {}) as Record<string, unknown>;
  if (datasetId !== undefined && datasetId !== dataSetId)
    throw new UnreadableAnswer(`${place}.datasetId is ${JSON.stringify(datasetId)}, asked for ${dataSetId}`);
  const start = instantOf(startTime, `${place}.startTime`);
  const end = instantOf(endTime, `${place}.endTime`);
  if (end <= start) throw new UnreadableAnswer(`${place}.endTime is not after its startTime`);
  if (value === null || value === undefined) return null;
  if (typeof value !== 'number') throw new UnreadableAnswer(`${place}.value is ${JSON.stringify(value)}, not a number`);
  return { start, end, value: String(value) };
}

function instantOf(value: unknown, place: string): EpochMs {
  const at = typeof value === 'string' && /(Z|[+-]\d{2}:?\d{2})$/.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(at))
    throw new UnreadableAnswer(`${place} is ${JSON.stringify(value)}, not an instant with an offset`);
  return epochMs(at);
}

/**
 * In order of time, one row a period, only those that start within `interval`. Pages overlap when the portal publishes
 * while they are read: of two rows with one start the later read holds, for it is the correction.
 */
export function inOrder(observations: readonly Observation[], interval: Interval): Observation[] {
  const byStart = new Map<number, Observation>();
  for (const row of observations)
    if (row.start >= interval.start && row.start < interval.end) byStart.set(row.start, row);
  return [...byStart.values()].sort((a, b) => a.start - b.start);
}

/** Time of the interval that no row covers, in stretches: what the portal has not, or not yet, published. */
export function gapsOf(ordered: readonly Observation[], { start, end }: Interval): Interval[] {
  const gaps: Interval[] = [];
  let covered: number = start;
  for (const row of ordered) {
    if (row.start > covered) gaps.push({ start: epochMs(covered), end: row.start });
    covered = Math.max(covered, row.end);
  }
  if (covered < end) gaps.push({ start: epochMs(covered), end });
  return gaps;
}

/** The portal limits an answer's rows: a window of 31 days holds 14 880 three-minute values, its page 20 000. */
const WINDOW_MS = 31 * 24 * MS_PER_HOUR;

/** The interval in requests' worth, in order. */
export function windowsOf({ start, end }: Interval): Interval[] {
  const windows: Interval[] = [];
  for (let at: number = start; at < end; at += WINDOW_MS)
    windows.push({ start: epochMs(at), end: epochMs(Math.min(at + WINDOW_MS, end)) });
  return windows;
}

/** The portal's own columns, so that every reader of its downloads reads this one. */
export function observationsCsv(ordered: readonly Observation[], title: string): string {
  const lines = ordered.map(({ start, end, value }) => `${isoInstant(start)},${isoInstant(end)},${value}`);
  return `startTime,endTime,"${title}"\n${lines.map((line) => `${line}\n`).join('')}`;
}
