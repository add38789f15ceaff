import { dayInterval, deliveryDay, inForce, type Dated, type EpochMs, type Timeline } from '../kernel/index.js';

/** Each rule on its own line of time: value, document and section, valid from. */
export type Timelines<R> = { readonly [K in keyof R]: Timeline<R[K]> };

/** Changes apply by delivery period: from the first MTU of that CET/CEST day, which is 01:00 in Finland. */
export const since = <T>(day: string, value: T, source: string): Dated<T> => ({
  validFrom: dayInterval(deliveryDay(day)).start,
  value,
  source,
});

/** The timelines' first day; earlier days use the first entries, and reports say so. */
export const FIRST_RULES_DAY = '2021-01-01';

export const sinceFirstDay = <T>(value: T, source: string): Timeline<T> => [since(FIRST_RULES_DAY, value, source)];

export const startUnknown = <T>(value: T, source: string): Timeline<T> =>
  sinceFirstDay(value, `${source}; the date it began is unknown, applied from the first entry on`);

/** One complete rule set per instant at which any rule changed. `source` names the rules that changed there. */
export function ruleSets<R extends object>(timelines: Timelines<R>): Timeline<R> {
  const names = Object.keys(timelines) as (keyof R & string)[];
  const lineOf = (name: keyof R): Timeline<unknown> => timelines[name];
  const instants = [...new Set(names.flatMap((name) => lineOf(name).map(({ validFrom }) => validFrom)))];
  const sets = instants
    .sort((a, b) => a - b)
    .map((validFrom) => ({
      validFrom,
      source: changesAt(names, lineOf, validFrom),
      value: Object.freeze(
        Object.fromEntries(names.map((name) => [name, inForce(lineOf(name), validFrom).value])),
      ) as R,
    }));
  return sets as unknown as Timeline<R>;
}

const changesAt = <N extends string>(
  names: readonly N[],
  lineOf: (name: N) => Timeline<unknown>,
  at: EpochMs,
): string =>
  names
    .flatMap((name) => {
      const entry = lineOf(name).find(({ validFrom }) => validFrom === at);
      return entry ? [`${name}: ${entry.source}`] : [];
    })
    .join('; ');
