import type { DeliveryScored, ResponseRecorded } from '../../src/activation/index.js';
import type { SharesAllocated } from '../../src/dispatch/index.js';
import { parseInstant, type EventBase, type Recorded } from '../../src/kernel/index.js';
import type { CapacityCommitted } from '../../src/market/index.js';

/** Events as the log would hold them, at positions 0, 1, …, each at the instant that its data names, or at `at`. */
export function asRecorded(events: readonly EventBase[], at = '2026-01-13T12:00:00.000Z'): Recorded[] {
  return events.map((event, position) => {
    const occurredAt = parseInstant((event.data as { at?: string }).at ?? at);
    const meta = { messageId: `m${position}`, correlationId: 'm0', causationId: 'm0', actor: 'test' };
    return {
      ...event,
      position,
      stream: 's',
      revision: position,
      schemaVersion: 1,
      meta,
      occurredAt,
      recordedAt: occurredAt,
    };
  });
}

export const feed = (projection: { apply(event: Recorded): void }, events: readonly EventBase[]): void =>
  asRecorded(events).forEach((event) => projection.apply(event));

const NO_RESPONSE = {
  requiredUpWs: 0,
  requiredDownWs: 0,
  deliveredUpWs: 0,
  deliveredDownWs: 0,
  calculatedUpWMhzS: 0,
  calculatedDownWMhzS: 0,
  nemSeconds: 0,
  aemSeconds: 0,
  controlOffSeconds: 0,
};

export const capacityCommitted = (
  mtus: readonly [start: string, awardedW: number, price: string][],
): CapacityCommitted => ({
  type: 'CapacityCommitted',
  data: {
    product: 'FCR-N',
    deliveryDay: '2026-01-13' as CapacityCommitted['data']['deliveryDay'],
    mtus: mtus.map(([mtuStart, awardedW, priceEurPerMwH]) => ({ mtuStart, awardedW, priceEurPerMwH })),
  },
});

/** A stretch in which all that was maintained is `maintainedW`, with `changed` on top. */
export const responseRecorded = (
  mtuStart: string,
  seconds: number,
  maintainedW: number,
  changed: Partial<ResponseRecorded['data']> = {},
): ResponseRecorded => ({
  type: 'ResponseRecorded',
  data: {
    ...NO_RESPONSE,
    product: 'FCR-N',
    mtuStart,
    ispStart: mtuStart,
    from: mtuStart,
    committedW: maintainedW,
    enduranceUpMin: null,
    enduranceDownMin: null,
    seconds,
    maintainedWs: seconds * maintainedW,
    ...changed,
  },
});

export const deliveryScored = (mtuStart: string, committedW: number, maintainedW: number): DeliveryScored => ({
  type: 'DeliveryScored',
  data: {
    ...NO_RESPONSE,
    product: 'FCR-N',
    mtuStart,
    committedW,
    maintainedW,
    seconds: 3600,
    maintainedWs: 3600 * maintainedW,
    isps: [],
  },
});

/** One allocation with a row per session: `[session, baselineW, upW, downW]`. */
export const sharesAllocated = (
  mtuStart: string,
  committedW: number,
  heldW: number,
  rows: readonly [string, number, number, number][] = [],
): SharesAllocated => ({
  type: 'SharesAllocated',
  data: {
    product: 'FCR-N',
    mtuStart,
    at: mtuStart,
    cause: 'mtu-start',
    committedW,
    heldW,
    reservoirUpWh: 0,
    reservoirDownWh: 0,
    sessionIds: rows.map((row) => row[0]),
    baselineW: rows.map((row) => row[1]),
    upW: rows.map((row) => row[2]),
    downW: rows.map((row) => row[3]),
    nemUpW: rows.map(() => 0),
    nemDownW: rows.map(() => 0),
  },
});
