import fc from 'fast-check';
import { type Guest, type House } from './cycle-world.js';
import { pathArbitrary } from './paths.js';

const HOURS = 3;

/** Comes and stays, may change its mind, may leave before it said. */
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

/** Three hours of up to a dozen guests, whatever was sold. */
export const houseArbitrary: fc.Arbitrary<House> = fc.record({
  guests: fc
    .array(guestArbitrary, { minLength: 2, maxLength: 12 })
    .map((guests) => guests.map((guest, index): Guest => ({ ...guest, id: `car ${index}` }))),
  committedW: fc.array(fc.integer({ min: 0, max: 120_000 }), { minLength: HOURS, maxLength: HOURS }),
  path: pathArbitrary,
  gaugeEveryMin: fc.constantFrom(1, 5, 15),
});

/**
 * A house whose guests share a fuse that is too small for most of them at once, on frequencies that want all of them one
 * way; some others stand elsewhere and hold the same reserve.
 */
export const fusedHouseArbitrary: fc.Arbitrary<House> = fc
  .record({
    house: houseArbitrary,
    elsewhere: fc.constantFrom(0, 0, 3),
    share: fc.oneof(fc.double({ min: 0.02, max: 1, noNaN: true }), fc.constantFrom(0.1, 0.3, 1)),
    extreme: fc.option(fc.constantFrom(-250, -100, -99, 99, 100, 250)),
  })
  .map(({ house, elsewhere, share, extreme }) => {
    const guests = house.guests.map((guest, index) => ({ ...guest, onSite: index % 4 !== elsewhere - 1 }));
    const allW = guests.reduce((sum, { onSite, powerW }) => sum + (onSite ? powerW : 0), 0);
    const path = extreme === null ? house.path : { kind: 'constant' as const, mhz: extreme };
    return { ...house, guests, fuseW: Math.floor(share * allW), path };
  });
