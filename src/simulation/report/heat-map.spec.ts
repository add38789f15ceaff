import { describe, expect, it } from '@jest/globals';
import { anHour } from '../../../test/support/hours.js';
import { soldHeatMap } from './heat-map.js';

/** How many cells each shade has. */
const cells = (svg: string): Record<string, number> =>
  Object.fromEntries(
    [...svg.matchAll(/<path class="([\w-]+)" d="([^"]+)"/g)].map(([, kind = '', d = '']) => [
      kind,
      d.split('M').length - 1,
    ]),
  );

describe('the map of sold hours', () => {
  it('has a cell for each hour sold, darker for more', () => {
    const hours = [
      anHour({ awardedMw: 0.1, maintainedMw: 0.1 }),
      anHour({ hour: 13, awardedMw: 0.6, maintainedMw: 0.6 }),
    ];
    expect(cells(soldHeatMap(hours).text)).toEqual({ 'heat-1': 1, 'heat-5': 1 });
  });

  it('leaves hours empty in which nothing was sold', () => {
    expect(cells(soldHeatMap([anHour({ awardedMw: 0, maintainedMw: 0 })]).text)).toEqual({});
  });

  it('shows an hour that fell short as such, however little was sold', () => {
    expect(cells(soldHeatMap([anHour({ awardedMw: 0.1, maintainedMw: 0.099 })]).text)).toEqual({ short: 1 });
  });

  it('draws both hours of the night in which the clocks go back', () => {
    const twice = [anHour({ hour: 2 }), anHour({ hour: 2, mtuStart: '2026-02-01T12:00:00.000Z' })];
    expect(cells(soldHeatMap(twice).text)).toEqual({ 'heat-5': 2 });
  });

  it('is an empty map without hours', () => {
    expect(soldHeatMap([]).text).not.toMatch(/NaN|Infinity/);
  });
});
