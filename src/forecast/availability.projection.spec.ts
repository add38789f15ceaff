import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  deliveryDay,
  epochMs,
  isoInstant,
  MS_PER_HOUR,
  parseInstant,
  type EpochMs,
  type Recorded,
} from '../kernel/index.js';
import { AvailabilityForecast } from './availability.projection.js';

const DAY = 24 * MS_PER_HOUR;
/** A Monday noon in winter with no holiday in the eight weeks before. */
const MONDAY = parseInstant('2026-03-02T11:00:00Z');

function measured(mtuStart: number, firmW: number, recordedAt = mtuStart): Recorded {
  return {
    position: 0,
    stream: 'ledger-FCR-N',
    revision: 0,
    type: 'FirmCapacityMeasured',
    schemaVersion: 1,
    data: {
      product: 'FCR-N',
      mtuStart: isoInstant(mtuStart),
      firmW,
      upW: 0,
      downW: 0,
      committedW: 0,
      sessions: 1,
      boundBy: 'none',
      origin: 'delivery',
    },
    meta: { messageId: 'm', correlationId: 'm', causationId: 'm', actor: 'dispatch' },
    occurredAt: epochMs(mtuStart),
    recordedAt: epochMs(recordedAt),
  };
}

/** The same hour on each of the `days` days before MONDAY, with `firmW` by how many days ago. */
function past(days: number, firmW: (daysAgo: number) => number): AvailabilityForecast {
  const forecast = new AvailabilityForecast();
  for (let daysAgo = days; daysAgo >= 1; daysAgo--) forecast.apply(measured(MONDAY - daysAgo * DAY, firmW(daysAgo)));
  return forecast;
}

const at = (forecast: AvailabilityForecast, asOf: EpochMs = MONDAY) => forecast.forecast(MONDAY, asOf, 0.9);

