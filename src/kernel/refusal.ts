/** A command that the business says no to: a value, not an exception. Each border maps `code` to its own language. */
export class Refusal {
  constructor(
    /** Stable, SCREAMING_SNAKE_CASE. */
    readonly code: string,
    /** What is wrong and how to put it right, for a person. */
    readonly message: string,
    /** The field at fault, as the sender named it. */
    readonly field?: string,
  ) {}
}

export const isRefusal = (value: unknown): value is Refusal => value instanceof Refusal;

/** Bad input from outside (a file, a setting, an option): says where, what and the fix. Borders answer 400 or exit 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** A broken promise of our own code: stop, and let start be the recovery. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}
