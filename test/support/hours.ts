import type { Hour } from '../../src/simulation/report/report-data.js';

/** An hour of a report in which half a megawatt was offered, sold and maintained at 20 EUR/MW,h; `over` says what is different. */
export const anHour = (over: Partial<Hour> = {}): Hour => ({
  mtuStart: '2026-02-01T11:00:00.000Z',
  day: '2026-02-01',
  hour: 12,
  firmMw: 0.56,
  offeredMw: 0.5,
  awardedMw: 0.5,
  maintainedMw: 0.5,
  price: 20,
  capacityEur: 10,
  energyEur: 0,
  sanctionEur: 0,
  ...over,
});
