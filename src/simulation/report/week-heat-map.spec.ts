import { describe, expect, it } from '@jest/globals';
import { weekHeatMap, weekHeatMapFile } from './week-heat-map.js';

const WEEK = Array.from({ length: 168 }, (_, hour) => (hour === 25 ? 120 : hour % 24 === 0 ? 60 : 0));

describe('the heat map of a week', () => {
  it('has a cell for each hour that says day, hour and kW', () => {
    const { text } = weekHeatMap(WEEK, 100);
    expect(text.match(/<title>/g)).toHaveLength(168);
    expect(text).toContain('<title>Tue 01:00: 120.0 kW</title>');
    expect(text.match(/class="framed"/g)).toHaveLength(1);
    expect(text.match(/class="heat-3"/g)).toHaveLength(7);
  });
  it('of nothing is plain ground', () => {
    expect(weekHeatMap(new Array<number>(168).fill(0), 100).text).not.toContain('heat-');
  });
  it('stands alone as a picture', () => {
    const file = weekHeatMapFile(WEEK, 100);
    expect(file).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(file).toMatch(/<svg[^>]*><style>[^]*--heat-5/);
  });
});
