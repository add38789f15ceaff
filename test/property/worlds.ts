import fc from 'fast-check';
import { carArbitrary, fastCarArbitrary, taperedCarArbitrary } from './cars.js';
import type { CurvePoint, OracleCar } from './oracle/index.js';
import type { Stay, World } from './dispatch-world.js';
import { pathArbitrary, type Path } from './paths.js';

/** A car that comes at some second of the run, as its driver and its charger know it. */
const stayArbitrary = (lengthS: number, surprises: boolean): fc.Arbitrary<Stay> =>
  fc
    .record({
      car: fc.oneof({ weight: 3, arbitrary: carArbitrary }, { weight: 1, arbitrary: taperedCarArbitrary }),
      late: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.8, noNaN: true })),
      early: surprises ? fc.oneof(fc.constant(1), fc.double({ min: 0.05, max: 1, noNaN: true })) : fc.constant(1),
    })
    .map(({ car, late, early }) => {
      const arrivesS = Math.floor(late * lengthS);
      const departsAtS = arrivesS + Math.max(60, car.departsAtS);
      return { car: { ...car, departsAtS }, arrivesS, leavesS: arrivesS + Math.floor(early * (departsAtS - arrivesS)) };
    });

interface Shape {
  readonly mtuMinutes: number;
  readonly mtus: number;
  readonly most: number;
  /** Battery and stay against those of full hours. */
  readonly scale: number;
}

/** An hour as it is, and everything twelve times as fast and as small. */
export const FULL_HOURS: Shape = { mtuMinutes: 60, mtus: 6, most: 15, scale: 1 };
export const SMALL_HOURS: Shape = { mtuMinutes: 5, mtus: 3, most: 15, scale: 12 };

export function worldArbitrary(
  shape: Shape,
  what: { surprises: boolean; mad: boolean; soldPercent: fc.Arbitrary<number> },
): fc.Arbitrary<World> {
  const { mtuMinutes, mtus, most, scale } = shape;
  const lengthS = mtuMinutes * 60 * mtus;
  return fc
    .record({
      stays: fc.array(stayArbitrary(lengthS * scale, what.surprises), { minLength: 2, maxLength: most }),
      path: pathArbitrary,
      gapEveryS: what.surprises ? fc.constantFrom(0, 0, 0, 7, 400) : fc.constant(0),
      soldPercent: what.soldPercent,
      // A plan takes its time: one in six.
      strategy: fc.constantFrom(
        'theta' as const,
        'theta' as const,
        'theta' as const,
        'group' as const,
        'group' as const,
        'planned' as const,
      ),
      madness: what.mad ? fc.integer({ min: 1, max: 1_000_000 }) : fc.constant(null),
    })
    .map(({ stays, ...rest }) => ({
      ...rest,
      mtuMinutes,
      mtus,
      stays: stays.map((stay, index) => smaller(stay, index, scale)),
    }));
}

/**
 * Three hours that each begin quietly and are then pushed one way until NEM acts into the next, which begins with the
 * tail of it. Cars with far more power than energy, and nobody comes or leaves.
 */
export const tailWorldArbitrary: fc.Arbitrary<World> = fc
  .record({
    cars: fc.array(fc.oneof(carArbitrary, fastCarArbitrary), { minLength: 2, maxLength: 8 }),
    mhz: fc.constantFrom(-99, 99),
    quietMinutes: fc.integer({ min: 8, max: 31 }),
    next: fc.constantFrom(-1, 0, 1),
    strategy: fc.constantFrom('theta' as const, 'group' as const, 'planned' as const),
  })
  .map(({ cars, mhz, quietMinutes, next, strategy }) => ({
    stays: cars.map((car, index) => ({
      car: { ...car, id: `car ${index}`, departsAtS: Math.max(car.departsAtS, 20_000) },
      arrivesS: 0,
      leavesS: 100_000,
    })),
    path: {
      kind: 'levels' as const,
      eachS: 60,
      mhz: Array.from({ length: 180 }, (_, minute) =>
        minute % 60 >= quietMinutes ? mhz : minute < 60 ? 0 : next * mhz,
      ),
    },
    gapEveryS: 0,
    soldPercent: 100,
    mtuMinutes: 60,
    mtus: 3,
    madness: null,
    strategy,
  }));

/**
 * Two hours, the first pushed one way at the frequency that keeps NEM off, until less than five minutes of endurance are
 * left; then the frequency goes over to the other side, where the reference that alert state let slide asks for more
 * than full activation.
 */
