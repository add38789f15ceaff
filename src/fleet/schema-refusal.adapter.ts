import type { ErrorObject } from 'ajv';
import { Refusal } from '../kernel/index.js';

/** ajv's first complaint in our words: which field, what it is, what it may be. */
export function refusalOf(error: ErrorObject, value: object): Refusal {
  const { keyword, params } = error;
  if (keyword === 'required') {
    const missing = String(params['missingProperty']);
    return new Refusal('MISSING_FIELD', `${missing} is missing; every such message carries it`, missing);
  }
  if (keyword === 'additionalProperties') {
    const unknown = String(params['additionalProperty']);
    return new Refusal(
      'UNKNOWN_FIELD',
      `${unknown} is no field of this message; check its spelling or leave it out`,
      unknown,
    );
  }
  const field = error.instancePath.slice(1).split('/')[0] ?? '';
  const found = JSON.stringify((value as Record<string, unknown>)[field]);
  if (keyword === 'type')
    return new Refusal('WRONG_TYPE', `${field} is ${found}; send ${[params['type']].flat().join(' or ')}`, field);
  if (keyword === 'minimum' || keyword === 'maximum')
    return new Refusal(
      'OUT_OF_RANGE',
      `${field} is ${found}; it must be ${String(params['comparison'])} ${String(params['limit'])}`,
      field,
    );
  if (keyword === 'pattern')
    return new Refusal('OUT_OF_RANGE', `${field} holds control characters; send printable text`, field);
  return new Refusal('OUT_OF_RANGE', `${field} is ${found}; it ${error.message ?? 'is not allowed'}`, field);
}
