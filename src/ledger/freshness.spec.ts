import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOON } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_MINUTE, type EpochMs } from '../kernel/index.js';
import { Freshness } from './freshness.js';

const STALE_AFTER = 30 * MS_PER_MINUTE;
const changed = (freshness: Freshness, now: EpochMs): string[] => {
  const named: string[] = [];
  freshness.forEachChanged(now, (sessionId) => named.push(sessionId));
  return named;
};
const at = (minutes: number) => epochMs(NOON + Math.round(minutes * MS_PER_MINUTE));

describe('freshness', () => {
  it('names those who grow stale between two questions, and nobody else', () => {
    const freshness = new Freshness(STALE_AFTER);
    freshness.note('A', at(0));
    freshness.note('B', at(10));
    expect(changed(freshness, at(1))).toEqual(['A', 'B']);
    expect(changed(freshness, at(20))).toEqual([]);
    expect(changed(freshness, at(35))).toEqual(['A']);
    expect(changed(freshness, at(29))).toEqual(['A']);
    freshness.note('A', at(20));
    freshness.forget('B');
    expect(changed(freshness, at(45))).toEqual([]);
  });

  it('names everybody whose state changes, whatever the questions', () => {
    const reports = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 20 });
    const questions = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(reports, questions, (seconds, asked) => {
        const freshness = new Freshness(STALE_AFTER);
        seconds.forEach((second, index) => freshness.note(`S${index}`, at(second / 60)));
        let before: boolean[] | null = null;
        for (const second of asked) {
          const named = new Set(changed(freshness, at(second / 60)));
          const counts = seconds.map((reported) => at(second / 60) - at(reported / 60) <= STALE_AFTER);
          counts.forEach((count, index) => {
            if (before === null || before[index] !== count) expect(named.has(`S${index}`)).toBe(true);
          });
          before = counts;
        }
      }),
    );
  });
});
