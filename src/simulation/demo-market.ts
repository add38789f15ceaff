import {
  dayInterval,
  epochMs,
  localHourOf,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  plusDays,
  type DeliveryDay,
  type EpochMs,
} from '../kernel/index.js';
import type { EnergyPricePublication } from '../settlement/index.js';
import { seeded } from './seeded.js';
import type { WorldPart } from './world.js';

/** EUR/MW,h of an hour: dearer in the morning and evening, with a seeded spread. Now and then cheaper than we sell. */
export function demoCapacityPrice(mtuStart: EpochMs, seed: number): string {
  const { hour } = localHourOf(mtuStart);
  const shape = 18 + 9 * Math.exp(-(((hour - 8) / 3) ** 2)) + 12 * Math.exp(-(((hour - 18) / 3) ** 2));
  return Math.max(1, shape + 6 * seeded(seed, 'capacity-price', String(mtuStart)).normal()).toFixed(2);
}

/** Day-ahead and imbalance prices of each day, published when it has ended. */
export class DemoEnergyPrices implements WorldPart {
  constructor(
    private readonly publication: EnergyPricePublication,
    private day: DeliveryDay,
    private readonly seed: number,
  ) {}

  nextDueAt(): EpochMs {
    return dayInterval(this.day).end;
  }

  async runDue(now: EpochMs): Promise<void> {
    for (; this.nextDueAt() <= now; this.day = plusDays(this.day, 1)) {
      await this.publication.publish('day-ahead', this.periods(60, 'day-ahead', 8), 'market');
      await this.publication.publish('imbalance', this.periods(15, 'imbalance', 22), 'tso');
    }
  }

  private periods(minutes: number, name: string, spread: number): { start: EpochMs; end: EpochMs; price: string }[] {
    const { start, end } = dayInterval(this.day);
    const step = minutes * MS_PER_MINUTE;
    const random = seeded(this.seed, name, this.day);
    return Array.from({ length: (end - start) / step }, (_, index) => {
      const at = start + index * step;
      const hour = ((at - start) / MS_PER_HOUR) % 24;
      const price = 48 + 14 * Math.sin(((hour - 6) / 24) * 2 * Math.PI) + spread * random.normal();
      return { start: epochMs(at), end: epochMs(at + step), price: price.toFixed(2) };
    });
  }
}
