import { isRefusal, type Refusal } from '../kernel/index.js';

/** A refusal on its way to a border that speaks in exceptions. Deciders return refusals; only shells throw them. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/**
 * The value, unless it is a refusal.
 * @throws Refused
 */
export function granted<T>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Refused(value);
  return value;
}

/** Not now: the sender did nothing wrong and may send the same again after a while. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  constructor(
    /** 429: this sender asks too much; 503: the engine cannot take it from anyone. */
    readonly status: 429 | 503,
    readonly code: string,
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(message);
  }
}
