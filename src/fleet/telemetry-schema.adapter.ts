import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Refusal } from '../kernel/index.js';
import { refusalOf } from './schema-refusal.adapter.js';
import { IDENTIFIER, type TelemetryMessage } from './telemetry.js';

const ID = { type: 'string', minLength: 1, ...IDENTIFIER };
const INSTANT = { type: 'string', maxLength: 40 };
const PERCENT = { type: 'number', minimum: 0, maximum: 100 };
/** 10 MW and 10 MWh: far above any vehicle, far below what a wrong unit gives. */
const LARGEST_VEHICLE = 10_000_000;
const POWER_LIMIT = { type: 'integer', minimum: 0, maximum: LARGEST_VEHICLE };
const REGISTER = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const EFFICIENCY = { type: 'number', minimum: 0.5, maximum: 1 };
const MOST_POINTS = 100;
const CURVE = {
  type: 'array',
  minItems: 1,
  maxItems: MOST_POINTS,
  items: {
    type: 'object',
    properties: { soc: PERCENT, maxW: POWER_LIMIT },
    required: ['soc', 'maxW'],
    additionalProperties: false,
  },
};
const nullable = <T extends { readonly type: string }>(schema: T) => ({ ...schema, type: [schema.type, 'null'] });

const BASE = { messageId: ID, chargerId: ID, sessionId: ID, at: INSTANT };
const BASE_REQUIRED = ['messageId', 'type', 'chargerId', 'sessionId', 'at'];

const message = (type: string, properties: object, required: readonly string[]) => ({
  type: 'object',
  properties: { type: { const: type }, ...BASE, ...properties },
  required: [...BASE_REQUIRED, ...required],
  additionalProperties: false,
});

/** One JSON Schema per telemetry message, by its `type`. Unknown fields are refused: a misspelt `minSoc` would break a promise. */
export const TELEMETRY_SCHEMAS = {
  'plugged-in': message(
    'plugged-in',
    {
      driverId: nullable(ID),
      batteryWh: nullable({ type: 'integer', minimum: 1, maximum: LARGEST_VEHICLE }),
      soc: nullable(PERCENT),
      maxChargeW: POWER_LIMIT,
      maxDischargeW: POWER_LIMIT,
      chargeCurve: CURVE,
      dischargeCurve: CURVE,
      standbyW: POWER_LIMIT,
      targetSoc: PERCENT,
      minSoc: PERCENT,
      maxSoc: PERCENT,
      departureAt: nullable(INSTANT),
      v2g: { type: 'boolean' },
      chargeEfficiency: EFFICIENCY,
      dischargeEfficiency: EFFICIENCY,
    },
    ['maxChargeW'],
  ),
  soc: message(
    'soc',
    { soc: PERCENT, powerW: nullable({ type: 'integer', minimum: -LARGEST_VEHICLE, maximum: LARGEST_VEHICLE }) },
    ['soc'],
  ),
  meter: message('meter', { importWh: REGISTER, exportWh: REGISTER }, ['importWh', 'exportWh']),
  unplugged: message('unplugged', { soc: nullable(PERCENT) }, []),
} as const;

const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: false });
const VALIDATORS = new Map<unknown, ValidateFunction>(
  Object.entries(TELEMETRY_SCHEMAS).map(([type, schema]) => [type, ajv.compile(schema)]),
);

/**
 * One value from outside as a telemetry message. Refuses UNREADABLE_LINE, NOT_AN_OBJECT, UNKNOWN_TYPE, MISSING_FIELD,
 * UNKNOWN_FIELD, WRONG_TYPE and OUT_OF_RANGE, each with the field as the sender named it.
 */
export function readTelemetryMessage(value: unknown): TelemetryMessage | Refusal {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Refusal(
      'NOT_AN_OBJECT',
      'a telemetry message is one JSON object; see the four messages in the API description',
    );
  if ('unreadableLine' in value) return unreadable(value);
  const type = 'type' in value ? value.type : undefined;
  const validate = VALIDATORS.get(type);
  if (validate === undefined) return unknownType(type);
  if (validate(value)) return value as TelemetryMessage;
  return refusalOf(validate.errors?.[0] as ErrorObject, value);
}

const unreadable = (line: { readonly unreadableLine: unknown; readonly reason?: unknown }): Refusal =>
  new Refusal(
    'UNREADABLE_LINE',
    `line ${String(line.unreadableLine)} is not JSON (${String(line.reason)}); send one JSON object per line`,
  );

const unknownType = (type: unknown): Refusal =>
  type === undefined
    ? new Refusal('MISSING_FIELD', `type is missing; send one of ${types}`, 'type')
    : new Refusal('UNKNOWN_TYPE', `type ${JSON.stringify(type)} is unknown; send one of ${types}`, 'type');

const types = Object.keys(TELEMETRY_SCHEMAS).join(', ');
