import { describe, expect, it } from '@jest/globals';
import type { AuctionPlanned } from '../../src/bidding/index.js';
import { auctionPlanner } from '../../src/engine/planner.js';
import { AvailabilityForecast, readHolidayCalendar } from '../../src/forecast/index.js';
import type { HistorySession } from '../../src/fleet/index.js';
import {
  dayInterval,
  deliveryDay,
  digest,
  epochMs,
  isoInstant,
  MS_PER_HOUR,
  plusDays,
  type DeliveryDay,
  type EpochMs,
  type Recorded,
} from '../../src/kernel/index.js';
import { newestFcrnRules, PriceSeries } from '../../src/market/index.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import { runBacktest, type BacktestOptions } from '../../src/simulation/backtest.js';
import { tablesOf } from '../../src/simulation/backtest-result.js';
import { summaryOf } from '../../src/simulation/backtest-summary.js';
import { SimulatedFrequency } from '../../src/simulation/frequency-simulator.js';
import { seeded } from '../../src/simulation/seeded.js';
import { collect } from '../support/events.js';

const CARS = 6;
/** Three weekends: both days are Sundays, and the forecast takes neighbouring hours where it is short of days. */
const DAYS = 17;

/** Six vans behind 100 kW that come in the afternoon and leave the next morning, for `DAYS` days up to `last`. */
function historyUntil(last: string): BacktestOptions['history'] {
  const random = seeded(7, 'history');
  const rows = Array.from({ length: DAYS * CARS }, (_, index): HistorySession => {
    const [ago, car] = [DAYS - 1 - Math.floor(index / CARS), index % CARS];
    const midnight = dayInterval(plusDays(deliveryDay(last), -ago)).start;
    const pluggedInAt = epochMs(midnight + 14 * MS_PER_HOUR + random.int(120) * 60_000);
    return {
      sessionId: `${car}-${DAYS - ago}`,
      chargerId: `C${car}`,
      pluggedInAt,
      unpluggedAt: epochMs(midnight + 31 * MS_PER_HOUR + random.int(120) * 60_000),
      energyWh: 20_000,
      arrivalSocPermille: 300 + random.int(400),
      targetSocPermille: random.int(4) === 0 ? 1000 : 800,
      departureEstimateAt: null,
      batteryWh: 200_000,
      maxChargeW: 100_000,
      maxDischargeW: 100_000,
    };
  }).sort((a, b) => a.pluggedInAt - b.pluggedInAt);
  const counts = {
    rows: rows.length,
    duplicateRows: 0,
    unorderedRows: 0,
    overlappingSessions: 0,
    energyAboveBattery: 0,
    withoutSocOrBattery: 0,
  };
  return { rows, counts };
}

const always = (name: string, price: string, day: string): PriceSeries =>
  PriceSeries.of(name, [
    {
      start: dayInterval(plusDays(deliveryDay(day), -50)).start,
      end: dayInterval(plusDays(deliveryDay(day), 50)).end,
      price,
      place: 'line 2',
    },
  ]);

function optionsFor(day: string): BacktestOptions {
  return {
    history: historyUntil(day),
    from: deliveryDay(day),
    to: deliveryDay(day),
    capacityPrices: always('capacity', '25', day),
    energyPrices: { up: always('up', '60', day), down: always('down', '40', day) },
    frequency: new SimulatedFrequency(3),
    rules: 'current',
    reliability: 0.9,
    floorPriceEurPerMwH: '5',
    settlement: {
      sanction: { factor: '1', source: 'test' },
      wear: { eurPerKwh: '0.05', source: 'test' },
    },
    seed: 1,
    openLog: (clock) => new MemoryEventLog(clock),
  };
}

async function run(day: string, change: Partial<BacktestOptions> = {}) {
  const options = { ...optionsFor(day), ...change };
  const backtest = await runBacktest(options);
  const tables = await tablesOf(backtest, options);
  const events = await collect(backtest.log.readAll());
  return { tables, summary: summaryOf(backtest, tables, options), log: events, events: digest(events) };
}

let once: Awaited<ReturnType<typeof run>> | undefined;

