import { InputError, isRefusal, type Refusal } from '../../kernel/index.js';
import { LogOverloaded, LogUnavailable, MessageIdReused, WrongExpectedRevision } from '../eventlog/event-log.port.js';
import { Refused, RetryLater } from '../refused.js';
import { InvalidFields, type FieldError } from './field-errors.js';
import { statusOfRefusal } from './refusal-status.js';

/** Problem details of RFC 9457. `code`, `field`, `errors` and `retryAfterSeconds` are ours. */
export interface Problem {
  /** `urn:backfeed:problem:<code in small letters, with hyphens>`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What is wrong and how to put it right, for a person. */
  readonly detail: string;
  /** Stable, SCREAMING_SNAKE_CASE: what programs should look at. */
  readonly code: string;
  readonly field?: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be done',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available now',
};

type Extras = Partial<Pick<Problem, 'field' | 'errors' | 'retryAfterSeconds'>>;

export function problem(status: number, code: string, detail: string, extras: Extras = {}): Problem {
  const type = `urn:backfeed:problem:${code.toLowerCase().replaceAll('_', '-')}`;
  return { type, title: TITLES[status] ?? 'Error', status, detail, code, ...extras };
}

/** What went wrong, as the one shape in which every route tells it. An error nobody expected gives no detail away. */
export function problemOf(error: unknown): Problem {
  if (isRefusal(error)) return refusalProblem(error);
  if (error instanceof Refused) return refusalProblem(error.refusal);
  if (error instanceof InvalidFields) return invalidFieldsProblem(error);
  if (error instanceof InputError) return problem(400, 'BAD_INPUT', error.message);
  if (error instanceof RetryLater)
    return problem(error.status, error.code, error.message, { retryAfterSeconds: error.retryAfterSeconds });
  if (error instanceof LogOverloaded)
    return problem(503, 'LOG_BUSY', 'more is waiting to be written than may wait: send it again', {
      retryAfterSeconds: 1,
    });
  if (error instanceof LogUnavailable)
    return problem(503, 'LOG_UNAVAILABLE', 'the event store did not answer in time: send it again, the same', {
      retryAfterSeconds: 5,
    });
  if (error instanceof MessageIdReused) return problem(409, 'MESSAGE_ID_REUSED', error.message);
  if (error instanceof WrongExpectedRevision)
    return problem(409, 'CHANGED_MEANWHILE', 'it has changed meanwhile: read it again, then decide');
  return httpProblem(error) ?? INTERNAL;
}

const INTERNAL = problem(500, 'INTERNAL', 'the engine failed at this; its log has the reason under the correlation id');

const refusalProblem = (refusal: Refusal): Problem =>
  problem(
    statusOfRefusal(refusal.code),
    refusal.code,
    refusal.message,
    refusal.field === undefined ? {} : { field: refusal.field },
  );

function invalidFieldsProblem({ message, errors }: InvalidFields): Problem {
  const [first] = errors;
  return problem(400, 'INVALID_FIELDS', message, first === undefined ? {} : { field: first.field, errors });
}

/** Errors of the HTTP libraries, known by their shape: a status and, where the server itself raised them, its code. */
function httpProblem(error: unknown): Problem | null {
  if (!(error instanceof Error)) return null;
  const status = statusOf(error);
  if (status === null || status < 400 || status >= 600) return null;
  const known = SERVER_CODES[serverCode(error.cause) ?? serverCode(error) ?? ''];
  if (known !== undefined) return problem(status, known.code, known.detail);
  if (status === 503) return problem(503, 'NOT_AVAILABLE', error.message, { retryAfterSeconds: 5 });
  return status >= 500 ? null : problem(status, CODES[status] ?? 'BAD_REQUEST', error.message);
}

/** Told by its shape: an error of another copy of the library has another class. */
const isNestError = (error: Error): error is Error & { getStatus(): number } =>
  'getStatus' in error && typeof error.getStatus === 'function';

function statusOf(error: Error): number | null {
  if (isNestError(error)) return error.getStatus();
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : null;
}

const serverCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

const CODES: Readonly<Record<number, string>> = {
  401: 'TOKEN_INVALID',
  403: 'ROLE_NOT_ALLOWED',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'CANNOT_BE_DONE',
  429: 'TOO_MANY_REQUESTS',
};

const SERVER_CODES: Readonly<Record<string, { readonly code: string; readonly detail: string }>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'MALFORMED_JSON', detail: 'the body is no JSON: check it with a JSON parser' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'MALFORMED_JSON', detail: 'the body is empty; send a JSON document' },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'BODY_TOO_LARGE',
    detail: 'the body is over the limit; send it in smaller batches',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail: 'the body must be application/json, or application/x-ndjson where a list is asked for',
  },
};