describe('availability from the past', () => {
  it('is nothing with fewer than 20 samples', () => {
    // The 26 days before a Monday hold 18 workdays, the 28 days before it 20.
    expect(at(past(26, () => 500_000))).toEqual({ quantileW: 0, samples: 18, sufficient: false });
    expect(at(past(28, () => 500_000))).toMatchObject({ quantileW: 500_000, sufficient: true });
  });

  it('is the second smallest of the 20 workdays in four weeks, at 90 %', () => {
    // Weekends and what is older are worth nothing here and must not count; the workdays before a Monday are 3, 4, … days ago.
    const forecast = past(55, (daysAgo) => (isWeekend(daysAgo) || daysAgo > 28 ? 0 : daysAgo * 1000));
    expect(at(forecast)).toEqual({ quantileW: 4_000, samples: 20, sufficient: true });
  });

  it('asks the neighbouring hours before older weeks where four weeks hold too few days', () => {
    const sunday = epochMs(MONDAY - DAY);
    const forecast = new AvailabilityForecast();
    for (let daysAgo = 60; daysAgo >= 1; daysAgo--)
      for (const hours of [-2, -1, 0, 1, 2])
        forecast.apply(measured(sunday - daysAgo * DAY + hours * MS_PER_HOUR, 100 + hours));
    // 8 free days in the 28 days before × 3 hours = 24 samples, less the one more than 28 days ago: an hour earlier.
    const samples = forecast.samplesFor(sunday, sunday);
    expect(samples).toHaveLength(23);
    expect(new Set(samples.map((sample) => sample.firmW))).toEqual(new Set([99, 100, 101]));
  });

  it('asks older weeks last', () => {
    const sunday = epochMs(MONDAY - DAY);
    const forecast = new AvailabilityForecast();
    for (let daysAgo = 140; daysAgo >= 1; daysAgo--) forecast.apply(measured(sunday - daysAgo * DAY, 500));
    expect(forecast.forecast(sunday, sunday, 0.9)).toEqual({ quantileW: 500, samples: 29, sufficient: true });
  });

  it('knows only MTUs that had ended, and only what was on record', () => {
    const forecast = past(60, () => 300_000);
    const known = (asOf: number) => forecast.samplesFor(MONDAY, epochMs(asOf)).at(-1)?.mtuStart;
    const friday = MONDAY - 3 * DAY;
    expect(known(friday + MS_PER_HOUR)).toBe(friday);
    expect(known(friday + MS_PER_HOUR - 1)).toBe(friday - DAY);
    forecast.apply(measured(MONDAY - 5 * DAY, 1, MONDAY));
    expect(forecast.samplesFor(MONDAY, epochMs(MONDAY - 1)).some((sample) => sample.firmW === 1)).toBe(false);
    expect(forecast.samplesFor(MONDAY, MONDAY).some((sample) => sample.firmW === 1)).toBe(true);
  });

  it('forgets what is older than its last window', () => {
    const forecast = new AvailabilityForecast({ windows: [{ days: 14, neighbours: 0 }] });
    for (let daysAgo = 60; daysAgo >= 1; daysAgo--) forecast.apply(measured(MONDAY - daysAgo * DAY, 1));
    expect(forecast.forecast(MONDAY, MONDAY, 0.9).samples).toBe(10);
  });

  it('gives both of the doubled hours in autumn the same past, and their own samples to later days', () => {
    const forecast = new AvailabilityForecast({ minimumSamples: 1 });
    const first = parseInstant('2026-10-25T00:00:00Z');
    forecast.apply(measured(first, 100));
    forecast.apply(measured(first + MS_PER_HOUR, 200));
    const nextSunday = parseInstant('2026-11-01T01:00:00Z');
    expect(forecast.samplesFor(nextSunday, nextSunday).map((sample) => sample.firmW)).toEqual([100, 200]);
  });

  it('sorts days by the holidays of the country in which the cars stand', () => {
    // 6 December 2019, a Friday: free in Finland, a workday in Norway; so is the Friday before, for both.
    const independence = parseInstant('2019-12-06T11:00:00Z');
    const week = 7 * DAY;
    const samplesIn = (country: 'FI' | 'NO'): number => {
      const forecast = new AvailabilityForecast({ holidays: { country, days: [] } });
      for (const back of [1, 2, 3]) forecast.apply(measured(independence - back * week, 100));
      return forecast.samplesFor(independence, independence).length;
    };
    expect([samplesIn('FI'), samplesIn('NO')]).toEqual([0, 3]);
  });

  it('says by which calendar: holidays on working days as far back as it may look, the forecast day included', () => {
    const days = [deliveryDay('2019-11-29'), deliveryDay('2019-11-30')];
    const forecast = new AvailabilityForecast({ holidays: { country: 'NO', days } });
    expect(forecast.calendarOf(deliveryDay('2019-12-06'))).toEqual({
      calendar: 'NO,2019-11-29,2019-11-30',
      kindOfDay: 'workday',
      holidays: ['2019-11-29'],
    });
    expect(new AvailabilityForecast().calendarOf(deliveryDay('2019-12-06'))).toEqual({
      calendar: 'FI',
      kindOfDay: 'free-day',
      holidays: ['2019-12-06'],
    });
  });

  it('is sorted by days anew where another calendar goes on from its snapshot', () => {
    const independence = parseInstant('2019-12-06T11:00:00Z');
    const finnish = new AvailabilityForecast();
    for (const back of [1, 2, 3]) finnish.apply(measured(independence - back * 7 * DAY, 100));
    const norwegian = new AvailabilityForecast({ holidays: { country: 'NO', days: [] } });
    norwegian.restore(finnish.snapshot());
    expect(norwegian.samplesFor(independence, independence)).toHaveLength(3);
  });

  it('is the same whatever the order and however often the log is read', () => {
    const days = Array.from({ length: 60 }, (_, index) => index + 1);
    const reference = at(past(60, (daysAgo) => (daysAgo * 7_919) % 101));
    fc.assert(
      fc.property(fc.shuffledSubarray(days, { minLength: 60 }), (order) => {
        const forecast = new AvailabilityForecast();
        for (const daysAgo of [...order, ...order])
          forecast.apply(measured(MONDAY - daysAgo * DAY, (daysAgo * 7_919) % 101));
        expect(at(forecast)).toEqual(reference);
      }),
      { numRuns: 10 },
    );
  });
});