describe.each([
  ['2019-10-27', 25],
  ['2020-03-29', 23],
])('a small backtest of %s', (day, hours) => {
  it(`trades its ${hours} hours and keeps every promise`, async () => {
    const first = await run(day);
    const { mtus, isps } = first.tables;
    const { start } = dayInterval(deliveryDay(day));
    expect(mtus.map((row) => row.mtu_start)).toEqual(
      Array.from({ length: hours }, (_, hour) => isoInstant(start + hour * MS_PER_HOUR)),
    );
    expect(isps).toHaveLength(4 * hours);
    expect(first.summary).toMatchObject({ mtus: hours, days: 1, departures: CARS, departuresBelowTarget: 0 });
    expect(first.summary.departuresUnreachable).toBe(0);
    expect(first.summary.committedMwH).toBeGreaterThan(0.5);
    expect(first.summary.deliveredShare).toBeGreaterThan(0.95);
    if (hours === 25) once = first;
  }, 60_000);
});

it('a small backtest comes out the same again: every event, every table', async () => {
  const second = await run('2019-10-27');
  expect(second.events).toBe(once?.events);
  expect(digest(second.tables)).toBe(digest(once?.tables));
}, 60_000);

it('a small backtest keeps the minimum of drivers who leave early, and the target of all others', async () => {
  const day = '2019-10-27';
  const from = plusDays(deliveryDay(day), -4);
  const { tables, summary } = await run(day, { from, leaveEarly: 0.5, unannouncedDepartures: 0.02 });
  expect(summary.committedMwH).toBeGreaterThan(0.5);
  expect(summary.earlyDepartures).toBeGreaterThan(5);
  expect(summary.earlyDepartures).toBeLessThan(summary.departures);
  // Somebody left before the target was reached, or the test would say nothing.
  expect(summary.earlyDeparturesBelowTarget).toBeGreaterThan(0);
  expect(summary).toMatchObject({ earlyDeparturesBelowMinimum: 0, departuresBelowTarget: 0, departuresUnreachable: 0 });
  for (const row of tables.earlyDepartures)
    expect(Date.parse(row.unplugged_at) < Date.parse(row.stated_departure_at)).toBe(true);
}, 60_000);

/** The plan of a day, made again from nothing but the log and a calendar. */
function plannedAgain(log: readonly Recorded[], calendar: string, deliveryDay: DeliveryDay, asOf: EpochMs) {
  const forecast = new AvailabilityForecast({ holidays: readHolidayCalendar(calendar) });
  for (const event of log) if (AvailabilityForecast.types.includes(event.type)) forecast.apply(event);
  const policy = { reliability: 0.9, floorPriceEurPerMwH: '5', portfolioLimitW: null };
  return auctionPlanner(forecast, newestFcrnRules, policy)(deliveryDay, asOf);
}

it('every bid of a small backtest comes out of its log again, by the calendar that stands in it', async () => {
  const day = '2019-10-27';
  // A Friday that is free for these cars alone.
  const holidays = readHolidayCalendar('NO,2019-10-25');
  const { log } = await run(day, { from: plusDays(deliveryDay(day), -2), holidays });
  const plans = log.filter(({ type }) => type === 'AuctionPlanned');
  expect(plans).toHaveLength(3);
  for (const { data, occurredAt } of plans) {
    const { product: _, deliveryDay: planDay, ...planned } = data as AuctionPlanned['data'];
    expect(planned.calendar).toEqual({
      calendar: 'NO,2019-10-25',
      kindOfDay: 'free-day',
      holidays: ['2019-06-10', '2019-10-25'],
    });
    const again = await plannedAgain(log, 'NO,2019-10-25', planDay, occurredAt);
    expect(again).toMatchObject(planned);
    expect(again.bids).toHaveLength(planned.bids.length);
  }
  const friday = plans[0]!.data as AuctionPlanned['data'];
  const asWorkday = await plannedAgain(log, 'NO', friday.deliveryDay, plans[0]!.occurredAt);
  expect(asWorkday.digests.forecast).not.toBe(friday.digests.forecast);
}, 60_000);
