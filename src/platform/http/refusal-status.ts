/** The request itself cannot be read as what it should be. */
const MALFORMED = 400;
const NOBODY_KNOWN = 401;
const NOT_ALLOWED = 403;
const NOT_THERE = 404;
/** The request is well made; the state of things stands against it. */
const CONFLICT = 409;
/** Understood and well formed, but what it asks for cannot be. */
const UNPROCESSABLE = 422;

/** Codes that do not follow the patterns below. */
const STATUS_BY_CODE: ReadonlyMap<string, number> = new Map([
  ['TOKEN_MISSING', NOBODY_KNOWN],
  ['TOKEN_INVALID', NOBODY_KNOWN],
  ['TOKEN_EXPIRED', NOBODY_KNOWN],
  ['ROLE_NOT_ALLOWED', NOT_ALLOWED],
  ['NOT_YOUR_SESSION', NOT_ALLOWED],
  ['UNKNOWN_DOCUMENT', NOT_THERE],
  ['EXPORT_FORMAT_UNAVAILABLE', NOT_THERE],
  ['UNREADABLE_LINE', MALFORMED],
  ['UNKNOWN_FIELD', MALFORMED],
  ['UNKNOWN_TYPE', MALFORMED],
  ['WRONG_TYPE', MALFORMED],
  ['OUT_OF_RANGE', MALFORMED],
  ['TRADING_HALTED', CONFLICT],
  ['STALE_MESSAGE', CONFLICT],
  ['MESSAGE_ID_REUSED', CONFLICT],
  ['NOT_OPENED', CONFLICT],
  ['NO_BIDS_SENT', CONFLICT],
  ['ANSWERED_OTHERWISE', CONFLICT],
  ['ACCOUNT_FULL', CONFLICT],
]);

/** The first pattern that the code matches gives the status. */
const STATUS_BY_PATTERN: readonly (readonly [RegExp, number])[] = [
  [/(^|_)NOT_FOUND$|_UNKNOWN$/, NOT_THERE],
  [/_CLOSED$|_ENDED$|_PASSED$|_CONFLICT$|^ALREADY_|^NOTHING_TO_/, CONFLICT],
  [/^MISSING_|^NOT_AN?_|_INVALID$/, MALFORMED],
];

/** The HTTP status of a refusal. Codes are the contract; this is their one translation to HTTP. */
export const statusOfRefusal = (code: string): number =>
  STATUS_BY_CODE.get(code) ?? STATUS_BY_PATTERN.find(([pattern]) => pattern.test(code))?.[1] ?? UNPROCESSABLE;
