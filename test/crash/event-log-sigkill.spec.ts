import { expect, it } from '@jest/globals';
import { killWriterRepeatedly } from '../support/crash-rounds.js';

it('loses, doubles and tears nothing when its writer is killed 30 times', async () => {
  const report = await killWriterRepeatedly(30, 20250901);
  expect(report.faults).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(1_000);
}, 300_000);
