import { epochMs, MS_PER_SECOND, parseInstant, type EpochMs } from '../kernel/index.js';
import type { FrequencyRecorded } from '../fleet/index.js';

/** Samples of any step, held second by second; `null` where there is none. */
export function everySecond(stepMs: number, millihertz: readonly (number | null)[]): readonly (number | null)[] {
  if (stepMs === MS_PER_SECOND) return millihertz;
  const seconds = Math.round((millihertz.length * stepMs) / MS_PER_SECOND);
  return Array.from(
    { length: seconds },
    (_, second) => millihertz[Math.floor((second * MS_PER_SECOND) / stepMs)] ?? null,
  );
}

/** What the log has of the frequency, by second: calls `each` for every second with a value, in the log's order. */
export function eachKnownSecond(
  { from, stepMs, millihertz }: FrequencyRecorded['data'],
  each: (at: EpochMs, millihertz: number) => void,
): void {
  const start = parseInstant(from);
  everySecond(stepMs, millihertz).forEach((value, second) => {
    if (value !== null) each(epochMs(start + second * MS_PER_SECOND), value);
  });
}
