import fc from 'fast-check';
import { recoveryLine, type CurvePoint, type OracleCar } from './oracle/index.js';

const chargerPowerW = fc.constantFrom(3_700, 7_400, 11_000, 22_000, 50_000);
const efficiency = fc.integer({ min: 850, max: 1_000 }).map((permille) => permille / 1_000);

/** A car that is plugged in at second 0, inside its window, and leaves between half an hour and a day later; the target may be out of reach. */
export const carArbitrary: fc.Arbitrary<OracleCar> = fc
  .record({
    batteryWh: fc.integer({ min: 8_000, max: 100_000 }),
    minPercent: fc.integer({ min: 0, max: 50 }),
    maxPercent: fc.integer({ min: 60, max: 100 }),
    /** Where in its window the car is, and where its target is; the corners are the hard cases. */
    gauge: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    target: fc.double({ min: 0, max: 1, noNaN: true }),
    departsAtS: fc.oneof(fc.integer({ min: 1_800, max: 4 * 3_600 }), fc.integer({ min: 3_600, max: 24 * 3_600 })),
    chargeW: chargerPowerW,
    dischargeW: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 9, arbitrary: chargerPowerW }),
    chargeEfficiency: efficiency,
    dischargeEfficiency: efficiency,
  })
  .map(({ batteryWh, minPercent, maxPercent, gauge, target, ...rest }) => {
    const minimumWh = (batteryWh * minPercent) / 100;
    const maximumWh = (batteryWh * maxPercent) / 100;
    const inWindow = (share: number): number => minimumWh + share * (maximumWh - minimumWh);
    return { id: 'car', energyWh: inWindow(gauge), minimumWh, maximumWh, targetWh: inWindow(target ** 2), ...rest };
  });

/** Power over energy as a maker gives it: up to five points, a tenth of the battery or more apart, rising, falling or with a hump. */
const curveArbitrary = (car: OracleCar): fc.Arbitrary<readonly CurvePoint[]> =>
  fc
    .array(fc.record({ tenth: fc.integer({ min: 0, max: 10 }), percent: fc.integer({ min: 5, max: 130 }) }), {
      minLength: 1,
      maxLength: 5,
    })
    .map((points) =>
      [...new Map(points.map(({ tenth, percent }) => [tenth, percent]))]
        .sort(([one], [other]) => one - other)
        .map(([tenth, percent]): CurvePoint => [(car.maximumWh * tenth) / 10, (car.chargeW * percent) / 100]),
    );

/** A car with any of what makes a limit depend on its energy: curves each way, standby losses, an owner's allowance. */
export const taperedCarArbitrary: fc.Arbitrary<OracleCar> = carArbitrary.chain((car) =>
  fc
    .record(
      {
        chargeCurve: curveArbitrary(car),
        dischargeCurve: curveArbitrary(car),
        standbyW: fc.integer({ min: 1, max: 100 }),
        dischargeAllowanceWh: fc.integer({ min: 0, max: 20_000 }),
      },
      { requiredKeys: [] },
    )
    .map((more) => ({ ...car, ...more })),
);

/** A tapered car that leaves soon and is little above the line from which it still reaches its target: the line bends, and it is near. */
export const pressedCarArbitrary: fc.Arbitrary<OracleCar> = fc
  .record({
    car: carArbitrary,
    departsAtS: fc.integer({ min: 3_600, max: 3 * 3_600 }),
    target: fc.double({ min: 0.5, max: 1, noNaN: true }),
    above: fc.double({ min: 0, max: 0.3, noNaN: true }),
  })
  .chain(({ car, departsAtS, target, above }) =>
    curveArbitrary(car).map((chargeCurve) => {
      const windowWh = car.maximumWh - car.minimumWh;
      const pressed = { ...car, departsAtS, chargeCurve, targetWh: car.minimumWh + target * windowWh };
      const energyWh = recoveryLine(pressed)(0) + above * windowWh;
      return { ...pressed, energyWh: Math.max(car.minimumWh, Math.min(car.maximumWh, energyWh)) };
    }),
  );

/**
 * A car whose power is far more than its energy, nearly full or nearly empty: a group of them sells all the energy it
 * has, so that NEM acts after half an hour, and it has power enough to do harm.
 */
export const fastCarArbitrary: fc.Arbitrary<OracleCar> = fc
  .record({
    car: carArbitrary,
    windowWh: fc.integer({ min: 2_000, max: 20_000 }),
    gauge: fc.oneof(fc.constantFrom(0, 0.02, 0.98, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    powerW: fc.constantFrom(22_000, 50_000, 150_000),
  })
  .map(({ car, windowWh, gauge, powerW }) => ({
    ...car,
    minimumWh: 1_000,
    maximumWh: 1_000 + windowWh,
    energyWh: 1_000 + gauge * windowWh,
    targetWh: 1_000,
    chargeW: powerW,
    dischargeW: powerW,
    departsAtS: 8 * 3_600,
  }));

/** A car with energy to spare behind little power: what binds a group of them is its power with NEM on top. */
export const slowCarArbitrary: fc.Arbitrary<OracleCar> = fc
  .record({ car: carArbitrary, gauge: fc.double({ min: 0.3, max: 0.7, noNaN: true }) })
  .map(({ car, gauge }): OracleCar => ({
    ...car,
    ...{ minimumWh: 10_000, maximumWh: 90_000, energyWh: 10_000 + gauge * 80_000, targetWh: 10_000 },
    ...{ departsAtS: 36_000, dischargeW: car.dischargeW === 0 ? 11_000 : Math.min(car.dischargeW, 22_000) },
  }));

/** Where a car's baseline comes from: a share of its power limits, the rule of theta, or rest. */
export type BaselineChoice =
  | { readonly kind: 'any'; readonly share: number }
  | { readonly kind: 'theta'; readonly theta: number }
  | { readonly kind: 'idle' };

export const baselineArbitrary: fc.Arbitrary<BaselineChoice> = fc.oneof(
  fc.record({
    kind: fc.constant('any' as const),
    share: fc.double({ min: -1, max: 1, noNaN: true }).map((share) => share ** 3),
  }),
  fc.record({ kind: fc.constant('theta' as const), theta: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.constant({ kind: 'idle' as const }),
);

export interface Baselined {
  readonly car: OracleCar;
  readonly baseline: BaselineChoice;
}

/** Two to eight cars, each by its own name. */
export const groupOf = (
  car: fc.Arbitrary<OracleCar>,
  baseline: fc.Arbitrary<BaselineChoice> = baselineArbitrary,
): fc.Arbitrary<readonly Baselined[]> =>
  fc
    .array(fc.record({ car, baseline }), { minLength: 2, maxLength: 8 })
    .map((group) => group.map(({ car, baseline }, index) => ({ car: { ...car, id: `car ${index}` }, baseline })));
