import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../kernel/index.js';
import { eachKnownSecond, everySecond } from './frequency-seconds.js';

describe('frequency by the second', () => {
  it('holds longer steps and takes the first sample of shorter ones', () => {
    expect(everySecond(3000, [50_000, null])).toEqual([50_000, 50_000, 50_000, null, null, null]);
    expect(everySecond(500, [1, 2, 3, 4])).toEqual([1, 3]);
    expect(everySecond(1000, [50_000, null])).toEqual([50_000, null]);
  });
  it('names every second that has a value', () => {
    const seen: [number, number][] = [];
    const from = '2026-01-12T12:00:00.000Z';
    eachKnownSecond({ area: 'nordic', from, stepMs: 1000, millihertz: [50_010, null, 49_990] }, (at, millihertz) =>
      seen.push([at - parseInstant(from), millihertz]),
    );
    expect(seen).toEqual([
      [0, 50_010],
      [2000, 49_990],
    ]);
  });
});
