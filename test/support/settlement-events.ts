import { FCR_N } from '../../src/market/index.js';
import { activationStream, auctionStream, isoInstant, parseInstant, type Recorded } from '../../src/kernel/index.js';
import type { EventLog, NewEvent } from '../../src/platform/index.js';

const DAY = '2026-01-12';
const START = parseInstant('2026-01-11T23:00:00Z');

/** Start of hour `n` of the delivery day 2026-01-12, which begins at 23:00 UTC of the day before. */
export const hourOf = (n: number): string => isoInstant(START + n * 3_600_000);

const event = (id: string, type: string, data: object): NewEvent => ({
  type,
  data,
  meta: { messageId: id, correlationId: 'auction-1', causationId: id, actor: 'test' },
  occurredAt: START,
});

export interface Sold {
  readonly hour: number;
  readonly awardedW: number;
  readonly priceEurPerMwH?: string;
}

export const committed = (id: string, sold: readonly Sold[]): NewEvent =>
  event(id, 'CapacityCommitted', {
    product: FCR_N,
    deliveryDay: DAY,
    mtus: sold.map(({ hour, awardedW, priceEurPerMwH = '20' }) => ({
      mtuStart: hourOf(hour),
      awardedW,
      priceEurPerMwH,
    })),
  });

export const planned = (id: string, bids: readonly { readonly hour: number; readonly quantityW: number }[]): NewEvent =>
  event(id, 'AuctionPlanned', {
    product: FCR_N,
    deliveryDay: DAY,
    bids: bids.map(({ hour, quantityW }, n) => ({
      bidId: `b${n}`,
      mtuStart: hourOf(hour),
      quantityW,
      priceEurPerMwH: '5',
    })),
  });

export const cleared = (id: string, bids: readonly { readonly hour: number; readonly offeredW: number }[]): NewEvent =>
  event(id, 'AuctionCleared', {
    product: FCR_N,
    deliveryDay: DAY,
    bids: bids.map(({ hour, offeredW }, n) => ({
      bidId: `b${n}`,
      mtuStart: hourOf(hour),
      offeredW,
      awardedW: 0,
      priceEurPerMwH: '5',
    })),
  });

export const contradicted = (id: string, hours: readonly number[]): NewEvent =>
  event(id, 'ResultsContradicted', {
    product: FCR_N,
    deliveryDay: DAY,
    mtuStarts: hours.map(hourOf),
    detail: 'two results',
  });

/** One hour scored with 10 kWh up in its first quarter, as calculated energy and as delivered. */
export const scored = (hour: number, maintainedW: number): NewEvent =>
  event(`scored-${hour}`, 'DeliveryScored', {
    product: FCR_N,
    mtuStart: hourOf(hour),
    committedW: maintainedW,
    maintainedW,
    deliveredUpWs: 36_000_000,
    isps: [{ ispStart: hourOf(hour), calculatedUpWMhzS: 3_600_000_000, calculatedDownWMhzS: 0 }],
  });

export const discharged = (hour: number, dischargedWh: number): NewEvent =>
  event(`discharged-${hour}`, 'BatteriesDischarged', {
    product: FCR_N,
    mtuStart: hourOf(hour),
    sessionIds: ['S1'],
    dischargedWh: [dischargedWh],
    wornMicroWh: [100 * dischargedWh],
  });

/** Firm capacity at the start of an hour: in a past without a market, or in delivery. */
export const measured = (hour: number, origin: 'history' | 'delivery'): NewEvent =>
  event(`measured-${hour}`, 'FirmCapacityMeasured', { product: FCR_N, mtuStart: hourOf(hour), firmW: 100_000, origin });

export const auctionLog = (log: EventLog, events: readonly NewEvent[]): Promise<unknown> =>
  log.append(auctionStream(FCR_N, DAY), 'any', events);

export const scoreLog = (log: EventLog, hour: number, maintainedW: number): Promise<unknown> =>
  log.append(activationStream(FCR_N, hourOf(hour)), 'any', [scored(hour, maintainedW)]);

/** The event as the log would hold it, for projections. */
export const recorded = (made: NewEvent, position: number): Recorded => ({
  ...made,
  position,
  stream: 's',
  revision: position,
  schemaVersion: 1,
  recordedAt: START,
});
