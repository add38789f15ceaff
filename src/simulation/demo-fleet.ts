import {
  dayInterval,
  deliveryDayOf,
  epochMs,
  MARKET_ZONE,
  MS_PER_MINUTE,
  plusDays,
  type DeliveryDay,
  type EpochMs,
} from '../kernel/index.js';
import { DateTime } from 'luxon';
import { kindOfDay } from '../forecast/index.js';
import { seeded, type Random } from './seeded.js';
import type { Stay } from './simulated-fleet.js';

/** A charger of the demo: half stand where people live, a quarter where they work, a quarter in a depot of delivery vans. */
export interface DemoCharger {
  readonly chargerId: string;
  readonly siteId: string;
  readonly place: Place;
  readonly batteryWh: number;
}

type Place = 'home' | 'work' | 'depot';
const PLACES: readonly Place[] = ['home', 'depot', 'home', 'work'];

export const DEMO_POWER_W = 11_000;
const SITES = { home: ['harbour-homes', 'park-street'], work: ['science-campus'], depot: ['parcel-depot'] } as const;
const PREFIX = { home: 'H', work: 'W', depot: 'D' } as const;

export function demoChargers(count: number, seed: number): DemoCharger[] {
  return Array.from({ length: count }, (_, index) => {
    const place = PLACES[index % PLACES.length] as Place;
    const sites = SITES[place];
    return {
      chargerId: `${PREFIX[place]}${String(index + 1).padStart(3, '0')}`,
      siteId: sites[(index >> 1) % sites.length] as string,
      place,
      batteryWh: 40_000 + 10_000 * seeded(seed, 'battery', String(index)).int(5),
    };
  });
}

/** Stays in order of plug-in, for ever, from the first of `from` on. Any day can be made on its own: a restart finds the same cars. */
export function* demoStays(chargers: readonly DemoCharger[], from: DeliveryDay, seed: number): Generator<Stay> {
  for (let day = from; ; day = plusDays(day, 1)) {
    const stays = chargers.map((charger) => stayOn(charger, day, seeded(seed, charger.chargerId, day)));
    yield* stays
      .filter((stay) => stay !== null)
      .sort((a, b) => a.pluggedInAt - b.pluggedInAt || (a.sessionId < b.sessionId ? -1 : 1));
  }
}

function stayOn(charger: DemoCharger, day: DeliveryDay, random: Random): Stay | null {
  const free = isFreeDay(day);
  if (charger.place === 'work' && free) return null;
  if (random.next() < 0.06) return null;
  const times = TIMES[charger.place](day, free, random);
  const arrival = Math.round(450 + 120 * clampNormal(random));
  return {
    sessionId: `${charger.chargerId}-${day}`,
    chargerId: charger.chargerId,
    driverId: `driver-${charger.chargerId}`,
    ...times,
    statedDepartureAt: times.unpluggedAt,
    batteryWh: charger.batteryWh,
    arrivalSocPermille: Math.max(200, Math.min(800, arrival)),
    targetSocPermille: 700 + 50 * random.int(4),
    minSocPermille: 200,
    maxChargeW: DEMO_POWER_W,
    maxDischargeW: DEMO_POWER_W,
  };
}

/** Weekends and Finland's holidays: whoever lives and works around the demo's chargers is used to them. */
const isFreeDay = (day: DeliveryDay): boolean => kindOfDay(dayInterval(day).start) === 'free-day';

/** Home in the late afternoon, away in the morning; on free days from noon to noon. */
function homeTimes(day: DeliveryDay, free: boolean, random: Random): Pick<Stay, 'pluggedInAt' | 'unpluggedAt'> {
  const from = (free ? 13 : 16) * 60 + random.int(150);
  const until = 24 * 60 + (!isFreeDay(plusDays(day, 1)) ? 6 * 60 + 20 + random.int(110) : 9 * 60 + random.int(200));
  return { pluggedInAt: minuteOf(day, from), unpluggedAt: minuteOf(day, until) };
}

function workTimes(day: DeliveryDay, _free: boolean, random: Random): Pick<Stay, 'pluggedInAt' | 'unpluggedAt'> {
  return {
    pluggedInAt: minuteOf(day, 7 * 60 + random.int(100)),
    unpluggedAt: minuteOf(day, 15 * 60 + 30 + random.int(120)),
  };
}

/** Vans are back from their round after noon and leave before dawn. */
function depotTimes(day: DeliveryDay, _free: boolean, random: Random): Pick<Stay, 'pluggedInAt' | 'unpluggedAt'> {
  return {
    pluggedInAt: minuteOf(day, 12 * 60 + 30 + random.int(110)),
    unpluggedAt: minuteOf(day, 29 * 60 + 40 + random.int(60)),
  };
}

const TIMES = { home: homeTimes, work: workTimes, depot: depotTimes } as const;

const clampNormal = (random: Random): number => Math.max(-2, Math.min(2, random.normal()));

/** Minute of the local day on the wall clock; beyond 24 h it is the next day's. */
function minuteOf(day: DeliveryDay, minute: number): EpochMs {
  const date = DateTime.fromISO(plusDays(day, Math.floor(minute / 1440)), { zone: MARKET_ZONE });
  return epochMs(date.set({ hour: Math.floor((minute % 1440) / 60), minute: minute % 60 }).toMillis());
}

/** Those of the last days that are still there at `at`, and all that come after. */
export function staysFrom(
  chargers: readonly DemoCharger[],
  at: EpochMs,
  seed: number,
): { present: Stay[]; coming: Iterable<Stay> } {
  const stays = demoStays(chargers, plusDays(deliveryDayOf(at), -3), seed);
  const present: Stay[] = [];
  for (;;) {
    const { value } = stays.next() as { value: Stay };
    if (value.pluggedInAt > at) return { present, coming: after(value, stays) };
    if (value.unpluggedAt > at - 10 * MS_PER_MINUTE) present.push(value);
  }
}

function* after(first: Stay, rest: Iterable<Stay>): Generator<Stay> {
  yield first;
  yield* rest;
}
