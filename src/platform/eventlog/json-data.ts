/**
 * What an event may carry. A log promises equal JSON out, so whatever JSON would quietly turn into something else
 * (NaN into null, a Map into {}, a Date into text) is refused at the door, the same for every adapter.
 */

/** `true`: comes back exactly; `false`: JSON tidies it (an absent field, -0, a class); text: the path of what JSON cannot hold. */
type Finding = boolean | string;

/**
 * The text that a store keeps.
 * @throws TypeError naming the first field that has no JSON form.
 */
export function jsonText(data: object): string {
  refuseUnlessJson(inspect(data));
  return JSON.stringify(data);
}

/**
 * The same data, deeply frozen: taken over from the caller, copied only where JSON would tidy it.
 * @throws TypeError naming the first field that has no JSON form.
 */
export function frozenJson<T extends object>(data: T): T {
  return deepFreeze(refuseUnlessJson(inspect(data)) ? data : (JSON.parse(JSON.stringify(data)) as T));
}

function refuseUnlessJson(finding: Finding): boolean {
  if (typeof finding === 'string') throw new TypeError(`data${finding}, which JSON cannot hold`);
  return finding;
}

function inspect(value: unknown): Finding {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value) ? !Object.is(value, -0) : ` is ${value}`;
  if (typeof value !== 'object') return ` is a ${typeof value}`;
  return Array.isArray(value) ? inspectArray(value) : inspectObject(value);
}

function inspectArray(values: readonly unknown[]): Finding {
  let exact = true;
  for (let index = 0; index < values.length; index += 1) {
    const finding = inspect(values[index]);
    if (typeof finding === 'string') return `[${index}]${finding}`;
    exact &&= finding;
  }
  return exact;
}

function inspectObject(value: object): Finding {
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function' || value instanceof Map || value instanceof Set)
    return ` is a ${value.constructor.name}`;
  let exact = isPlain(value);
  for (const key of Object.keys(value)) {
    const field = (value as Record<string, unknown>)[key];
    const finding = field === undefined ? false : inspect(field);
    if (typeof finding === 'string') return `.${key}${finding}`;
    exact &&= finding;
  }
  return exact;
}

/** Made by a literal or JSON.parse, in whatever realm: its prototype is at the end of the chain. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const key of Object.keys(value)) deepFreeze((value as Record<string, unknown>)[key]);
  return value;
}
