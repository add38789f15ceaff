import { dayInterval, plusDays, type DeliveryDay, type EpochMs } from '../kernel/index.js';
import type { PriceSeries } from '../market/index.js';
import type { EnergyPricePublication } from '../settlement/index.js';
import type { WorldPart } from './world.js';

export type EnergyPriceKind = 'up' | 'down' | 'imbalance' | 'day-ahead';
export type EnergyPriceFiles = Readonly<Partial<Record<EnergyPriceKind, PriceSeries>>>;

/** Publishes each delivery day's energy prices when the day has ended, as the TSO does. */
export class EnergyPriceReplay implements WorldPart {
  constructor(
    private readonly publication: EnergyPricePublication,
    private readonly files: EnergyPriceFiles,
    private day: DeliveryDay,
    private readonly last: DeliveryDay,
  ) {}

  nextDueAt(): EpochMs | null {
    return this.day > this.last ? null : dayInterval(this.day).end;
  }

  async runDue(now: EpochMs): Promise<void> {
    for (let due = this.nextDueAt(); due !== null && due <= now; due = this.nextDueAt()) {
      const day = dayInterval(this.day);
      for (const [kind, series] of Object.entries(this.files) as [EnergyPriceKind, PriceSeries][])
        await this.publication.publish(kind, series.periodsWithin(day), 'tso');
      this.day = plusDays(this.day, 1);
    }
  }
}
