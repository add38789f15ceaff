import { describe, expect, it } from '@jest/globals';
import { dayInterval, deliveryDay, epochMs, MS_PER_HOUR } from '../kernel/index.js';
import type { EnergyPricePublication } from '../settlement/index.js';
import { demoCapacityPrice, DemoEnergyPrices } from './demo-market.js';

const DAY = deliveryDay('2026-01-14');
const { start, end } = dayInterval(DAY);

describe('the capacity price of the demo', () => {
  it('is the same for the same hour and seed, with cents, never below 1 EUR/MW,h', () => {
    for (let hour = 0; hour < 24; hour++) {
      const mtuStart = epochMs(start + hour * MS_PER_HOUR);
      const price = demoCapacityPrice(mtuStart, 1);
      expect(price).toMatch(/^\d+\.\d\d$/);
      expect(Number(price)).toBeGreaterThanOrEqual(1);
      expect(demoCapacityPrice(mtuStart, 1)).toBe(price);
    }
  });
});

describe('the energy prices of the demo', () => {
  /** What was published, as [kind, number of periods]. */
  function published(): { prices: DemoEnergyPrices; seen: [string, number][] } {
    const seen: [string, number][] = [];
    const publish: EnergyPricePublication['publish'] = async (kind, periods) => {
      seen.push([kind, [...periods].length]);
      return undefined as never;
    };
    return { prices: new DemoEnergyPrices({ publish } as unknown as EnergyPricePublication, DAY, 1), seen };
  }

  it('wait until the day has ended', async () => {
    const { prices, seen } = published();
    expect(prices.nextDueAt()).toBe(end);
    await prices.runDue(epochMs(end - 1));
    expect(seen).toEqual([]);
  });

  it('are 24 hours of day-ahead and 96 quarters of imbalance, once', async () => {
    const { prices, seen } = published();
    await prices.runDue(end);
    await prices.runDue(end);
    expect(seen).toEqual([
      ['day-ahead', 24],
      ['imbalance', 96],
    ]);
    expect(prices.nextDueAt()).toBeGreaterThan(end);
  });
});
