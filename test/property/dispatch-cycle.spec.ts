import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CycleWorld, type Guest } from './cycle-world.js';
import { pathArbitrary } from './paths.js';
import { patience, runs, sized } from './runs.js';

const HOURS = 3;

const guestArbitrary: fc.Arbitrary<Omit<Guest, 'id'>> = fc
  .record({
    batteryKwh: fc.integer({ min: 8, max: 90 }),
    socPermille: fc.integer({ min: 0, max: 1000 }),
    minPermille: fc.integer({ min: 0, max: 400 }),
    targetPermille: fc.integer({ min: 100, max: 1000 }),
    powerW: fc.constantFrom(3_700, 7_400, 11_000, 22_000, 50_000),
    efficiencyPermille: fc.integer({ min: 850, max: 1000 }),
    arrivesMin: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: HOURS * 60 - 1 })),
    staysMin: fc.integer({ min: 20, max: 400 }),
    leavesEarlyMin: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 100 })),
    change: fc.option(
      fc.record({
        afterMin: fc.integer({ min: 1, max: 90 }),
        sooner: fc.integer({ min: -60, max: 120 }),
        targetPermille: fc.integer({ min: 100, max: 1000 }),
      }),
    ),
  })
  .map(({ batteryKwh, staysMin, leavesEarlyMin, change, ...guest }) => {
    const changes = change !== null && change.afterMin < staysMin - leavesEarlyMin;
    const restated = changes
      ? Math.max(guest.arrivesMin + change.afterMin + 1, guest.arrivesMin + staysMin - change.sooner)
      : null;
    const departsMin = guest.arrivesMin + staysMin;
    return {
      ...guest,
      batteryWh: batteryKwh * 1000,
      departsMin,
      leavesMin: Math.max(
        (restated ?? guest.arrivesMin) + (restated ? 0 : 1),
        (restated ?? departsMin) - leavesEarlyMin,
      ),
      change: changes
        ? { afterMin: change.afterMin, departsMin: restated!, targetPermille: change.targetPermille }
        : null,
    };
  });

const houseArbitrary = fc.record({
  guests: fc
    .array(guestArbitrary, { minLength: 2, maxLength: 12 })
    .map((guests) => guests.map((guest, index): Guest => ({ ...guest, id: `car ${index}` }))),
  committedW: fc.array(fc.integer({ min: 0, max: 120_000 }), { minLength: HOURS, maxLength: HOURS }),
  path: pathArbitrary,
  gaugeEveryMin: fc.constantFrom(1, 5, 15),
});

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
