import { describe, expect, it } from '@jest/globals';
import { calibrationOf } from './calibration.js';

const outcomes = (kept: number, short: number) => [
  ...Array.from({ length: kept }, () => ({ committedW: 100_000, firmW: 100_000 })),
  ...Array.from({ length: short }, () => ({ committedW: 100_000, firmW: 99_999 })),
];

describe('calibration of commitments', () => {
  it('counts the MTUs that were short, of those with a commitment', () => {
    const calibration = calibrationOf([...outcomes(18, 2), { committedW: 0, firmW: -1 }], 0.9);
    expect(calibration).toMatchObject({ mtus: 20, shortMtus: 2, shortShare: 0.1 });
    expect(calibration.allowedShare).toBeCloseTo(0.1, 12);
    // P(X ≥ 2) of Binomial(20, 0.1) = 1 − 0.9^20 − 20 · 0.1 · 0.9^19 = 1 − 0.12158 − 0.27017
    expect(calibration.chance).toBeCloseTo(0.60825, 5);
  });

  it('calls a broken promise improbable, and says nothing without commitments', () => {
    expect(calibrationOf(outcomes(80, 20), 0.9).chance).toBeLessThan(0.002);
    expect(calibrationOf([], 0.9)).toMatchObject({ mtus: 0, shortShare: 0, chance: 1 });
    expect(calibrationOf(outcomes(20_000, 1_000), 0.9).chance).toBeCloseTo(1, 9);
  });
});
