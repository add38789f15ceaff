import ts from 'typescript';
import { documentationOf } from './event-types.mjs';

const INSTANT = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$';
const DAY = '^\\d{4}-\\d{2}-\\d{2}$';
const DECIMAL = '^-?\\d+(\\.\\d+)?$';

/** Numbers are whole in the unit that their name carries; these are the exceptions. */
const FRACTIONAL = new Set(['reliability', 'enduranceUpMin', 'enduranceDownMin']);

/** What a field's name promises about its text: instants in UTC, days, exact decimals of money and factors. */
const TEXTS = [
  [/^(at|from|start)$|(At|Start|Starts)$/, { pattern: INSTANT }],
  [/^deliveryDay$/, { pattern: DAY }],
  [/Eur$|^eurPer|EurPer|^sanctionFactor$/, { pattern: DECIMAL }],
];

/** The JSON Schema of one event as the log holds it: what travels with every event, and the data of this one. */
export function eventSchema({ checker, recorded }, { name, description, data }) {
  const own = { type: { const: name }, schemaVersion: { const: 1 }, data: objectSchema(checker, data) };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `${name}, version 1`,
    ...(description && { description }),
    ...objectSchema(checker, recorded, own),
  };
}

/** `known`: schemas of properties whose type says less than the caller knows. */
function objectSchema(checker, type, known = {}) {
  const properties = checker.getPropertiesOfType(type);
  const optional = (property) => (property.flags & ts.SymbolFlags.Optional) !== 0;
  const schemaOf = (property) => known[property.name] ?? propertySchema(checker, property);
  return {
    type: 'object',
    properties: Object.fromEntries(properties.map((property) => [property.name, schemaOf(property)])),
    required: properties.filter((property) => !optional(property)).map(({ name }) => name),
    additionalProperties: false,
  };
}

function propertySchema(checker, property) {
  const description = documentationOf(checker, property);
  return {
    ...(description && { description }),
    ...valueSchema(checker, checker.getNonOptionalType(checker.getTypeOfSymbol(property)), property.name),
  };
}

function valueSchema(checker, type, name) {
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(type);
    return { type: 'array', items: valueSchema(checker, item, name) };
  }
  if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
  if (type.isUnion()) return unionSchema(checker, type.types, name);
  if (type.isStringLiteral()) return { const: type.value };
  if (isOf(type, ts.TypeFlags.StringLike)) return { type: 'string', ...textRule(name) };
  if (isOf(type, ts.TypeFlags.NumberLike)) return { type: FRACTIONAL.has(name) ? 'number' : 'integer' };
  if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return objectSchema(checker, type);
  throw new Error(`${name}: no schema for ${checker.typeToString(type)}`);
}

/** A closed set of words, a value that may be null, or both. */
function unionSchema(checker, members, name) {
  const nullable = members.some((member) => member.flags & ts.TypeFlags.Null);
  // An optional list keeps its "missing" in the union.
  const values = members.filter((member) => !(member.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)));
  if (values.every((member) => member.isStringLiteral())) {
    const words = values.map((member) => member.value);
    return { enum: nullable ? [...words, null] : words };
  }
  const isBoolean = values.every((member) => member.flags & ts.TypeFlags.BooleanLike);
  if (!isBoolean && values.length !== 1) throw new Error(`${name}: a union of ${values.length} shapes`);
  const schema = isBoolean ? { type: 'boolean' } : valueSchema(checker, values[0], name);
  return nullable ? { ...schema, type: [schema.type, 'null'] } : schema;
}

/** Branded values are intersections of a primitive and its brand. */
const isOf = (type, flags) =>
  (type.flags & flags) !== 0 || (type.isIntersection() && type.types.some((part) => part.flags & flags));

const textRule = (name) => TEXTS.find(([pattern]) => pattern.test(name))?.[1] ?? {};
