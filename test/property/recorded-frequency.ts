import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { FrequencyPath } from './oracle/index.js';

/**
 * Deviations from 50 Hz in mHz of each row of a recorded series, `time,frequency_hz`, gzipped; a row without a value
 * repeats the one before.
 */
export function recordedDeviations(path: string): Int16Array {
  const text = gunzipSync(readFileSync(path)).toString('latin1');
  const deviations = new Int16Array(text.split('\n').length);
  let count = 0;
  for (let at = text.indexOf('\n') + 1; at > 0 && at < text.length; at = text.indexOf('\n', at) + 1) {
    const from = text.indexOf(',', at) + 1;
    const end = text.indexOf('\n', from);
    const hertz = Number(text.slice(from, end === -1 ? undefined : end));
    deviations[count] = hertz > 45 ? Math.round((hertz - 50) * 1000) : (deviations[count - 1] ?? 0);
    count += 1;
    if (end === -1) break;
  }
  return deviations.subarray(0, count);
}

/** The series from some second on, made `gain` times as wild, round and round. */
export const recordedPath =
  (deviations: Int16Array, fromS: number, gain = 1): FrequencyPath =>
  (second) =>
    deviations[(fromS + second) % deviations.length]! * gain;
