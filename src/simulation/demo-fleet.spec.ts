import { describe, expect, it } from '@jest/globals';
import { deliveryDay, deliveryDayOf, epochMs, parseInstant, plusDays } from '../kernel/index.js';
import { demoChargers, demoStays, staysFrom } from './demo-fleet.js';
import type { Stay } from './simulated-fleet.js';

const MONDAY = deliveryDay('2026-01-12');
const CHARGERS = demoChargers(40, 1);

/** A week of stays. */
function weekOf(seed: number): Stay[] {
  const stays: Stay[] = [];
  for (const stay of demoStays(CHARGERS, MONDAY, seed)) {
    if (deliveryDayOf(stay.pluggedInAt) >= plusDays(MONDAY, 7)) break;
    stays.push(stay);
  }
  return stays;
}

describe('the chargers of the demo', () => {
  it('stand at home by half, at work and in a depot by a quarter each', () => {
    const at = (place: string): number => CHARGERS.filter((charger) => charger.place === place).length;
    expect([at('home'), at('work'), at('depot')]).toEqual([20, 10, 10]);
    expect(new Set(CHARGERS.map(({ chargerId }) => chargerId)).size).toBe(40);
  });
});

describe('the stays of the demo', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(weekOf(1)).toEqual(weekOf(1));
    expect(weekOf(1)).not.toEqual(weekOf(2));
  });

  it('come in order of plug-in, each with an end after it', () => {
    const stays = weekOf(1);
    expect(stays.map((stay) => stay.pluggedInAt)).toEqual(stays.map((stay) => stay.pluggedInAt).sort((a, b) => a - b));
    expect(stays.filter((stay) => stay.unpluggedAt <= stay.pluggedInAt)).toEqual([]);
  });

  it('never put two cars at one charger', () => {
    const until = new Map<string, number>();
    for (const stay of weekOf(1)) {
      expect(stay.pluggedInAt).toBeGreaterThan(until.get(stay.chargerId) ?? 0);
      until.set(stay.chargerId, stay.unpluggedAt);
    }
  });

  it('leave the campus empty at the weekend', () => {
    const weekend = weekOf(1).filter((stay) => deliveryDayOf(stay.pluggedInAt) >= plusDays(MONDAY, 5));
    expect(weekend.length).toBeGreaterThan(0);
    expect(weekend.filter((stay) => stay.chargerId.startsWith('W'))).toEqual([]);
  });

  it('are found again by a restart in the night: who is there, and who comes next', () => {
    const at = parseInstant('2026-01-14T01:00:00Z');
    const { present, coming } = staysFrom(CHARGERS, at, 1);
    const week = weekOf(1);
    const there = week.filter((stay) => stay.pluggedInAt <= at && stay.unpluggedAt > at);
    expect(present).toEqual(expect.arrayContaining(there));
    const [next] = coming;
    expect(next).toEqual(week.find((stay) => stay.pluggedInAt > epochMs(at)));
  });
});
