import fc from 'fast-check';
import { epochMs, MS_PER_HOUR, MS_PER_MINUTE } from '../../src/kernel/index.js';
import type { Vehicle } from '../../src/flexibility/index.js';

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
