import { expect, it } from '@jest/globals';
import { killWriterRepeatedly } from '../support/crash-rounds.js';

/** Two logs at a time, so that writing and checking share the cores. */
const LOGS = 2;
const KILLS = Number(process.env['BACKFEED_KILLS'] ?? 200);

it(`loses, doubles and tears nothing when its writer is killed ${KILLS} times, and projections go on as rebuilt`, async () => {
  const seeds = Array.from({ length: LOGS }, (_, log) => 20250901 + log);
  const reports = await Promise.all(seeds.map((seed) => killWriterRepeatedly(KILLS / LOGS, seed)));
  const sum = (count: (report: (typeof reports)[number]) => number): number =>
    reports.reduce((total, report) => total + count(report), 0);
  expect(reports.flatMap(({ faults }) => faults)).toEqual([]);
  expect(sum(({ kills }) => kills)).toBe(KILLS);
  expect(sum(({ acknowledged }) => acknowledged)).toBeGreaterThan(50 * KILLS);
  expect(sum(({ resumed }) => resumed)).toBeGreaterThan(0.8 * KILLS);
}, 600_000);
