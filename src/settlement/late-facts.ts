import { deliveryDayOf, isoInstant, parseInstant, type DeliveryDay, type Recorded } from '../kernel/index.js';
import type { DeliveryScored } from '../activation/index.js';
import type { AuctionCleared, AuctionPlanned, ResultsContradicted } from '../bidding/index.js';
import type { BatteriesDischarged } from '../fleet/index.js';
import type { CapacityCommitted, EnergyPricesPublished } from '../market/index.js';
import type { LateFact } from './correction.js';

/** Events that a day's account is made from. */
export const FACT_TYPES = [
  'AuctionPlanned',
  'AuctionCleared',
  'CapacityCommitted',
  'ResultsContradicted',
  'DeliveryScored',
  'BatteriesDischarged',
  'EnergyPricesPublished',
] as const;

/** A fact, and the days it speaks of. */
export interface DayFact extends LateFact {
  readonly days: readonly DeliveryDay[];
}

/** What an event says about which days, in words that also read well when it comes late; null: it is no such fact. */
export function dayFactOf(event: Recorded): DayFact | null {
  const said = saidBy(event);
  if (said === null) return null;
  const { reason, ...where } = said;
  return { messageId: event.meta.messageId, reason: `${reason} at ${isoInstant(event.recordedAt)}`, ...where };
}

type Said = Omit<DayFact, 'messageId'>;

function saidBy({ type, data }: Recorded): Said | null {
  switch (type) {
    case 'AuctionPlanned':
      return { ...ofDay(data as AuctionPlanned['data']), reason: 'bids were planned', mtuStarts: null };
    case 'AuctionCleared': {
      const mtuStarts = (data as AuctionCleared['data']).bids.map((bid) => bid.mtuStart);
      return { ...ofDay(data as AuctionCleared['data']), reason: 'the auction was cleared', mtuStarts };
    }
    case 'CapacityCommitted': {
      const mtuStarts = (data as CapacityCommitted['data']).mtus.map((mtu) => mtu.mtuStart);
      return { ...ofDay(data as CapacityCommitted['data']), reason: 'the TSO’s award came in', mtuStarts };
    }
    case 'ResultsContradicted': {
      const { mtuStarts } = data as ResultsContradicted['data'];
      return { ...ofDay(data as ResultsContradicted['data']), reason: 'contradicting results came in', mtuStarts };
    }
    case 'DeliveryScored':
      return ofMtu((data as DeliveryScored['data']).mtuStart, 'delivery was scored');
    case 'BatteriesDischarged':
      return ofMtu((data as BatteriesDischarged['data']).mtuStart, 'use of the batteries was recorded');
    case 'EnergyPricesPublished':
      return ofPrices(data as EnergyPricesPublished['data']);
    default:
      return null;
  }
}

const ofDay = ({ deliveryDay }: { readonly deliveryDay: DeliveryDay }): Pick<Said, 'days'> => ({ days: [deliveryDay] });

const ofMtu = (mtuStart: string, reason: string): Said => ({
  days: [deliveryDayOf(parseInstant(mtuStart))],
  reason,
  mtuStarts: [mtuStart],
});

const ofPrices = ({ kind, prices }: EnergyPricesPublished['data']): Said => ({
  days: [...new Set(prices.map(({ start }) => deliveryDayOf(parseInstant(start))))],
  reason: `${kind} prices were published`,
  mtuStarts: null,
});
