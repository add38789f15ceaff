import type { EventStore } from './event-store.js';
import { readHolidayCalendar, type HolidayCalendar } from './forecast/index.js';
import { InputError, isEic } from './kernel/index.js';
import { kurrentDbAddress } from './platform/eventlog/kurrentdb/connection-string.js';
import { ALL_ROLES, rolesText, SERVER_ROLES, type Roles } from './roles.js';

/** What a setting's text says, or what is wrong with it and what would be right. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

export const anyText = (text: string): Reading<string> => ({ value: text });

/** One of `allowed`. `refused`: values (or URL schemes) that a reader of the documentation may expect, and why not. */
export const oneOf =
  <T extends string>(allowed: readonly T[], refused: Readonly<Record<string, string>> = {}) =>
  (text: string): Reading<T> => {
    const value = allowed.find((candidate) => candidate === text);
    if (value !== undefined) return { value };
    const scheme = text.split('://')[0] ?? text;
    const reason = Object.hasOwn(refused, scheme) ? refused[scheme] : undefined;
    return { problem: `${reason === undefined ? '' : `${reason}; `}allowed: ${allowed.join(', ')}` };
  };

export const refusedBecause = (reason: string) => (): Reading<never> => ({ problem: reason });

/** A plain decimal number of at least `least`, kept as text: money is never a binary number. */
export const decimalFrom =
  (least: number) =>
  (text: string): Reading<string> =>
    /^\d{1,9}(\.\d{1,9})?$/.test(text) && Number(text) >= least
      ? { value: text }
      : { problem: `allowed: a decimal number of ${least} or more, like 1.5` };

/** 0 or more, below 1. */
export function shareBelowOne(text: string): Reading<number> {
  return /^0?(0|\.\d{1,9})$/.test(text)
    ? { value: Number(text) }
    : { problem: 'allowed: 0 or more, below 1, like 0.05' };
}

export function probability(text: string): Reading<number> {
  const value = /^0?\.\d{1,9}$/.test(text) ? Number(text) : 0;
  return value > 0 ? { value } : { problem: 'allowed: a number between 0 and 1, like 0.9' };
}

export const partyEic = (text: string): Reading<string> =>
  isEic(text)
    ? { value: text }
    : {
        problem:
          'allowed: an Energy Identification Code, 16 capital letters, digits or hyphens with a right check character',
      };

/** Plain http is for an identity provider on this machine only: its keys decide who gets in. */
export function httpsUrl(text: string): Reading<string> {
  const url = URL.canParse(text) ? new URL(text) : null;
  const trusted = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  return trusted ? { value: text } : { problem: 'allowed: an https URL (http on loopback only)' };
}

/** Whether a host name or address can be reached from this machine only. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** Some of the roles, with commas. */
export function serverRoles(text: string): Reading<Roles> {
  const given = text.split(',').map((role) => role.trim());
  const known = SERVER_ROLES.filter(({ role }) => given.includes(role));
  return given.every((name) => known.some(({ role }) => role === name))
    ? { value: new Set(known.map(({ role }) => role)) }
    : { problem: `allowed: ${rolesText(ALL_ROLES)}, or some of them` };
}

/** A country, further days, or none. */
export function holidayCalendar(text: string): Reading<HolidayCalendar> {
  try {
    return { value: readHolidayCalendar(text) };
  } catch (error) {
    if (error instanceof InputError) return { problem: error.message };
    throw error;
  }
}

/** `embedded`, or the address of a KurrentDB. */
export const eventStore = (text: string): Reading<EventStore> => {
  if (text === 'embedded') return { value: 'embedded' };
  const read = kurrentDbAddress(text);
  return 'value' in read ? read : { problem: `${read.problem}; allowed: embedded, or such an address` };
};
