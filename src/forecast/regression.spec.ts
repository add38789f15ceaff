import { describe, expect, it } from '@jest/globals';
import { explain } from './regression.js';

const ANY_SLOPE = [-Infinity, Infinity] as const;

describe('a line through points', () => {
  it('is the one that they lie on', () => {
    const { centre, residuals } = explain(
      [1, 2, 5].map((x) => ({ x, y: 3 * x - 7 })),
      10,
      ...ANY_SLOPE,
    );
    expect(centre).toBeCloseTo(23, 12);
    residuals.forEach((residual) => expect(residual).toBeCloseTo(0, 12));
  });

  it('balances points beside it, and says how far each lies from the slope of the others', () => {
    // Means 1 and 2, Σ(x − 1)(y − 2) = 3, Σ(x − 1)² = 2: slope 1.5. The ends pull with a half each, the middle not at all.
    const points = [
      { x: 0, y: 0 },
      { x: 1, y: 3 },
      { x: 2, y: 3 },
    ];
    const { centre, residuals } = explain(points, 3, ...ANY_SLOPE);
    expect(centre).toBeCloseTo(5, 12);
    expect(residuals[0]).toBeCloseTo(-0.5 / 0.5, 12);
    expect(residuals[1]).toBeCloseTo(1, 12);
    expect(residuals[2]).toBeCloseTo(-0.5 / 0.5, 12);
  });

  it('keeps to the slopes that are allowed, and takes residuals as they are where the points do not choose it', () => {
    const steep = [0, 1, 2].map((x) => ({ x, y: 10 * x }));
    expect(explain(steep, 3, 0, 1)).toEqual({ centre: 12, residuals: [-9, 0, 9] });
    const falling = [0, 1, 2].map((x) => ({ x, y: -x }));
    expect(explain(falling, 3, 0, 1)).toEqual({ centre: -1, residuals: [1, 0, -1] });
  });

  it('is level where x says nothing', () => {
    expect(
      explain(
        [1, 3].map((y) => ({ x: 4, y })),
        9,
        0,
        1,
      ),
    ).toEqual({ centre: 2, residuals: [-1, 1] });
  });
});
