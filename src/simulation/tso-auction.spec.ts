import { describe, expect, it } from '@jest/globals';
import { deliveryDay, epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { aggregateResult, clearBids, contradictory, perBidResult } from './tso-auction.js';

const DAY = deliveryDay('2026-01-13');
const bid = (bidId: string, hour: number, quantityW: number, priceEurPerMwH: string) => ({
  bidId,
  mtuStart: epochMs(hour * MS_PER_HOUR),
  quantityW,
  priceEurPerMwH,
});
const bids = [bid('dear', 2, 300_000, '20'), bid('cheap', 2, 500_000, '9'), bid('alone', 1, 100_000, '9.01')];
const awards = (price: string | null, volumeW: number | null = null) =>
  Object.fromEntries(
    clearBids(bids, { clearingPrice: () => price, volumeW: () => volumeW }).map((line) => [line.bidId, line.awardedW]),
  );

describe('clearBids', () => {
  it('awards bids up to the marginal price, the price itself included', () => {
    expect(awards('9')).toEqual({ alone: 0, cheap: 500_000, dear: 0 });
    expect(awards('20.00')).toEqual({ alone: 100_000, cheap: 500_000, dear: 300_000 });
  });
  it('buys no more than the volume, the last bid partly', () => {
    expect(awards('30', 600_000)).toEqual({ alone: 100_000, cheap: 500_000, dear: 100_000 });
    expect(awards('30', 0)).toEqual({ alone: 0, cheap: 0, dear: 0 });
  });
  it('leaves an hour without a price out', () => {
    expect(awards(null)).toEqual({});
  });
  it('pays every bid the marginal price, in order of time', () => {
    const lines = clearBids(bids, { clearingPrice: (at) => String(at / MS_PER_HOUR), volumeW: () => null });
    expect(lines.map((line) => [line.bidId, line.priceEurPerMwH])).toEqual([
      ['alone', '1'],
      ['cheap', '2'],
      ['dear', '2'],
    ]);
  });
});

describe('results', () => {
  const lines = clearBids(bids, { clearingPrice: () => '30', volumeW: () => null });
  it('say the same twice, per bid and by hour', () => {
    expect(perBidResult('FCR-N', DAY, lines).bids).toHaveLength(3);
    expect(aggregateResult('FCR-N', DAY, lines).mtus.map((mtu) => mtu.awardedW)).toEqual([100_000, 800_000]);
  });
  it('have ids of their own that follow from the day', () => {
    expect(perBidResult('FCR-N', DAY, lines).mrid).toBe(perBidResult('FCR-N', DAY, []).mrid);
    expect(perBidResult('FCR-N', DAY, lines).mrid).not.toBe(aggregateResult('FCR-N', DAY, lines).mrid);
  });
  it('can slip by one step in one hour', () => {
    expect(contradictory(aggregateResult('FCR-N', DAY, lines), 100_000).mtus.map((mtu) => mtu.awardedW)).toEqual([
      0, 800_000,
    ]);
  });
});
