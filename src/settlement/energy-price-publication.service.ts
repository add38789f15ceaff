import {
  deliveryDayOf,
  deterministicUuid,
  digest,
  InputError,
  isoInstant,
  MS_PER_MINUTE,
  type Clock,
  type DeliveryDay,
} from '../kernel/index.js';
import type { EnergyPricesPublished } from '../market/index.js';
import type { EventLog } from '../platform/index.js';
import type { PricedPeriod } from './energy-price-reader.port.js';
import { EnergyPriceBook, PRICE_SLOT_MINUTES, type PriceKind } from './energy-prices.projection.js';

type Publication = EnergyPricesPublished['data'];

/** Puts energy prices on the record, by delivery day; what the log holds already is not written again. */
export class EnergyPricePublication {
  constructor(private readonly options: { readonly log: EventLog; readonly clock: Clock; readonly area: string }) {}

  /**
   * @returns the days whose prices are new or corrected, in order.
   * @throws InputError when a period is none that settlement can hold.
   */
  async publish(kind: PriceKind, periods: readonly PricedPeriod[], actor: string): Promise<DeliveryDay[]> {
    const written = new Set<DeliveryDay>();
    for (const { day, minutes, prices } of publications(periods))
      if (await this.record(day, { area: this.options.area, kind, minutes, prices }, actor)) written.add(day);
    return [...written];
  }

  private async record(day: DeliveryDay, data: Publication, actor: string): Promise<boolean> {
    const { log, clock, area } = this.options;
    const stream = `prices-${area}-${day}`;
    const held = new EnergyPriceBook(area);
    let revision = -1;
    for await (const event of log.readStream(stream)) {
      held.apply(event);
      revision = event.revision;
    }
    if (held.agreesWith(data)) return false;
    // The revision is part of the id: a price may be corrected and then corrected back.
    const messageId = deterministicUuid(stream, data.kind, String(revision + 1), digest(data));
    const meta = { messageId, causationId: messageId, correlationId: messageId, actor };
    await log.append(stream, revision, [{ type: 'EnergyPricesPublished', data, meta, occurredAt: clock.now() }]);
    return true;
  }
}

interface DayPrices {
  readonly day: DeliveryDay;
  readonly minutes: number;
  readonly prices: Publication['prices'][number][];
}

/** By delivery day and length of period, days and periods in order of time: a file may change its step within a day. */
function publications(periods: readonly PricedPeriod[]): DayPrices[] {
  const groups = new Map<string, DayPrices>();
  for (const { start, end, price } of [...periods].sort((a, b) => a.start - b.start)) {
    const minutes = (end - start) / MS_PER_MINUTE;
    if (minutes <= 0 || minutes % PRICE_SLOT_MINUTES !== 0)
      throw new InputError(
        `the price of ${isoInstant(start)} is for ${minutes} minutes; settlement takes multiples of ${PRICE_SLOT_MINUTES}`,
      );
    const day = deliveryDayOf(start);
    const group = groups.get(`${day} ${minutes}`) ?? { day, minutes, prices: [] };
    group.prices.push({ start: isoInstant(start), eurPerMwh: price });
    groups.set(`${day} ${minutes}`, group);
  }
  return [...groups.values()];
}
