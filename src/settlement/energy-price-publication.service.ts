import {
  deliveryDayOf,
  deterministicUuid,
  digest,
  InputError,
  isoInstant,
  type Clock,
  type DeliveryDay,
  type EpochMs,
} from '../kernel/index.js';
import type { EnergyPricesPublished } from '../market/index.js';
import type { EventLog } from '../platform/index.js';
import { PRICE_SLOT_MINUTES, type PriceKind } from './energy-prices.projection.js';

/** One price as a file gives it: a period of `minutes` from `start`, EUR/MWh as decimal text. */
export interface EnergyPriceRow {
  readonly start: EpochMs;
  readonly eurPerMwh: string;
}

export interface PublishedEnergyPrices {
  readonly kind: PriceKind;
  readonly minutes: number;
  readonly rows: readonly EnergyPriceRow[];
}

/** Puts energy prices on the record, one event per kind and delivery day; what the log holds already is not written again. */
export class EnergyPricePublication {
  constructor(private readonly options: { readonly log: EventLog; readonly clock: Clock; readonly area: string }) {}

  /**
   * @returns the days whose prices are new or corrected.
   * @throws InputError when the period is none that settlement can hold.
   */
  async publish({ kind, minutes, rows }: PublishedEnergyPrices, actor: string): Promise<DeliveryDay[]> {
    if (minutes <= 0 || minutes % PRICE_SLOT_MINUTES !== 0)
      throw new InputError(`price periods of ${minutes} minutes; settlement takes multiples of ${PRICE_SLOT_MINUTES}`);
    const written: DeliveryDay[] = [];
    for (const [day, ofDay] of byDay(rows)) {
      const prices = ofDay.map(({ start, eurPerMwh }) => ({ start: isoInstant(start), eurPerMwh }));
      if (await this.record(day, { area: this.options.area, kind, minutes, prices }, actor)) written.push(day);
    }
    return written;
  }

  private async record(day: DeliveryDay, data: EnergyPricesPublished['data'], actor: string): Promise<boolean> {
    const { log, clock, area } = this.options;
    const stream = `prices-${area}-${day}`;
    let revision = -1;
    let newest: string | null = null;
    for await (const event of log.readStream(stream)) {
      revision = event.revision;
      const held = event.data as EnergyPricesPublished['data'];
      if (held.kind === data.kind) newest = digest(held);
    }
    if (newest === digest(data)) return false;
    const messageId = deterministicUuid(stream, data.kind, String(revision + 1), digest(data));
    const meta = { messageId, causationId: messageId, correlationId: messageId, actor };
    await log.append(stream, revision, [{ type: 'EnergyPricesPublished', data, meta, occurredAt: clock.now() }]);
    return true;
  }
}

/** Rows by delivery day, days and rows in order of time. */
function byDay(rows: readonly EnergyPriceRow[]): Map<DeliveryDay, EnergyPriceRow[]> {
  const days = new Map<DeliveryDay, EnergyPriceRow[]>();
  for (const row of [...rows].sort((a, b) => a.start - b.start)) {
    const day = deliveryDayOf(row.start);
    const known = days.get(day);
    if (known) known.push(row);
    else days.set(day, [row]);
  }
  return days;
}
