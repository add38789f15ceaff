import { InputError } from '../kernel/index.js';
import { fcrnRules } from '../market/index.js';
import type { CapacityQuestion } from './capacity-now.js';
import {
  EFFICIENCY,
  instantAt,
  MINUTES,
  must,
  NOT_NEGATIVE,
  numberAt,
  objectAt,
  PROBABILITY,
  type Fields,
  type NumberKind,
} from './json-fields.js';
import type { PowerCurve } from './power-curve.js';
import type { Vehicle } from './vehicle.js';

type QuestionVehicle = CapacityQuestion['vehicles'][number];

/** What a question and its vehicles may say. */
export const QUESTION_FIELDS = [
  'at',
  'mtus',
  'mtuMinutes',
  'enduranceMinutes',
  'nemPowerFactor',
  'isLER',
  'unannouncedDepartures',
  'siteLimitsW',
  'vehicles',
] as const;
export const VEHICLE_FIELDS = [
  'id',
  'siteId',
  'energyWh',
  'minEnergyWh',
  'maxEnergyWh',
  'targetEnergyWh',
  'departureAt',
  'maxChargeW',
  'maxDischargeW',
  'chargeEfficiency',
  'dischargeEfficiency',
  'chargeCurve',
  'dischargeCurve',
  'standbyW',
  'dischargeAllowanceWh',
] as const;

/**
 * Reads a question as written in JSON: `at`, `vehicles`, and the rule values `mtuMinutes`, `enduranceMinutes`,
 * `nemPowerFactor`, which left out are those in force at `at`; the group's attributes, and the fuses of sites. Other
 * fields are passed over.
 * @throws InputError naming the field and what it takes.
 */
export function readCapacityQuestion(json: unknown): CapacityQuestion {
  const fields = objectAt(json, 'the document');
  const at = instantAt(fields, 'at', '');
  const rules = fcrnRules(at);
  if (!Array.isArray(fields['vehicles']))
    throw new InputError(`vehicles ${must('be a list of vehicles', fields['vehicles'])}`);
  const siteLimitsW = siteLimitsOf(fields['siteLimitsW']);
  const vehicles = fields['vehicles'].map((vehicle, index) => readVehicle(vehicle, `vehicles[${index}]`, siteLimitsW));
  refuseRepeatedIds(vehicles);
  const rule = (name: 'mtuMinutes' | 'enduranceMinutes' | 'nemPowerFactor', kind: NumberKind): number =>
    fields[name] === undefined ? rules[name] : numberAt(fields, name, '', kind);
  return {
    at,
    mtuMinutes: rule('mtuMinutes', MINUTES),
    enduranceMinutes: rule('enduranceMinutes', MINUTES),
    nemPowerFactor: rule('nemPowerFactor', NOT_NEGATIVE),
    bidStepW: rules.bidStepW,
    ...groupAttributes(fields),
    ...(siteLimitsW && { siteLimitsW }),
    vehicles,
  };
}

function readVehicle(json: unknown, path: string, sites: ReadonlyMap<string, number> | null): QuestionVehicle {
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
    ...siteOf(fields['siteId'], path, sites),
  };
  for (const name of ['minEnergyWh', 'targetEnergyWh'] as const)
    if (vehicle[name] > vehicle.maxEnergyWh)
      throw new InputError(`${path}.${name} ${must(`be at most maxEnergyWh, ${vehicle.maxEnergyWh}`, vehicle[name])}`);
  return vehicle;
}

/** Fuses by site, W both ways. */
function siteLimitsOf(json: unknown): Map<string, number> | null {
  if (json === undefined) return null;
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new InputError(`siteLimitsW ${must('be an object of watts by site id', json)}`);
  const fields = json as Fields;
  return new Map(Object.keys(fields).map((site) => [site, numberAt(fields, site, 'siteLimitsW', NOT_NEGATIVE)]));
}

function siteOf(
  siteId: unknown,
  path: string,
  sites: ReadonlyMap<string, number> | null,
): Pick<QuestionVehicle, 'siteId'> {
  if (siteId === undefined) return {};
  if (typeof siteId !== 'string' || sites?.has(siteId) !== true)
    throw new InputError(`${path}.siteId ${must('be one of siteLimitsW', siteId)}`);
  return { siteId };
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
