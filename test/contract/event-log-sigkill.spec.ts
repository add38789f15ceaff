import { expect, it } from '@jest/globals';
import { killWriterRepeatedly } from '../support/crash-rounds.js';

/** The short form of `test/crash/event-log-sigkill.spec.ts`. */
it('loses, doubles and tears nothing that was acknowledged when its writer is killed', async () => {
  const report = await killWriterRepeatedly(3, 7);
  expect(report.faults).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(10);
}, 30_000);
