import { describe, expect, it } from '@jest/globals';
import { InputError, Refusal } from '../../kernel/index.js';
import { LogUnavailable, MessageIdReused, WrongExpectedRevision } from '../eventlog/event-log.port.js';
import { Refused, RetryLater } from '../refused.js';
import { InvalidFields } from './field-errors.js';
import { problemOf } from './problem.js';

const serverError = (statusCode: number, code: string): Error => Object.assign(new Error('raw'), { statusCode, code });

describe('problem details', () => {
  it('tell a refusal whole, thrown or returned', () => {
    const refusal = new Refusal('GATE_CLOSED', 'bid for the next delivery day', 'day');
    const expected = {
      type: 'urn:backfeed:problem:gate-closed',
      title: 'Conflict',
      status: 409,
      detail: 'bid for the next delivery day',
      code: 'GATE_CLOSED',
      field: 'day',
    };
    expect(problemOf(refusal)).toEqual(expected);
    expect(problemOf(new Refused(refusal))).toEqual(expected);
  });

  it('list every field that does not fit', () => {
    const errors = [
      { field: 'hz', message: 'must be a number' },
      { field: 'at', message: 'is missing' },
    ];
    expect(problemOf(new InvalidFields(errors))).toMatchObject({
      status: 400,
      code: 'INVALID_FIELDS',
      field: 'hz',
      errors,
    });
  });

  it('say when to try again', () => {
    const away = new RetryLater(429, 'TOO_MANY_MESSAGES', 'slow down', 2);
    expect(problemOf(away)).toMatchObject({ status: 429, code: 'TOO_MANY_MESSAGES', retryAfterSeconds: 2 });
  });

  it.each([
    [new InputError('row 3: soc must be 0 to 100'), 400, 'BAD_INPUT'],
    [new LogUnavailable('no answer'), 503, 'LOG_UNAVAILABLE'],
    [new MessageIdReused('session-1', 'm1'), 409, 'MESSAGE_ID_REUSED'],
    [new WrongExpectedRevision('session-1', 3, 4), 409, 'CHANGED_MEANWHILE'],
    [serverError(413, 'FST_ERR_CTP_BODY_TOO_LARGE'), 413, 'BODY_TOO_LARGE'],
    [serverError(400, 'FST_ERR_CTP_INVALID_JSON_BODY'), 400, 'MALFORMED_JSON'],
    [serverError(418, ''), 418, 'BAD_REQUEST'],
    [Object.assign(new Error('gone'), { getStatus: () => 404 }), 404, 'NOT_FOUND'],
    [Object.assign(new Error('full'), { getStatus: () => 503 }), 503, 'NOT_AVAILABLE'],
  ])('know %p', (error, status, code) => {
    expect(problemOf(error)).toMatchObject({ status, code });
  });

  it.each([
    new Error('SQLITE_CORRUPT at /var/lib/x'),
    'text',
    null,
    Object.assign(new Error('secret'), { statusCode: 500 }),
  ])('give nothing away about %p', (error) => {
    const told = problemOf(error);
    expect(told).toMatchObject({ status: 500, code: 'INTERNAL' });
    expect(JSON.stringify(told)).not.toMatch(/SQLITE|secret/);
  });
});