export const alertWorldArbitrary: fc.Arbitrary<World> = fc
  .record({
    cars: fc.array(fc.oneof(carArbitrary, fastCarArbitrary), { minLength: 2, maxLength: 8 }),
    mhz: fc.constantFrom(-100, 100, -250, 250),
    pushS: fc.integer({ min: 3_310, max: 3_580 }),
    backMhz: fc.integer({ min: 20, max: 130 }),
    strategy: fc.constantFrom('theta' as const, 'group' as const, 'planned' as const),
  })
  .map(({ cars, mhz, pushS, backMhz, strategy }) => ({
    stays: cars.map((car, index) => ({
      car: { ...car, id: `car ${index}`, departsAtS: Math.max(car.departsAtS, 20_000) },
      arrivesS: 0,
      leavesS: 100_000,
    })),
    path: { kind: 'there-and-back' as const, mhz, pushS, backMhz: -Math.sign(mhz) * backMhz },
    gapEveryS: 0,
    soldPercent: 100,
    mtuMinutes: 60,
    mtus: 2,
    madness: null,
    strategy,
  }));

/**
 * Hours that were sold when the first one began, as a plan said that they could be, under a strategy that plans anew at
 * each start and now and then in the middle, after a restart.
 */
export const plannedWorldArbitrary = (
  soldAhead: (cars: readonly OracleCar[], mtus: number) => readonly number[],
  pathOf: fc.Arbitrary<Path>,
): fc.Arbitrary<World> =>
  fc
    .record({
      cars: fc.array(fc.oneof(carArbitrary, fastCarArbitrary), { minLength: 2, maxLength: 10 }),
      path: pathOf,
      soldPercent: fc.integer({ min: 60, max: 100 }),
      restartsAtS: fc.array(fc.integer({ min: 1, max: 4 * 3_600 - 1 }), { maxLength: 2 }),
    })
    .map(({ cars, path, soldPercent, restartsAtS }) => {
      const named = cars.map((car, index) => ({ ...car, id: `car ${index}` }));
      const soldW = soldAhead(named, PLANNED_MTUS).map((watts) => Math.floor((watts * soldPercent) / 100));
      const stays = named.map((car) => ({ car, arrivesS: 0, leavesS: car.departsAtS }));
      const shape = { mtuMinutes: 60, mtus: PLANNED_MTUS, gapEveryS: 0, madness: null };
      return { ...shape, stays, path, soldPercent, soldW, restartsAtS, strategy: 'planned' };
    });

const PLANNED_MTUS = 4;

/** Hours that are sold as firm less those who may leave without a word, of whom as many do: at any second, and whoever hurts most. */
export const leaversWorldArbitrary: fc.Arbitrary<World> = fc
  .record({
    cars: fc.array(fc.oneof(carArbitrary, fastCarArbitrary), { minLength: 3, maxLength: 10 }),
    path: pathArbitrary,
    soldPercent: fc.constantFrom(100, 100, 80),
    strategy: fc.constantFrom('theta' as const, 'group' as const, 'planned' as const),
    leavingProbability: fc.double({ min: 0.02, max: 0.4, noNaN: true }),
    reliability: fc.double({ min: 0.5, max: 0.99, noNaN: true }),
    atS: fc.array(fc.oneof(fc.integer({ min: 1, max: 7_199 }), fc.constantFrom(1, 3_599, 3_601, 7_199)), {
      minLength: 1,
      maxLength: 8,
    }),
    whoHoldsMost: fc.constantFrom('upW' as const, 'downW' as const, 'nemUpW' as const, 'nemDownW' as const),
  })
  .map(({ cars, path, soldPercent, strategy, ...leavers }) => ({
    stays: cars.map((car, index) => ({
      car: { ...car, id: `car ${index}`, departsAtS: Math.max(car.departsAtS, 10_000) },
      arrivesS: 0,
      leavesS: 100_000,
    })),
    path,
    gapEveryS: 0,
    soldPercent,
    mtuMinutes: 60,
    mtus: 2,
    madness: null,
    strategy,
    leavers,
  }));

function smaller({ car, arrivesS, leavesS }: Stay, index: number, scale: number): Stay {
  const whole = (seconds: number): number => Math.floor(seconds / scale);
  const departsAtS = Math.max(whole(arrivesS) + 1, whole(car.departsAtS));
  return {
    car: {
      ...car,
      id: `car ${index}`,
      energyWh: car.energyWh / scale,
      minimumWh: car.minimumWh / scale,
      maximumWh: car.maximumWh / scale,
      targetWh: car.targetWh / scale,
      departsAtS,
      ...smallerCurves(car, scale),
    },
    arrivesS: whole(arrivesS),
    leavesS: leavesS === car.departsAtS ? departsAtS : Math.max(whole(arrivesS) + 1, whole(leavesS)),
  };
}

function smallerCurves(
  { chargeCurve, dischargeCurve, dischargeAllowanceWh }: OracleCar,
  scale: number,
): Partial<OracleCar> {
  const curve = (points: readonly CurvePoint[]): CurvePoint[] => points.map(([wh, watts]) => [wh / scale, watts]);
  return {
    ...(chargeCurve && { chargeCurve: curve(chargeCurve) }),
    ...(dischargeCurve && { dischargeCurve: curve(dischargeCurve) }),
    ...(dischargeAllowanceWh === undefined ? undefined : { dischargeAllowanceWh: dischargeAllowanceWh / scale }),
  };
}
