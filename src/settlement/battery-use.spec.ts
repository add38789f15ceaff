import { describe, expect, it } from '@jest/globals';
import { hourOf } from '../../test/support/settlement-events.js';
import { useOf, useOfDay, useOfSold } from './battery-use.js';

const use = (wornMicroWh: number) => ({ dischargedWh: 10 * wornMicroWh, wornMicroWh });

describe('battery use', () => {
  it('is the sum over the cars', () => {
    const data = {
      product: 'FCR-N',
      mtuStart: hourOf(3),
      sessionIds: ['a', 'b'],
      dischargedWh: [5, 7],
      wornMicroWh: [1, -2],
    };
    expect(useOf(data)).toEqual({ dischargedWh: 12, wornMicroWh: -1 });
  });
  it('of an unsold hour belongs to the next sold one, and after the last to that', () => {
    const used = new Map([2, 3, 4, 5, 7].map((hour) => [hourOf(hour), use(hour)]));
    expect([...useOfSold(used, [hourOf(3), hourOf(5)])]).toEqual([
      [hourOf(3), use(5)],
      [hourOf(5), use(16)],
    ]);
  });
  it('is nobody’s on a day without a sale', () => {
    expect(useOfSold(new Map([[hourOf(2), use(1)]]), []).size).toBe(0);
  });
  it('of a day is the sum of its hours, from the first in which a battery gave something', () => {
    const idle = { dischargedWh: 0, wornMicroWh: -1 };
    const used = new Map([
      [hourOf(5), use(5)],
      [hourOf(2), idle],
      [hourOf(3), use(3)],
    ]);
    expect(useOfDay(used)).toEqual({ mtuStart: hourOf(3), dischargedWh: 80, wornMicroWh: 7 });
    expect(useOfDay(new Map([[hourOf(2), idle]]))).toBeNull();
    expect(useOfDay(new Map())).toBeNull();
  });
});
