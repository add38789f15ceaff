import { InputError } from '../../kernel/index.js';
import {
  MS_PER_DAY,
  SECONDS_PER_DAY,
  type FrequencyDay,
  type FrequencyFileCounts,
  type FrequencySeries,
} from './frequency-series.js';

const LONGEST_STEP_MS = 180_000;
/** Differences between rows that are looked at to find the file's step. */
const STEP_SAMPLES = 1_000;

/** Collects rows in any order into days of seconds; 0 marks a second without a value until `series` holds the last one. */
export class FrequencyTable {
  private readonly days = new Map<number, Uint16Array>();
  private readonly steps = new Map<number, number>();
  private stepSamples = 0;
  private currentDay = NaN;
  private current: Uint16Array = new Uint16Array(0);
  private previousAt = NaN;
  private rows = 0;
  private repeatedRows = 0;
  private emptyValues = 0;
  private unorderedRows = 0;

  constructor(private readonly name: string) {}

  /** A row: the instant in ms, the value in mHz or null where it is empty. The first value of a second stays. */
  add(at: number, millihertz: number | null): void {
    this.rows++;
    this.observeStep(at);
    if (millihertz === null) {
      this.emptyValues++;
      return;
    }
    const day = Math.floor(at / MS_PER_DAY);
    if (day !== this.currentDay) this.openDay(day);
    const second = Math.floor((at - day * MS_PER_DAY) / 1000);
    if (this.current[second] === 0) this.current[second] = millihertz;
    // Rows within a second are the file's own step, not repeats.
    else if (at % 1000 === 0) this.repeatedRows++;
  }

  /** @throws InputError when nothing can be made of the rows. */
  series(): FrequencySeries {
    if (this.rows === 0) throw new InputError(`${this.name} has no rows`);
    if (this.days.size === 0) throw new InputError(`${this.name}: no row has a value`);
    const stepMs = [...this.steps].sort(([a, n], [b, m]) => m - n || a - b)[0]?.[0] ?? 1000;
    if (stepMs > LONGEST_STEP_MS)
      throw new InputError(
        `${this.name} has a row every ${stepMs / 1000} s; frequency is needed at least every ${LONGEST_STEP_MS / 1000} s`,
      );
    const hours = new Map([...this.days].map(([day, values]) => [day, hoursWithValue(values)]));
    const held = this.holdGaps(Math.ceil(stepMs / 1000));
    const days = new Map<number, FrequencyDay>();
    for (const [day, millihertz] of this.days) days.set(day, { millihertz, hours: hours.get(day) ?? [] });
    const { rows, repeatedRows, emptyValues, unorderedRows } = this;
    return { name: this.name, stepMs, days, counts: { rows, repeatedRows, emptyValues, unorderedRows, ...held } };
  }

  private observeStep(at: number): void {
    const step = at - this.previousAt;
    if (step < 0) this.unorderedRows++;
    else if (step > 0 && this.stepSamples < STEP_SAMPLES) {
      this.stepSamples++;
      this.steps.set(step, (this.steps.get(step) ?? 0) + 1);
    }
    this.previousAt = at;
  }

  private openDay(day: number): void {
    this.current = this.days.get(day) ?? new Uint16Array(SECONDS_PER_DAY);
    this.days.set(day, this.current);
    this.currentDay = day;
  }

  /** Each second without a value takes the last one; before the very first value, that one. */
  private holdGaps(stepSeconds: number): Pick<FrequencyFileCounts, 'heldSeconds' | 'longestHoldSeconds'> {
    let last = 0;
    let age = 0;
    let heldSeconds = 0;
    let longestHoldSeconds = 0;
    for (const day of [...this.days.keys()].sort((a, b) => a - b)) {
      const values = this.days.get(day) as Uint16Array;
      if (last === 0) {
        last = values.find((value) => value !== 0) ?? 0;
        age = stepSeconds;
      }
      for (let second = 0; second < SECONDS_PER_DAY; second++) {
        const value = values[second] as number;
        if (value !== 0) {
          last = value;
          age = 0;
          continue;
        }
        values[second] = last;
        if (++age >= stepSeconds) {
          heldSeconds++;
          longestHoldSeconds = Math.max(longestHoldSeconds, age - stepSeconds + 1);
        }
      }
    }
    return { heldSeconds, longestHoldSeconds };
  }
}

function hoursWithValue(values: Uint16Array): boolean[] {
  return Array.from({ length: 24 }, (_, hour) =>
    values.subarray(hour * 3600, (hour + 1) * 3600).some((value) => value !== 0),
  );
}
