import { describe, expect, it } from '@jest/globals';
import { isNews } from './guarantee-news.js';

describe('what a driver is told anew', () => {
  it.each([
    [5_000, 4_001, false],
    [5_000, 4_000, true],
    [5_000, 6_000, true],
    [400, 0, true],
    [0, 1, true],
    [0, 0, false],
  ])('of %s Wh told and %s Wh now: %s', (toldWh, nowWh, news) => {
    expect(isNews(toldWh, nowWh)).toBe(news);
  });
});
