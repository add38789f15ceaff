import { open, readFile, rename, rm, truncate } from 'node:fs/promises';
import { epochMs, InputError, isoInstant, type Interval } from '../../kernel/index.js';
import type { DataSet } from './data-set.js';
import { gapsOf, inOrder, observationsCsv, windowsOf, type Observation } from './observations.js';
import type { OpenDataClient } from './open-data.adapter.js';

export interface Download {
  readonly rows: number;
  /** Stretches of the interval without a value. */
  readonly gaps: readonly Interval[];
  /** Windows that an earlier, broken-off run had read. */
  readonly resumedWindows: number;
  readonly windows: number;
}

type StoredRow = readonly [start: number, end: number, value: string];
/** First line of the part file: what is being read. */
interface Heading {
  readonly dataSet: number;
  readonly from: string;
  readonly to: string;
}

/**
 * Reads `interval` of a data set into a CSV file. Each window is durable in `<out>.part` once it was read, so that a run
 * that was broken off goes on where it stopped; `out` itself appears whole at the end, or not at all.
 * @throws InputError when `<out>.part` belongs to another download, or a file can't be written; else as the client does.
 */
export async function download(
  client: OpenDataClient,
  dataSet: DataSet,
  interval: Interval,
  out: string,
  progress: (done: number, total: number) => void,
): Promise<Download> {
  const windows = windowsOf(interval);
  const part = await PartFile.open(`${out}.part`, {
    dataSet: dataSet.id,
    from: isoInstant(interval.start),
    to: isoInstant(interval.end),
  });
  const resumedWindows = part.windowsDone;
  try {
    for (const [index, window] of windows.entries()) {
      if (index >= resumedWindows) await part.append(await client.read(dataSet.id, window));
      progress(index + 1, windows.length);
    }
  } finally {
    await part.close();
  }
  const ordered = inOrder(part.rows, interval);
  await writeWhole(out, observationsCsv(ordered, `${dataSet.title} (${dataSet.unit})`));
  await rm(`${out}.part`);
  return { rows: ordered.length, gaps: gapsOf(ordered, interval), resumedWindows, windows: windows.length };
}

/** One line a window, each synced before the next is asked for; a last line that was cut short never happened. */
class PartFile {
  private constructor(
    private readonly handle: Awaited<ReturnType<typeof open>>,
    readonly rows: Observation[],
    public windowsDone: number,
  ) {}

  static async open(path: string, heading: Heading): Promise<PartFile> {
    try {
      const text = await readFile(path, 'utf8').catch(() => '');
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      const [first = '', ...lines] = whole.split('\n').slice(0, -1);
      if (first !== '' && first !== JSON.stringify(heading))
        throw new InputError(`${path} is what is left of another download (${first}); remove it or name another --out`);
      if (text.length > whole.length) await truncate(path, Buffer.byteLength(whole));
      const handle = await open(path, 'a');
      const rows = lines.flatMap((line) => (JSON.parse(line) as StoredRow[]).map(observationOf));
      if (first === '') await handle.appendFile(`${JSON.stringify(heading)}\n`);
      return new PartFile(handle, rows, lines.length);
    } catch (error) {
      throw error instanceof InputError ? error : new InputError(`${path}: ${(error as Error).message}`);
    }
  }

  async append(rows: readonly Observation[]): Promise<void> {
    const stored = rows.map(({ start, end, value }): StoredRow => [start, end, value]);
    await this.handle.appendFile(`${JSON.stringify(stored)}\n`);
    await this.handle.datasync();
    for (const row of rows) this.rows.push(row);
    this.windowsDone++;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

const observationOf = ([start, end, value]: StoredRow): Observation => ({
  start: epochMs(start),
  end: epochMs(end),
  value,
});

async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    const handle = await open(unfinished, 'w');
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await rename(unfinished, path);
  } catch (error) {
    throw new InputError(`--out ${path} can't be written: ${(error as Error).message}`);
  }
}
