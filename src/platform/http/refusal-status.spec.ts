import { describe, expect, it } from '@jest/globals';
import { statusOfRefusal } from './refusal-status.js';

describe('status of a refusal', () => {
  it.each([
    ['TOKEN_EXPIRED', 401],
    ['ROLE_NOT_ALLOWED', 403],
    ['NOT_YOUR_SESSION', 403],
    ['NOT_FOUND', 404],
    ['SESSION_NOT_FOUND', 404],
    ['SESSION_UNKNOWN', 404],
    ['UNKNOWN_FIELD', 400],
    ['NOT_AN_OBJECT', 400],
    ['BID_ID_INVALID', 400],
    ['GATE_CLOSED', 409],
    ['ALREADY_PLUGGED_IN', 409],
    ['NOTHING_TO_APPROVE', 409],
    ['TARGET_ABOVE_WINDOW', 422],
    ['toString', 422],
  ])('%s is %d', (code, status) => {
    expect(statusOfRefusal(code)).toBe(status);
  });
});
