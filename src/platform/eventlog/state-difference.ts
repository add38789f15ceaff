import { digest } from '../../kernel/index.js';

/** Where two states part: the way to the place, and what each has there (`undefined`: nothing). */
export interface StateDifference {
  readonly path: readonly string[];
  readonly left: unknown;
  readonly right: unknown;
}

/**
 * The first place in which two states differ; null when they are the same, down to the order of Maps and Sets, which a
 * read model may answer in.
 */
export function firstDifference(left: unknown, right: unknown, path: readonly string[] = []): StateDifference | null {
  if (Object.is(left, right)) return null;
  if (!isComposite(left) || !isComposite(right) || kindOf(left) !== kindOf(right)) return { path, left, right };
  const [ofLeft, ofRight] = [entriesOf(left), entriesOf(right)];
  for (const [key, value] of ofLeft) {
    const difference = firstDifference(value, ofRight.get(key), [...path, key]);
    if (difference !== null) return difference;
  }
  for (const [key, value] of ofRight)
    if (!ofLeft.has(key)) return { path: [...path, key], left: undefined, right: value };
  if (isMap(left) || isSet(left)) return orderDifference([...ofLeft.keys()], [...ofRight.keys()], path);
  return null;
}

/** What a state has at the end of a way; `undefined` where the way leads nowhere. */
export function valueAt(state: unknown, path: readonly string[]): unknown {
  let value = state;
  for (const key of path) {
    if (!isComposite(value)) return undefined;
    value = entriesOf(value).get(key);
  }
  return value;
}

/** Equal states, equal digest: SHA-256, hex. */
export const stateDigest = (state: object): string => digest(plain(state));

const isComposite = (value: unknown): value is object => typeof value === 'object' && value !== null;

const kindOf = (value: object): string => (Array.isArray(value) ? 'Array' : Object.prototype.toString.call(value));

// By their tags and not by instanceof: what was deserialized may come from another realm.
const isMap = (value: object): value is ReadonlyMap<unknown, unknown> => kindOf(value) === '[object Map]';
const isSet = (value: object): value is ReadonlySet<unknown> => kindOf(value) === '[object Set]';

/** Keys as text: no state has a Map in which 1 and '1' are two keys. */
function entriesOf(value: object): ReadonlyMap<string, unknown> {
  if (isMap(value)) return new Map([...value].map(([key, held]) => [String(key), held]));
  if (isSet(value)) return new Map([...value].map((held) => [String(held), held]));
  return new Map(Object.entries(value));
}

function orderDifference(left: string[], right: string[], path: readonly string[]): StateDifference | null {
  const index = left.findIndex((key, at) => key !== right[at]);
  return index < 0 ? null : { path: [...path, `entry ${index}`], left: left[index], right: right[index] };
}

function plain(value: unknown): unknown {
  if (!isComposite(value)) return value;
  if (isMap(value)) return { map: [...value].map(([key, held]) => [key, plain(held)]) };
  if (isSet(value)) return { set: [...value] };
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, plain(held)]));
}
