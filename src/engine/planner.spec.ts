import { describe, expect, it } from '@jest/globals';
import type { AvailabilityForecast } from '../forecast/index.js';
import { deliveryDay, parseInstant, type EpochMs } from '../kernel/index.js';
import { newestFcrnRules } from '../market/index.js';
import { auctionPlanner, type BidPolicy } from './planner.js';

const SHORT_DAY = deliveryDay('2026-03-29');
const AS_OF = parseInstant('2026-03-28T15:00:00Z');
const POLICY: BidPolicy = { reliability: 0.9, floorPriceEurPerMwH: '9', portfolioLimitW: null };

const CALENDAR = { calendar: 'FI', kindOfDay: 'free-day', holidays: ['2026-01-06'] };

function planner(firmW: number, asked: number[] = [], policy = POLICY) {
  const forecast = {
    forecast: (_mtu: EpochMs, asOf: EpochMs, reliability: number) => {
      asked.push(asOf, reliability);
      return { quantileW: firmW, samples: 20, sufficient: true };
    },
    samplesFor: (mtuStart: EpochMs) => [{ mtuStart, firmW, knownW: null }],
    knownW: () => null,
    calendarOf: () => CALENDAR,
  } as unknown as AvailabilityForecast;
  return auctionPlanner(forecast, newestFcrnRules, policy);
}

describe('planning a day', () => {
  it('offers what the forecast gives, floored to the step, in each hour of the day: 23 where the clocks go forward', async () => {
    const plan = await planner(370_000)(SHORT_DAY, AS_OF);
    expect(plan.skipReason).toBeNull();
    const offered = new Map<string, number>();
    for (const { mtuStart, quantityW } of plan.bids) offered.set(mtuStart, (offered.get(mtuStart) ?? 0) + quantityW);
    expect([...offered.values()]).toEqual(Array.from({ length: 23 }, () => 300_000));
  });

  it('says what is assumed of wear, where the policy does', async () => {
    const wear = { expectedEurPerKwh: '0.0134', planningEurPerKwh: '0.05', planningSource: 'own choice' };
    expect((await planner(370_000, [], { ...POLICY, wear })(SHORT_DAY, AS_OF)).wear).toEqual(wear);
    expect(await planner(370_000)(SHORT_DAY, AS_OF)).not.toHaveProperty('wear');
  });

  it('asks the forecast for the policy’s reliability, as of the instant of planning and no later', async () => {
    const asked: number[] = [];
    await planner(370_000, asked)(SHORT_DAY, AS_OF);
    expect(new Set(asked)).toEqual(new Set([AS_OF, 0.9]));
  });

  it('never offers above the limit of the portfolio', async () => {
    const plan = await planner(900_000, [], { ...POLICY, portfolioLimitW: 200_000 })(SHORT_DAY, AS_OF);
    expect(plan.bids.every(({ quantityW }) => quantityW <= 200_000)).toBe(true);
  });

  it('names what it was made from: other samples, another digest', async () => {
    const one = await planner(370_000)(SHORT_DAY, AS_OF);
    expect((await planner(370_000)(SHORT_DAY, AS_OF)).digests).toEqual(one.digests);
    const other = await planner(380_000)(SHORT_DAY, AS_OF);
    expect(other.digests.forecast).not.toBe(one.digests.forecast);
    expect(other.digests.rules).toBe(one.digests.rules);
    expect(one).toMatchObject({ reliability: 0.9, floorPriceEurPerMwH: '9', calendar: CALENDAR });
  });
});
