import type { BatteriesDischarged } from '../fleet/index.js';

/** All batteries together in one MTU, or in a day. */
export interface MtuBatteryUse {
  readonly dischargedWh: number;
  readonly wornMicroWh: number;
}

const NOTHING: MtuBatteryUse = { dischargedWh: 0, wornMicroWh: 0 };

export const useOf = ({ dischargedWh, wornMicroWh }: BatteriesDischarged['data']): MtuBatteryUse => ({
  dischargedWh: sum(dischargedWh),
  wornMicroWh: sum(wornMicroWh),
});

/**
 * A day's battery use on the MTUs that were sold: energy moved in an hour that was not sold prepares the next one that
 * was, and after the last it restores what that one took. The sums stay the day's.
 * @param used by MTU start. @param soldStarts in order of time, at least one.
 */
export function useOfSold(
  used: ReadonlyMap<string, MtuBatteryUse>,
  soldStarts: readonly string[],
): ReadonlyMap<string, MtuBatteryUse> {
  const carried = new Map<string, MtuBatteryUse>();
  for (const [mtuStart, use] of used) {
    const sold = soldStarts.find((start) => Date.parse(start) >= Date.parse(mtuStart)) ?? soldStarts.at(-1);
    if (sold !== undefined) carried.set(sold, plus(carried.get(sold) ?? NOTHING, use));
  }
  return carried;
}

/** A day's use for which no MTU stands; null: no battery gave anything. */
export interface DayBatteryUse extends MtuBatteryUse {
  /** The first MTU in which one did, ISO 8601. */
  readonly mtuStart: string;
}

/** All of a day. @param used by MTU start. */
export function useOfDay(used: ReadonlyMap<string, MtuBatteryUse>): DayBatteryUse | null {
  const giving = [...used].filter(([, { dischargedWh }]) => dischargedWh > 0).map(([mtuStart]) => mtuStart);
  const [mtuStart] = giving.sort((a, b) => Date.parse(a) - Date.parse(b));
  return mtuStart === undefined ? null : { mtuStart, ...[...used.values()].reduce(plus, NOTHING) };
}

const plus = (a: MtuBatteryUse, b: MtuBatteryUse): MtuBatteryUse => ({
  dischargedWh: a.dischargedWh + b.dischargedWh,
  wornMicroWh: a.wornMicroWh + b.wornMicroWh,
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
