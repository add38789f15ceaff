import {
  InputError,
  isoInstant,
  MS_PER_MINUTE,
  type DecimalText,
  type EpochMs,
  type Interval,
} from '../../kernel/index.js';

/** One row of a price file. `price` is null where the file has none. */
export interface PriceRow extends Interval {
  readonly price: DecimalText | null;
  /** Where it stands in the file, for messages: "line 7", "data[3]". */
  readonly place: string;
}

export interface PriceFileCounts {
  readonly rows: number;
  /** The same period again with the same price. */
  readonly duplicateRows: number;
  readonly unorderedRows: number;
  /** Periods between the first and the last without a row or without a price, as stretches and in minutes. */
  readonly gaps: number;
  readonly gapMinutes: number;
}

/** Prices of consecutive periods, each as long as its own row says: a file may change from 60 to 15 minutes within. */
export class PriceSeries {
  private constructor(
    /** The file's name, for reports. */
    readonly name: string,
    /** In order of time, none overlapping, each with a price. */
    readonly periods: readonly (Interval & { readonly price: DecimalText })[],
    readonly counts: PriceFileCounts,
  ) {}

  /** @throws InputError when two rows of one time disagree, or no row has a price. */
  static of(name: string, rows: readonly PriceRow[]): PriceSeries {
    const ordered = [...rows].sort((a, b) => a.start - b.start || a.end - b.end);
    const periods: (Interval & { price: DecimalText })[] = [];
    let duplicateRows = 0;
    let previous: PriceRow | undefined;
    for (const row of ordered) {
      if (previous && row.start < previous.end) {
        if (!isRepeated(previous, row)) throw contradiction(name, previous, row);
        duplicateRows++;
        continue;
      }
      if (row.price !== null) periods.push({ start: row.start, end: row.end, price: row.price });
      previous = row;
    }
    if (periods.length === 0) throw new InputError(`${name}: no row has a price`);
    const unorderedRows = rows.filter((row, index) => row.start < (rows[index - 1]?.start ?? row.start)).length;
    return new PriceSeries(name, periods, { rows: rows.length, duplicateRows, unorderedRows, ...gapsIn(periods) });
  }

  /** The price in force at `at`, as text as the file has it; null where there is none. */
  at(at: EpochMs): DecimalText | null {
    return this.periodAt(at)?.price ?? null;
  }

  /** The period that holds `at`, with its price; null where there is none. */
  periodAt(at: EpochMs): (Interval & { readonly price: DecimalText }) | null {
    let low = 0;
    let high = this.periods.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const period = this.periods[middle];
      if (!period || at < period.start) high = middle - 1;
      else if (at >= period.end) low = middle + 1;
      else return period;
    }
    return null;
  }

  /** The priced periods that start within `interval`, in order. */
  periodsWithin({ start, end }: Interval): (Interval & { readonly price: DecimalText })[] {
    return this.periods.filter((period) => period.start >= start && period.start < end);
  }

  get start(): EpochMs {
    return (this.periods[0] as Interval).start;
  }

  get end(): EpochMs {
    return (this.periods.at(-1) as Interval).end;
  }
}

const isRepeated = (a: PriceRow, b: PriceRow): boolean =>
  a.start === b.start &&
  a.end === b.end &&
  (a.price === b.price || (a.price !== null && Number(a.price) === Number(b.price)));

const contradiction = (name: string, a: PriceRow, b: PriceRow): InputError =>
  new InputError(
    `${name}, ${b.place}: ${isoInstant(b.start)} costs ${b.price ?? 'nothing'} here and ${a.price ?? 'nothing'} in ${a.place}; keep one of the two`,
  );

function gapsIn(periods: readonly Interval[]): { gaps: number; gapMinutes: number } {
  let gaps = 0;
  let gapMinutes = 0;
  for (const [index, period] of periods.entries()) {
    const missing = period.start - (periods[index - 1]?.end ?? period.start);
    if (missing > 0) gaps++;
    gapMinutes += missing / MS_PER_MINUTE;
  }
  return { gaps, gapMinutes };
}
