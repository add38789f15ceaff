import { unitOf, type EpochMs, type Interval } from '../kernel/index.js';
import type { CapacityCommitted, FcrnRules } from '../market/index.js';
import type { ComingMtu } from './baseline-strategy.js';
import type { Obligation } from './obligation.js';

interface Committed {
  readonly awardedW: number;
  /** EUR/MW,h: a weight, never an amount of money. */
  readonly priceEurPerMwH: number;
}

/** What was sold, by MTU, and the rules it is held by. */
export class Commitments {
  /** By start of the MTU. */
  readonly byMtu = new Map<number, Committed>();

  constructor(private readonly rulesOf: (at: EpochMs) => FcrnRules) {}

  take({ mtus }: CapacityCommitted['data']): void {
    for (const { mtuStart, awardedW, priceEurPerMwH } of mtus)
      this.byMtu.set(Date.parse(mtuStart), { awardedW, priceEurPerMwH: Number(priceEurPerMwH) });
  }

  obligation(mtu: Interval): Obligation {
    const rules = this.rulesOf(mtu.start);
    return {
      mtuEnd: mtu.end,
      committedW: this.byMtu.get(mtu.start)?.awardedW ?? 0,
      mtuHours: rules.mtuMinutes / 60,
      enduranceHours: rules.enduranceMinutes / 60,
      nemPowerFactor: rules.nemPowerFactor,
    };
  }

  coming(mtuStart: EpochMs): ComingMtu {
    const mtu = unitOf(mtuStart, this.rulesOf(mtuStart).mtuMinutes);
    const priceEurPerMwH = this.byMtu.get(mtuStart)?.priceEurPerMwH ?? null;
    return { ...this.obligation(mtu), mtuStart, priceEurPerMwH };
  }
}