describe('availability from the past and the cars that are there', () => {
  /** What was known at the gate of each day, and what came of it; known of MONDAY itself too. */
  function informed(
    days: number,
    knownW: (daysAgo: number) => number,
    firmW: (daysAgo: number) => number,
  ): AvailabilityForecast {
    const forecast = past(days, firmW);
    for (let daysAgo = days; daysAgo >= 0; daysAgo--)
      forecast.apply(planned(MONDAY - daysAgo * DAY, Math.round(knownW(daysAgo))));
    return forecast;
  }
  const noise = (daysAgo: number): number => (daysAgo * 7_919) % 50_000;

  it('is what they hold plus the quantile of what comes on top, where one goes with the other', () => {
    // What is known moves between 100 and 400 kW; on top of it come 50 kW and up to 50 kW of noise.
    const known = (daysAgo: number): number => (daysAgo === 0 ? 380_000 : 100_000 + 30_000 * (daysAgo % 11));
    const forecast = informed(28, known, (daysAgo) => known(daysAgo) + 50_000 + noise(daysAgo));
    const { quantileW, samples } = at(forecast);
    expect(samples).toBe(20);
    expect(quantileW).toBeGreaterThan(380_000 + 40_000);
    expect(quantileW).toBeLessThan(380_000 + 70_000);
    expect(at(past(28, (daysAgo) => known(daysAgo) + 50_000 + noise(daysAgo))).quantileW).toBeLessThan(250_000);
  });

  it('is the quantile of the past where they tell nothing', () => {
    const forecast = informed(
      28,
      () => 200_000,
      (daysAgo) => 300_000 + noise(daysAgo),
    );
    expect(at(forecast)).toEqual(at(past(28, (daysAgo) => 300_000 + noise(daysAgo))));
  });

  it('never turns more cars into less capacity, nor into more than they hold', () => {
    const against = informed(
      28,
      (daysAgo) => 10_000 * daysAgo,
      (daysAgo) => 500_000 - 10_000 * daysAgo,
    );
    expect(at(against).quantileW).toBe(at(past(28, (daysAgo) => 500_000 - 10_000 * daysAgo)).quantileW);
    const steep = informed(
      28,
      (daysAgo) => (daysAgo === 0 ? 29_000 : 1_000 * daysAgo),
      (daysAgo) => 10_000 * daysAgo,
    );
    // Slope 10, held to 1: 29 kW and the second smallest of what came on top, 9 kW · 4.
    expect(at(steep).quantileW).toBe(29_000 + 36_000);
  });

  it('knows a plan only once it is on record, and needs as many planned days as samples', () => {
    const known = (): number => 100_000;
    const forecast = past(28, (daysAgo) => 100_000 + noise(daysAgo));
    const without = at(forecast).quantileW;
    for (let daysAgo = 10; daysAgo >= 0; daysAgo--) forecast.apply(planned(MONDAY - daysAgo * DAY, known()));
    expect(at(forecast).quantileW).toBe(without);
    expect(forecast.knownW(MONDAY, MONDAY)).toBe(100_000);
    expect(forecast.knownW(MONDAY, epochMs(MONDAY - DAY))).toBeNull();
  });

  it('is put aside and taken up again', () => {
    const forecast = informed(
      28,
      (daysAgo) => 1_000 * daysAgo,
      (daysAgo) => 2_000 * daysAgo,
    );
    const again = new AvailabilityForecast();
    again.restore(forecast.snapshot());
    expect(at(again)).toEqual(at(forecast));
    expect(again.knownW(MONDAY, MONDAY)).toBe(0);
  });
});

/** The plan of a day of one MTU, made 18 hours before it. */
function planned(mtuStart: number, knownW: number): Recorded {
  const plannedAt = mtuStart - 18 * MS_PER_HOUR;
  const mtus = [{ mtuStart: isoInstant(mtuStart), knownW }];
  return {
    ...measured(mtuStart, 0, plannedAt),
    type: 'DayAheadPlanned',
    data: { product: 'FCR-N', deliveryDay: '', plannedAt: isoInstant(plannedAt), sessions: 1, mtus },
  };
}

function isWeekend(daysAgo: number): boolean {
  return [0, 6].includes(new Date(MONDAY - daysAgo * DAY).getUTCDay());
}
