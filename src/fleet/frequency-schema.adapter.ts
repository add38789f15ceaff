import { Ajv, type ErrorObject } from 'ajv';
import { hertzToMillihertz, isRefusal, Refusal } from '../kernel/index.js';
import type { FrequencySample } from './frequency-hour.js';
import type { RejectedSample } from './frequency-intake.service.js';
import { INSTANT_FIX, readInstant } from './instant.js';
import { isUnreadable } from './list-body.adapter.js';
import { refusalOf } from './schema-refusal.adapter.js';

/** What a body of frequency samples holds: per area, in the sender's order; and the samples that can't be read. */
export interface FrequencyBody {
  readonly byArea: ReadonlyMap<string, readonly FrequencySample[]>;
  readonly rejected: readonly RejectedSample[];
}

const AREA = { type: 'string', pattern: '^[a-z0-9-]{1,32}$' };
const SAMPLE_FIELDS = { at: { type: 'string' }, hz: { type: ['number', 'null'] } };

export const FREQUENCY_SCHEMA = {
  type: 'object',
  properties: {
    area: AREA,
    samples: {
      type: 'array',
      items: { type: 'object', properties: SAMPLE_FIELDS, required: ['at', 'hz'], additionalProperties: false },
    },
  },
  required: ['area', 'samples'],
  additionalProperties: false,
};

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
const isBatch = ajv.compile<{ area: string; samples: unknown[] }>({
  ...FREQUENCY_SCHEMA,
  properties: { area: AREA, samples: { type: 'array' } },
});
/** A sample within a batch, or a line of its own that names its area. */
const isSample = ajv.compile<{ area?: string; at: string; hz: number | null }>({
  type: 'object',
  properties: { ...SAMPLE_FIELDS, area: AREA },
  required: ['at', 'hz'],
  additionalProperties: false,
});
const DEFAULT_AREA = 'nordic';

/**
 * One batch, or NDJSON lines of which each is a batch or a sample of its own.
 * Refuses as a whole what is no batch: MISSING_FIELD, UNKNOWN_FIELD, WRONG_TYPE, OUT_OF_RANGE, NOT_AN_OBJECT.
 */
export function readFrequencyBody(body: unknown): FrequencyBody | Refusal {
  const byArea = new Map<string, FrequencySample[]>();
  const rejected: RejectedSample[] = [];
  const lines: readonly unknown[] = Array.isArray(body) ? body : [body];
  if (lines.length > 0 && lines.every(isUnreadable))
    return new Refusal('UNREADABLE_LINE', 'no line of the body is JSON; send one sample or batch per line');
  for (const line of lines) {
    const batch = batchOf(line);
    if (isRefusal(batch) && !Array.isArray(body)) return batch;
    for (const value of isRefusal(batch) ? [line] : batch.samples) {
      const sample = isRefusal(batch) ? batch : sampleOf(value);
      if (isRefusal(sample)) rejected.push(verdictOf(value, sample));
      else if (!isRefusal(batch)) listOf(byArea, batch.area).push(sample);
    }
  }
  return { byArea, rejected };
}

/** A line that is a sample counts as a batch of one. */
function batchOf(line: unknown): { readonly area: string; readonly samples: readonly unknown[] } | Refusal {
  if (typeof line !== 'object' || line === null)
    return new Refusal('NOT_AN_OBJECT', 'send {"area":"nordic","samples":[{"at":"2026-01-12T15:00:00Z","hz":49.98}]}');
  if (isUnreadable(line))
    return new Refusal('UNREADABLE_LINE', `line ${line.unreadableLine} is not JSON (${line.reason})`);
  if (isBatch(line)) return line;
  if ('samples' in line || !isSample(line))
    return refusalOf(firstOf('samples' in line || !('at' in line) ? isBatch.errors : isSample.errors), line);
  return { area: line.area ?? DEFAULT_AREA, samples: [line] };
}

function sampleOf(value: unknown): FrequencySample | Refusal {
  if (!isSample(value)) return refusalOf(firstOf(isSample.errors), Object(value) as object);
  const at = readInstant(value.at);
  if (at === null) return new Refusal('NOT_AN_INSTANT', `at "${value.at}" is no instant; ${INSTANT_FIX}`, 'at');
  return { at, millihertz: value.hz === null ? null : hertzToMillihertz(value.hz) };
}

const firstOf = (errors: ErrorObject[] | null | undefined): ErrorObject => errors?.[0] as ErrorObject;

function listOf(byArea: Map<string, FrequencySample[]>, area: string): FrequencySample[] {
  const list = byArea.get(area) ?? [];
  byArea.set(area, list);
  return list;
}

function verdictOf(value: unknown, { code, field, message }: Refusal): RejectedSample {
  const at =
    typeof value === 'object' && value !== null && 'at' in value && typeof value.at === 'string' ? value.at : null;
  return { at, code, field: field ?? null, message };
}
