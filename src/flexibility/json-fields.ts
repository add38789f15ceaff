import { InputError, parseInstant, type EpochMs } from '../kernel/index.js';

/** An object as read from JSON, before anybody has looked at what its fields hold. */
export type Fields = Readonly<Record<string, unknown>>;

export interface NumberKind {
  readonly takes: string;
  readonly holds: (value: number) => boolean;
}

export const NOT_NEGATIVE: NumberKind = { takes: 'be a number, 0 or more', holds: (value) => value >= 0 };
export const PROBABILITY: NumberKind = {
  takes: 'be a number from 0 to 1',
  holds: (value) => value >= 0 && value <= 1,
};
/** Above 0; below a hundredth no charger works, and numbers overflow. */
export const EFFICIENCY: NumberKind = {
  takes: 'be a number above 0 and at most 1 (0.01 at least)',
  holds: (value) => value >= 0.01 && value <= 1,
};
/** An MTU or an endurance is never longer than a day. */
export const MINUTES: NumberKind = {
  takes: 'be a number above 0, at most 1440 minutes',
  holds: (value) => value > 0 && value <= 1440,
};

/** @throws InputError naming the field and what it takes; so do all below. */
export function numberAt(fields: Fields, name: string, path: string, { takes, holds }: NumberKind): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isFinite(value) || !holds(value))
    throw new InputError(`${pathTo(path, name)} ${must(takes, value)}`);
  return value;
}

export function instantAt(fields: Fields, name: string, path: string): EpochMs {
  const value = fields[name];
  const takes = 'be an instant in ISO 8601 with an offset, like 2026-01-12T15:00:00Z';
  if (typeof value !== 'string') throw new InputError(`${pathTo(path, name)} ${must(takes, value)}`);
  try {
    return parseInstant(value);
  } catch {
    throw new InputError(`${pathTo(path, name)} ${must(takes, value)}`);
  }
}

export function objectAt(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError(`${path} ${must('be a JSON object', value)}`);
  return value as Fields;
}

const pathTo = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

export const must = (what: string, got: unknown): string =>
  `must ${what}; it is ${got === undefined ? 'missing' : shortened(got)}`;

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
