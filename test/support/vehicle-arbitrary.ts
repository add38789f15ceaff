import fc from 'fast-check';
import { epochMs, MS_PER_HOUR, MS_PER_MINUTE } from '../../src/kernel/index.js';
import type { PowerCurve, Vehicle } from '../../src/flexibility/index.js';

export const NOON = epochMs(Date.UTC(2026, 0, 12, 12));
export const ONE_PM = epochMs(NOON + MS_PER_HOUR);
/** One MTU from noon, endurance one hour. */
export const HOUR = { horizonHours: 1, mtuEnd: ONE_PM } as const;

const chargerPowersW = [3_700, 7_400, 11_000, 22_000, 50_000] as const;

/** A plausible plugged-in car at noon: inside its window, leaving between half an hour and a day later; the target may be out of reach. */
export const vehicleArbitrary: fc.Arbitrary<Vehicle> = fc
  .record({
    batteryWh: fc.integer({ min: 8_000, max: 100_000 }),
    min: fc.integer({ min: 0, max: 50 }),
    max: fc.integer({ min: 60, max: 100 }),
    gauge: fc.double({ min: 0, max: 1, noNaN: true }),
    target: fc.double({ min: 0, max: 1, noNaN: true }),
    minutesToDeparture: fc.integer({ min: 30, max: 24 * 60 }),
    maxChargeW: fc.constantFrom(...chargerPowersW),
    maxDischargeW: fc.oneof(
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 9, arbitrary: fc.constantFrom(...chargerPowersW) },
    ),
    chargeEfficiency: fc.double({ min: 0.85, max: 1, noNaN: true }),
    dischargeEfficiency: fc.double({ min: 0.85, max: 1, noNaN: true }),
  })
  .map(({ batteryWh, min, max, gauge, target, minutesToDeparture, ...limits }) => {
    const minEnergyWh = (batteryWh * min) / 100;
    const maxEnergyWh = (batteryWh * max) / 100;
    const inWindow = (share: number): number => minEnergyWh + share * (maxEnergyWh - minEnergyWh);
    const departureAt = epochMs(NOON + minutesToDeparture * MS_PER_MINUTE);
    return {
      energyWh: inWindow(gauge),
      minEnergyWh,
      maxEnergyWh,
      targetEnergyWh: inWindow(target ** 2),
      departureAt,
      ...limits,
    };
  });

/** A baseline as a share of the car's limits: −1 full charge … 1 full discharge. */
export const baselineShareArbitrary = fc.double({ min: -1, max: 1, noNaN: true });
export const baselineOf = (vehicle: Vehicle, share: number): number =>
  share < 0 ? share * vehicle.maxChargeW : share * vehicle.maxDischargeW;

/** A limit over the battery's energy: four points at any powers, or a taper towards the full battery. Never quite nothing. */
const curveArbitrary = (batteryWh: number): fc.Arbitrary<PowerCurve> =>
  fc
    .tuple(
      fc.boolean(),
      fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 800, max: 60_000 }), { minLength: 4, maxLength: 4 }),
    )
    .map(([tapers, shares, powers]) => {
      const powersW = tapers ? [...powers].sort((a, b) => b - a) : powers;
      const points = [...shares].sort((a, b) => a - b);
      return points.map((share, index) => ({ energyWh: (batteryWh * share) / 100, powerW: powersW[index] as number }));
    });

/** The same car with limits that depend on its energy, standby losses and perhaps an allowance. */
export const curvedVehicleArbitrary: fc.Arbitrary<Vehicle> = vehicleArbitrary.chain((vehicle) =>
  fc
    .record({
      chargeCurve: fc.option(curveArbitrary(vehicle.maxEnergyWh), { nil: undefined, freq: 4 }),
      dischargeCurve: fc.option(curveArbitrary(vehicle.maxEnergyWh), { nil: undefined }),
      standbyW: fc.option(fc.integer({ min: 0, max: 200 }), { nil: undefined }),
      dischargeAllowanceWh: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined, freq: 1 }),
    })
    .map((extras) => ({ ...vehicle, ...stated(extras) })),
);

const stated = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
