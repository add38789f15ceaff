import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CycleWorld } from './cycle-world.js';
import { houseArbitrary } from './houses.js';
import { patience, runs, sized } from './runs.js';

describe('the live dispatch on its own events', () => {
  it(
    'keeps every promise while cars come, change their minds and leave, whatever was sold',
    async () => {
      let [kept, maintained] = [0, 0];
      await fc.assert(
        fc.asyncProperty(houseArbitrary, async (house) => {
          const stayed = await new CycleWorld(house).live();
          expect(stayed.problems).toEqual([]);
          kept += stayed.kept;
          maintained += stayed.seen.maintained;
        }),
        sized(25),
      );
      expect(kept).toBeGreaterThan(runs(25));
      expect(maintained).toBeGreaterThan(runs(25) * 1000);
    },
    patience(4),
  );
});
