import { isoInstant, type Recorded } from '../kernel/index.js';
import type { BusMessage, EventFeed } from '../platform/messaging/index.js';

/** Keyed by stream, so that each stream keeps its order. */
export const EVENTS_TOPIC = 'backfeed.events.v1';

/**
 * What others may build on. What is not among them is named in the spec, with the reason.
 */
export const PUBLIC_EVENT_TYPES: readonly string[] = [
  'SiteRegistered',
  'ChargerRegistered',
  'VehiclePluggedIn',
  'PreferencesStated',
  'GuaranteeGiven',
  'VehicleUnplugged',
  'PromiseKept',
  'PromiseMissed',
  'PromiseUnreachable',
  'FirmCapacityMeasured',
  'AuctionOpened',
  'AuctionPlanned',
  'AuctionSkipped',
  'AuctionApproved',
  'BidsDenied',
  'BidsSubmitted',
  'BidsWithdrawn',
  'SubmissionUnconfirmed',
  'BidsAcknowledged',
  'BidsRejected',
  'AllocationReceived',
  'AuctionCleared',
  'ResultsContradicted',
  'CapacityCommitted',
  'DayAheadPlanned',
  'SharesAllocated',
  'BatteriesDischarged',
  'DeliveryScored',
  'EnergyPricesPublished',
  'MtuPriced',
  'MtuBlocked',
  'DayWearBooked',
  'DaySettled',
  'DayCorrected',
  'TradingHalted',
  'TradingResumed',
];

/** An event as others see it. Instants are ISO 8601 in UTC; `data` is as `contracts/events` describes that type. */
export interface PublicEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly data: object;
}

/** The public event feed. Who acted stays inside, and so does a driver's pseudonym. */
export const publicEvents: EventFeed = {
  topic: EVENTS_TOPIC,
  types: PUBLIC_EVENT_TYPES,
  messagesOf(event) {
    return [messageOf(publicEvent(event))];
  },
};

function publicEvent(event: Recorded): PublicEvent {
  const { type, schemaVersion, stream, revision, position, occurredAt, recordedAt, data } = event;
  const { messageId, correlationId, causationId } = event.meta;
  return {
    id: messageId,
    type,
    schemaVersion,
    stream,
    revision,
    position,
    occurredAt: isoInstant(occurredAt),
    recordedAt: isoInstant(recordedAt),
    correlationId,
    causationId,
    data: 'driverId' in data ? { ...data, driverId: null } : data,
  };
}

const messageOf = (event: PublicEvent): BusMessage => ({
  id: event.id,
  key: event.stream,
  value: JSON.stringify(event),
  headers: { 'event-type': event.type, 'schema-version': String(event.schemaVersion) },
});
