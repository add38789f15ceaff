import { invariant, MS_PER_MINUTE, parseInstant, type EpochMs, type Recorded } from '../kernel/index.js';
import type { EnergyPricesPublished } from '../market/index.js';
import { refill } from '../platform/index.js';
import type { PublishedPrices } from './energy-price.js';

export const PRICE_KINDS = ['up', 'down', 'imbalance', 'day-ahead'] as const satisfies readonly PriceKind[];
export type PriceKind = EnergyPricesPublished['data']['kind'];

/** The shortest price period any Nordic market uses; longer periods are held as several of these. */
export const PRICE_SLOT_MINUTES = 15;
const SLOT_MS = PRICE_SLOT_MINUTES * MS_PER_MINUTE;

/** Energy prices of one area as last published: a correction replaces what was there, and nothing else. */
export class EnergyPriceBook {
  static readonly types: readonly string[] = ['EnergyPricesPublished'];

  private readonly slots: Readonly<Record<PriceKind, Map<number, string>>> = {
    up: new Map(),
    down: new Map(),
    imbalance: new Map(),
    'day-ahead': new Map(),
  };

  constructor(private readonly area: string) {}

  apply(event: Recorded): void {
    if (event.type !== 'EnergyPricesPublished') return;
    const data = event.data as EnergyPricesPublished['data'];
    if (data.area !== this.area) return;
    for (const [slot, price] of slotsOf(data)) this.slots[data.kind].set(slot, price);
  }

  snapshot(): Readonly<Record<PriceKind, ReadonlyMap<number, string>>> {
    return this.slots;
  }

  restore(snapshot: ReturnType<EnergyPriceBook['snapshot']>): void {
    for (const kind of PRICE_KINDS) refill(this.slots[kind], snapshot[kind]);
  }

  /** Prices of the settlement period that starts at `at`. */
  at(at: EpochMs): PublishedPrices {
    const slot = Math.floor(at / SLOT_MS) * SLOT_MS;
    const price = (kind: PriceKind): string | null => this.slots[kind].get(slot) ?? null;
    return { up: price('up'), down: price('down'), imbalance: price('imbalance'), dayAhead: price('day-ahead') };
  }

  /** Whether publishing these prices would change nothing. */
  agreesWith(data: EnergyPricesPublished['data']): boolean {
    return slotsOf(data).every(([slot, price]) => this.slots[data.kind].get(slot) === price);
  }
}

function slotsOf({ minutes, prices }: EnergyPricesPublished['data']): [slot: number, eurPerMwh: string][] {
  invariant(minutes > 0 && minutes % PRICE_SLOT_MINUTES === 0, `price periods of ${minutes} minutes`);
  return prices.flatMap(({ start, eurPerMwh }) => {
    const first = parseInstant(start);
    const count = minutes / PRICE_SLOT_MINUTES;
    return Array.from({ length: count }, (_, n): [number, string] => [first + n * SLOT_MS, eurPerMwh]);
  });
}
