import { describe, expect, it } from '@jest/globals';
import { dayInterval, deliveryDay, deliveryDayOf, epochMs, plusDays, MS_PER_HOUR } from '../kernel/index.js';
import { demoChargers, demoStays, staysFrom } from './demo-fleet.js';
import type { Stay } from './simulated-fleet.js';

const CHARGERS = demoChargers(40, 1);
/** A week before the clocks go forward to a week after. */
const FROM = deliveryDay('2026-03-22');
const UNTIL = dayInterval(plusDays(FROM, 15)).end;

function staysUntil(from: typeof FROM): Stay[] {
  const stays: Stay[] = [];
  for (const stay of demoStays(CHARGERS, from, 1)) {
    if (stay.pluggedInAt >= UNTIL) return stays;
    stays.push(stay);
  }
  return stays;
}
const all = staysUntil(FROM);

describe('the demo’s cars', () => {
  it('stand at homes, depots and work places, the same for the same seed', () => {
    expect(demoChargers(40, 1)).toEqual(CHARGERS);
    expect(new Set(CHARGERS.map(({ chargerId }) => chargerId)).size).toBe(40);
    expect(CHARGERS.filter(({ place }) => place === 'home')).toHaveLength(20);
  });
  it('come in order of plug-in', () => {
    expect(all.length).toBeGreaterThan(400);
    all
      .slice(1)
      .forEach((stay, index) => expect(stay.pluggedInAt).toBeGreaterThanOrEqual((all[index] as Stay).pluggedInAt));
  });
  it('are the same from any day on: a restart finds them again', () => {
    const day = plusDays(FROM, 6);
    expect(staysUntil(day)).toEqual(all.filter(({ pluggedInAt }) => deliveryDayOf(pluggedInAt) >= day));
  });
  it('leave a charger before the next one takes it, also when the clocks change', () => {
    const free = new Map<string, number>();
    for (const { chargerId, pluggedInAt, unpluggedAt } of all) {
      expect(pluggedInAt).toBeGreaterThanOrEqual(free.get(chargerId) ?? 0);
      expect(unpluggedAt).toBeGreaterThan(pluggedInAt);
      free.set(chargerId, unpluggedAt);
    }
  });
  it('can all be charged as promised', () => {
    for (const stay of all) {
      const missingWh = (stay.batteryWh * (stay.targetSocPermille - stay.arrivalSocPermille)) / 1000;
      const hours = (stay.unpluggedAt - stay.pluggedInAt) / MS_PER_HOUR;
      expect(missingWh).toBeLessThan(stay.maxChargeW * 0.95 * hours);
      expect(stay.arrivalSocPermille).toBeGreaterThanOrEqual(stay.minSocPermille);
    }
  });
  it('at any instant are those that are here and those that come', () => {
    const at = epochMs(dayInterval(plusDays(FROM, 5)).start + 20 * MS_PER_HOUR);
    const { present, coming } = staysFrom(CHARGERS, at, 1);
    const here = all.filter(({ pluggedInAt, unpluggedAt }) => pluggedInAt <= at && unpluggedAt > at);
    expect(present.filter(({ unpluggedAt }) => unpluggedAt > at)).toEqual(here);
    const [next] = coming;
    expect(next).toEqual(all.find(({ pluggedInAt }) => pluggedInAt > at));
  });
});
