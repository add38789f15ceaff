/** What a failed request to KurrentDB means for what is to be done next. */
export type FailureKind =
  /** The stream is not at the expected revision. */
  | 'conflict'
  /** More in one request than the server takes. */
  | 'too-large'
  /** This server is too old for the request. */
  | 'unsupported'
  /** Asking again will not help: credentials, a deleted stream, our own error. */
  | 'final'
  /** The server or the way to it: whether the request was carried out is not known. */
  | 'transient';

const BY_TYPE: Readonly<Record<string, FailureKind>> = {
  'wrong-expected-version': 'conflict',
  'append-consistency-violation': 'conflict',
  'maximum-append-size-exceeded': 'too-large',
  'append-record-size-exceeded': 'too-large',
  'transaction-max-size-exceeded': 'too-large',
  unsupported: 'unsupported',
  'access-denied': 'final',
  'invalid-argument': 'final',
  'stream-not-found': 'final',
  'stream-deleted': 'final',
  'stream-tombstoned': 'final',
  'persistent-subscription-exists': 'final',
  'persistent-subscription-does-not-exist': 'final',
};

/** Everything unknown counts as transient: an append is safe to repeat, and whoever repeats gives up in the end. */
export function kindOfFailure(error: unknown): FailureKind {
  if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) return 'final';
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  return (typeof type === 'string' ? BY_TYPE[type] : undefined) ?? 'transient';
}

/** The stream's revision as a conflict tells it, -1 for an empty one; null when it tells none. */
export function actualRevisionOf(error: unknown): number | null {
  const actual = typeof error === 'object' && error !== null && 'actualState' in error ? error.actualState : null;
  if (actual === 'no_stream') return -1;
  return typeof actual === 'bigint' && actual >= -1n ? Number(actual) : null;
}

export const isStreamNotFound = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'type' in error && error.type === 'stream-not-found';

/** For a message: what the server or the network said, in one line. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message || error.name : String(error)).split('\n')[0] ?? '';
