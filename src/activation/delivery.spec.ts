import { describe, expect, it } from '@jest/globals';
import { epochMs, isoInstant, MS_PER_HOUR, MS_PER_MINUTE } from '../kernel/index.js';
import { noDelivery, score, withResponse } from './delivery.js';
import { noResponse } from './response-sums.js';

const START = Date.UTC(2026, 0, 12, 12);
const mtu = { start: epochMs(START), end: epochMs(START + MS_PER_HOUR) };
const isp = (quarter: number): string => isoInstant(START + quarter * 15 * MS_PER_MINUTE);
const stretch = (seconds: number, wattSeconds: number) => ({
  ...noResponse(),
  seconds,
  maintainedWs: wattSeconds,
  requiredUpWs: 10,
});

describe('the score of an MTU', () => {
  it('is the mean over all of it, floored to the watt: seconds that are missing count as nothing', () => {
    const delivery = withResponse(noDelivery, isp(0), stretch(900, 900 * 100_000), 100_000);
    const { data } = score('FCR-N', mtu, 15, delivery);
    // 900 s · 100 kW over 3 600 s.
    expect([data.maintainedW, data.seconds, data.committedW]).toEqual([25_000, 900, 100_000]);
    const almost = withResponse(noDelivery, isp(0), stretch(3_600, 3_600 * 100_000 - 1), 100_000);
    expect(score('FCR-N', mtu, 15, almost).data.maintainedW).toBe(99_999);
  });
  it('has one row per settlement period, in order, and their sum is its own', () => {
    let delivery = noDelivery;
    for (const quarter of [3, 0, 0]) delivery = withResponse(delivery, isp(quarter), stretch(60, 7), 100_000);
    const { isps, ...total } = score('FCR-N', mtu, 15, delivery).data;
    expect(isps.map((row) => [row.ispStart, row.seconds])).toEqual([
      [isp(0), 120],
      [isp(1), 0],
      [isp(2), 0],
      [isp(3), 60],
    ]);
    for (const field of Object.keys(noResponse()) as (keyof ReturnType<typeof noResponse>)[])
      expect(isps.reduce((sum, row) => sum + row[field], 0)).toBe(total[field]);
  });
  it('of an MTU that nobody dispatched is nothing at all', () => {
    expect(score('FCR-N', mtu, 60, noDelivery).data).toMatchObject({ committedW: 0, maintainedW: 0, seconds: 0 });
  });
});
