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

const fleetOf = (vehicle: fc.Arbitrary<Vehicle>, most: number): fc.Arbitrary<PlannedVehicle[]> =>
  fc
    .array(vehicle, { minLength: 1, maxLength: most })
    .map((vehicles) => vehicles.map((each, index) => ({ ...each, id: `v${index + 1}` })));
