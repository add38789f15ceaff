import { describe, expect, it } from '@jest/globals';
import { anHour } from '../../../test/support/hours.js';
import { meanByHour, shortByHour, soldByDay } from './capacity-charts.js';

const count = (svg: string, kind: string): number => svg.split(`<rect class="${kind}"`).length - 1;

describe('capacity sold by day', () => {
  it('sums the hours of a day and says them in words', () => {
    const hours = [anHour(), anHour({ hour: 13 }), anHour({ day: '2026-02-02', awardedMw: 0.2, maintainedMw: 0.1 })];
    const { text } = soldByDay(hours);
    // 2 · 0.5 MW,h; the second day falls short by 0.1.
    expect(text).toContain('<title>2026-02-01: offered 1.00, sold 1.00, maintained 1.00 MW,h</title>');
    expect(text).toContain('<title>2026-02-02: offered 0.50, sold 0.20, maintained 0.10 MW,h</title>');
    expect(count(text, 'short')).toBe(1);
  });
});

describe('capacity by hour of the day', () => {
  it('is the mean over the days; firm capacity only over the hours in which it was measured', () => {
    const hours = [anHour({ firmMw: 0.4 }), anHour({ day: '2026-02-02', firmMw: null, awardedMw: 0.1 })];
    // Awarded: (0.5 + 0.1) / 2.
    expect(meanByHour(hours).text).toContain('<title>12:00: firm 0.400, offered 0.500, awarded 0.300 MW</title>');
  });

  it('counts the hours that fell short beside those that were sold', () => {
    const { text } = shortByHour([anHour(), anHour({ maintainedMw: 0.4 }), anHour({ awardedMw: 0, maintainedMw: 0 })]);
    expect(text).toContain('<title>12:00: 1 short of 2 hours sold</title>');
    expect(text).toContain('<title>13:00: 0 short of 0 hours sold</title>');
  });
});
