import { InputError, parseInstant, type EpochMs } from '../kernel/index.js';
import { fcrnRules } from '../market/index.js';
import type { CapacityQuestion } from './capacity-now.js';

type Fields = Readonly<Record<string, unknown>>;
type QuestionVehicle = CapacityQuestion['vehicles'][number];

/**
 * Reads a question as written in JSON: `at`, `vehicles`, and the rule values `mtuMinutes`, `enduranceMinutes`,
 * `nemPowerFactor`, which left out are those in force at `at`. Other fields are passed over.
 * @throws InputError naming the field and what it takes.
 */
export function readCapacityQuestion(json: unknown): CapacityQuestion {
  const fields = objectAt(json, 'the document');
  const at = instantAt(fields, 'at', '');
  const rules = fcrnRules(at);
  if (!Array.isArray(fields['vehicles']))
    throw new InputError(`vehicles ${must('be a list of vehicles', fields['vehicles'])}`);
  const vehicles = fields['vehicles'].map((vehicle, index) => readVehicle(vehicle, `vehicles[${index}]`));
  refuseRepeatedIds(vehicles);
  const rule = (name: 'mtuMinutes' | 'enduranceMinutes' | 'nemPowerFactor', kind: NumberKind): number =>
    fields[name] === undefined ? rules[name] : numberAt(fields, name, '', kind);
  return {
    at,
    mtuMinutes: rule('mtuMinutes', POSITIVE),
    enduranceMinutes: rule('enduranceMinutes', POSITIVE),
    nemPowerFactor: rule('nemPowerFactor', NOT_NEGATIVE),
    bidStepW: rules.bidStepW,
    vehicles,
  };
}

function readVehicle(json: unknown, path: string): QuestionVehicle {
  const fields = objectAt(json, path);
  const { id } = fields;
  if (typeof id !== 'string' || id === '')
    throw new InputError(`${path}.id ${must('be a text that names the vehicle', id)}`);
  const energy = (name: string): number => numberAt(fields, name, path, NOT_NEGATIVE);
  const vehicle: QuestionVehicle = {
    id,
    energyWh: energy('energyWh'),
    minEnergyWh: energy('minEnergyWh'),
    maxEnergyWh: energy('maxEnergyWh'),
    targetEnergyWh: energy('targetEnergyWh'),
    departureAt: instantAt(fields, 'departureAt', path),
    maxChargeW: numberAt(fields, 'maxChargeW', path, NOT_NEGATIVE),
    maxDischargeW: numberAt(fields, 'maxDischargeW', path, NOT_NEGATIVE),
    chargeEfficiency: numberAt(fields, 'chargeEfficiency', path, EFFICIENCY),
    dischargeEfficiency: numberAt(fields, 'dischargeEfficiency', path, EFFICIENCY),
  };
  if (vehicle.minEnergyWh > vehicle.maxEnergyWh)
    throw new InputError(
      `${path}.minEnergyWh ${must(`be at most maxEnergyWh, ${vehicle.maxEnergyWh}`, vehicle.minEnergyWh)}`,
    );
  return vehicle;
}

function refuseRepeatedIds(vehicles: readonly QuestionVehicle[]): void {
  const seen = new Map<string, number>();
  vehicles.forEach(({ id }, index) => {
    const first = seen.get(id);
    if (first !== undefined)
      throw new InputError(`vehicles[${index}].id ${must(`differ from vehicles[${first}].id`, id)}`);
    seen.set(id, index);
  });
}

interface NumberKind {
  readonly takes: string;
  readonly holds: (value: number) => boolean;
}
const NOT_NEGATIVE: NumberKind = { takes: 'be a number, 0 or more', holds: (value) => value >= 0 };
const POSITIVE: NumberKind = { takes: 'be a number above 0', holds: (value) => value > 0 };
const EFFICIENCY: NumberKind = {
  takes: 'be a number above 0 and at most 1',
  holds: (value) => value > 0 && value <= 1,
};

function numberAt(fields: Fields, name: string, path: string, { takes, holds }: NumberKind): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isFinite(value) || !holds(value))
    throw new InputError(`${pathTo(path, name)} ${must(takes, value)}`);
  return value;
}

function instantAt(fields: Fields, name: string, path: string): EpochMs {
  const value = fields[name];
  const takes = 'be an instant in ISO 8601 with an offset, like 2026-01-12T15:00:00Z';
  if (typeof value !== 'string') throw new InputError(`${pathTo(path, name)} ${must(takes, value)}`);
  try {
    return parseInstant(value);
  } catch {
    throw new InputError(`${pathTo(path, name)} ${must(takes, value)}`);
  }
}

function objectAt(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError(`${path} ${must('be a JSON object', value)}`);
  return value as Fields;
}

const pathTo = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
const must = (what: string, got: unknown): string =>
  `must ${what}; it is ${got === undefined ? 'missing' : shortened(got)}`;

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
