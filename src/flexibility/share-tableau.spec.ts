import { describe, expect, it } from '@jest/globals';
import { Tableau, type Point } from './share-tableau.js';

const point = (
  source: string,
  objective: number,
  balance: number,
  spareUp: number,
  spareDown: number,
): Point<string> => ({
  source,
  objective,
  balance,
  spareUp,
  spareDown,
});

describe('the tableau of mixtures', () => {
  const start = (): Tableau<string> => new Tableau(point('start', 1, 0, 0, 0), point('up only', 3, 3, 1, 1));

  it('starts from the feasible point alone', () => {
    expect(start().objective()).toBeCloseTo(1);
    expect(
      start()
        .mixture()
        .filter(({ weight }) => weight > 1e-9),
    ).toEqual([{ source: 'start', weight: 1 }]);
  });

  it('mixes points that only together are balanced: half up, half down', () => {
    const tableau = start();
    const down = point('down only', 0, -3, 1, 1);
    for (let step = 0; step < 10; step++) {
      const duals = tableau.duals();
      if (tableau.enterSlack(duals)) continue;
      if (tableau.gainOf(down, duals) <= 1e-9 || !tableau.enter(down)) break;
    }
    expect(tableau.objective()).toBeCloseTo(1.5); // half of 3
    const weights = Object.fromEntries(tableau.mixture().map(({ source, weight }) => [source, weight]));
    expect(weights['up only']).toBeCloseTo(0.5);
    expect(weights['down only']).toBeCloseTo(0.5);
  });

  it('keeps spare power from falling below nothing: one third of the point that lacks twice as much', () => {
    const tableau = new Tableau(point('spares', 1, 0, 1, 1), point('other', 0, 1, 0, 0));
    const greedy = point('greedy', 4, 0, -2, 0);
    for (let step = 0; step < 10; step++) {
      const duals = tableau.duals();
      if (tableau.enterSlack(duals)) continue;
      if (tableau.gainOf(greedy, duals) <= 1e-9 || !tableau.enter(greedy)) break;
    }
    expect(tableau.objective()).toBeCloseTo(2); // 2/3 · 1 + 1/3 · 4
  });
});
