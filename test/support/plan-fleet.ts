import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { PlannedVehicle, PlanQuestion, Vehicle } from '../../src/flexibility/index.js';
import { unitWorth } from '../../src/flexibility/index.js';
import { parseInstant } from '../../src/kernel/index.js';
import { curvedVehicleArbitrary, NOON, vehicleArbitrary } from './vehicle-arbitrary.js';

interface WrittenQuestion {
  readonly at: string;
  readonly mtus: number;
  readonly mtuMinutes: number;
  readonly enduranceMinutes: number;
  readonly nemPowerFactor: number;
  readonly vehicles: readonly (Omit<PlannedVehicle, 'departureAt'> & { readonly departureAt: string })[];
}

/** A reference question, and the upper bound that its answer gives: Σ of the capacities, W. */
export function referenceQuestion(folder: string, name: string): { question: PlanQuestion; boundW: number } {
  const written = JSON.parse(readFileSync(join(folder, `${name}.input.json`), 'utf8')) as WrittenQuestion;
  const answer = JSON.parse(readFileSync(join(folder, `${name}.answer.json`), 'utf8')) as {
    planBound: { sumW: number };
  };
  const question: PlanQuestion = {
    at: parseInstant(written.at),
    mtuHours: written.mtuMinutes / 60,
    enduranceHours: written.enduranceMinutes / 60,
    nemPowerFactor: written.nemPowerFactor,
    worth: unitWorth(written.mtus),
    vehicles: written.vehicles.map((vehicle) => ({ ...vehicle, departureAt: parseInstant(vehicle.departureAt) })),
  };
  return { question, boundW: answer.planBound.sumW };
}

/** From noon on: capacity for its own sake, unless told otherwise. */
export function planQuestionOf(vehicles: readonly PlannedVehicle[], change: Partial<PlanQuestion> = {}): PlanQuestion {
  const question = { at: NOON, mtuHours: 1, enduranceHours: 1, nemPowerFactor: 0.34, worth: unitWorth(6) };
  return { ...question, vehicles, ...change };
}

/** Any cars, some below their recovery line and some that leave within the hour. */
export const planFleetArbitrary = (most: number): fc.Arbitrary<PlannedVehicle[]> => fleetOf(vehicleArbitrary, most);

/** The same with limits that depend on the energy, standby losses and perhaps an owner's allowance for discharge. */
export const curvedPlanFleetArbitrary = (most: number): fc.Arbitrary<PlannedVehicle[]> =>
  fleetOf(curvedVehicleArbitrary, most);

/**
 * Cars that limits bind: batteries that taper towards full and weaken towards empty, full targets, and owners that let
 * little be discharged.
 */
export const limitedPlanFleetArbitrary = (most: number): fc.Arbitrary<PlannedVehicle[]> =>
  fleetOf(
    vehicleArbitrary.chain((vehicle) =>
      fc
        .record({
          tailW: fc.integer({ min: 500, max: 3_000 }),
          weakW: fc.option(fc.integer({ min: 0, max: 500 }), { nil: null }),
          allowed: fc.option(fc.double({ min: 0, max: 0.3, noNaN: true }), { nil: null, freq: 3 }),
          target: fc.double({ min: 0.5, max: 1, noNaN: true }),
          tapers: fc.boolean(),
        })
        .map(({ tailW, weakW, allowed, target, tapers }) =>
          limitedCar(vehicle, { tailW, weakW, allowed, target, tapers }),
        ),
    ),
    most,
  );

function limitedCar(
  vehicle: Vehicle,
  limits: { tailW: number; weakW: number | null; allowed: number | null; target: number; tapers: boolean },
): Vehicle {
  const { minEnergyWh, maxEnergyWh, maxChargeW, maxDischargeW } = vehicle;
  const { tailW, weakW, allowed, target, tapers } = limits;
  const inWindow = (share: number): number => minEnergyWh + share * (maxEnergyWh - minEnergyWh);
  const taper = [
    { energyWh: inWindow(0.5), powerW: maxChargeW },
    { energyWh: maxEnergyWh, powerW: tailW },
  ];
  const weakness = [
    { energyWh: minEnergyWh, powerW: weakW ?? 0 },
    { energyWh: inWindow(0.5), powerW: maxDischargeW },
  ];
  return {
    ...vehicle,
    targetEnergyWh: inWindow(target),
    ...(tapers && { chargeCurve: taper }),
    ...(weakW !== null && { dischargeCurve: weakness }),
    ...(allowed !== null && { dischargeAllowanceWh: allowed * (maxEnergyWh - minEnergyWh) }),
  };
}

const fleetOf = (vehicle: fc.Arbitrary<Vehicle>, most: number): fc.Arbitrary<PlannedVehicle[]> =>
  fc
    .array(vehicle, { minLength: 1, maxLength: most })
    .map((vehicles) => vehicles.map((each, index) => ({ ...each, id: `v${index + 1}` })));
