import { describe, expect, it } from '@jest/globals';
import { anHour } from '../../../test/support/hours.js';
import { netOf, priceHistogram, revenueByDay, type DayMoney } from './money-charts.js';

const day: DayMoney = { day: '2026-02-01', capacityEur: 120, energyEur: -15.5, sanctionEur: 4, wearEur: 30.25 };

describe('a day in money', () => {
  it('nets what came in and what it cost', () => {
    // 120 − 15.50 − 4 − 30.25
    expect(netOf(day)).toBe(70.25);
  });

  it('says each part in words', () => {
    expect(revenueByDay([day]).text).toContain(
      '<title>2026-02-01: capacity 120.00, energy -15.50, sanctions −4.00, wear −30.25, net 70.25 EUR</title>',
    );
  });

  it('lays costs under the zero one below the other, so that none hides another', () => {
    const { text } = revenueByDay([day]);
    const bars = [
      ...text.matchAll(/<rect class="(energy|short|wear)" x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/g),
    ];
    const edges = bars.map(([, kind, y, height]) => ({ kind, top: Number(y), bottom: Number(y) + Number(height) }));
    expect(edges.map(({ kind }) => kind)).toEqual(['energy', 'short', 'wear']);
    expect(edges[1]?.top).toBeCloseTo(edges[0]?.bottom ?? 0, 1);
    expect(edges[2]?.top).toBeCloseTo(edges[1]?.bottom ?? 0, 1);
  });
});

describe('hours by price', () => {
  it('counts each hour that had a price once, and those that were awarded', () => {
    const hours = [anHour({ price: 20 }), anHour({ price: 20.5, awardedMw: 0 }), anHour({ price: null, awardedMw: 0 })];
    const counts = [...priceHistogram(hours).text.matchAll(/EUR\/MW,h: (\d+) hours, (\d+) of them awarded/g)];
    const total = (group: 1 | 2): number => counts.reduce((sum, match) => sum + Number(match[group]), 0);
    expect([total(1), total(2)]).toEqual([2, 1]);
  });
});
