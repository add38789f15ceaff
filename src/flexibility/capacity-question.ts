import { InputError, parseInstant, type EpochMs } from '../kernel/index.js';
import { fcrnRules } from '../market/index.js';
import type { CapacityQuestion } from './capacity-now.js';
import type { PowerCurve } from './power-curve.js';
import type { Vehicle } from './vehicle.js';

type Fields = Readonly<Record<string, unknown>>;
type QuestionVehicle = CapacityQuestion['vehicles'][number];

/**
 * Reads a question as written in JSON: `at`, `vehicles`, and the rule values `mtuMinutes`, `enduranceMinutes`,
 * `nemPowerFactor`, which left out are those in force at `at`, and the group's attributes. Other fields are passed over.
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
    ...groupAttributes(fields),
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
    ...energyDependence(fields, path),
  };
  if (vehicle.minEnergyWh > vehicle.maxEnergyWh)
    throw new InputError(
      `${path}.minEnergyWh ${must(`be at most maxEnergyWh, ${vehicle.maxEnergyWh}`, vehicle.minEnergyWh)}`,
    );
  return vehicle;
}

/** Optional: limits over the battery's energy as `[{"energyWh", "powerW"}]`, standby losses, an allowance for discharge. */
function energyDependence(
  fields: Fields,
  path: string,
): Pick<Vehicle, 'chargeCurve' | 'dischargeCurve' | 'standbyW' | 'dischargeAllowanceWh'> {
  const stated = (name: string): boolean => fields[name] !== undefined;
  return {
    ...(stated('chargeCurve') ? { chargeCurve: readCurve(fields['chargeCurve'], `${path}.chargeCurve`) } : undefined),
    ...(stated('dischargeCurve')
      ? { dischargeCurve: readCurve(fields['dischargeCurve'], `${path}.dischargeCurve`) }
      : undefined),
    ...(stated('standbyW') ? { standbyW: numberAt(fields, 'standbyW', path, NOT_NEGATIVE) } : undefined),
    ...(stated('dischargeAllowanceWh')
      ? { dischargeAllowanceWh: numberAt(fields, 'dischargeAllowanceWh', path, NOT_NEGATIVE) }
      : undefined),
  };
}

function readCurve(json: unknown, path: string): PowerCurve {
  if (!Array.isArray(json) || json.length === 0)
    throw new InputError(`${path} ${must('be a list of points, one at least', json)}`);
  const points = json.map((point, index) => {
    const fields = objectAt(point, `${path}[${index}]`);
    const at = (name: string): number => numberAt(fields, name, `${path}[${index}]`, NOT_NEGATIVE);
    return { energyWh: at('energyWh'), powerW: at('powerW') };
  });
  points.forEach(({ energyWh }, index) => {
    const before = points[index - 1]?.energyWh ?? -1;
    if (energyWh <= before)
      throw new InputError(
        `${path}[${index}].energyWh ${must(`be above that of the point before, ${before}`, energyWh)}`,
      );
  });
  return points;
}

/** `isLER` and `unannouncedDepartures`: `{"leavingProbability", "reliability"}`; left out: an LER that keeps departures. */
function groupAttributes(fields: Fields): Pick<CapacityQuestion, 'isLER' | 'departures'> {
  const { isLER, unannouncedDepartures } = fields;
  if (isLER !== undefined && typeof isLER !== 'boolean')
    throw new InputError(`isLER ${must('be true or false', isLER)}`);
  const path = 'unannouncedDepartures';
  const departures = unannouncedDepartures === undefined ? undefined : objectAt(unannouncedDepartures, path);
  return {
    ...(isLER === undefined ? undefined : { isLER }),
    ...(departures && {
      departures: {
        leavingProbability: numberAt(departures, 'leavingProbability', path, PROBABILITY),
        reliability: numberAt(departures, 'reliability', path, PROBABILITY),
      },
    }),
  };
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
const PROBABILITY: NumberKind = {
  takes: 'be a number from 0 to 1',
  holds: (value) => value >= 0 && value <= 1,
};
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
