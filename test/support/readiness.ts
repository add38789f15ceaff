import type { Readiness } from '../../src/simulation/index.js';

/** A study of a car park that holds 120 kW on Mondays and 40 kW else; what a test cares about, it says. */
export const aReadiness = (change: Partial<Readiness>): Readiness => ({
  chargers: 138,
  sessions: 17_941,
  from: '2019-09-02',
  to: '2020-02-02',
  weeks: 22,
  idleShare: 0.816,
  headroomUpKwh: 11.3,
  headroomDownKwh: 10.7,
  firmKwByHourOfWeek: Array.from({ length: 168 }, (_, hour) => (hour < 24 ? 120 : 40)),
  installedKw: 1518,
  firmShare: 0.056,
  chargersForMinimumBidAt90: 85,
  chargersForMinimumBidAt99: 115,
  chargersAroundTheClockAt90: 342,
  chargersAroundTheClockAt99: null,
  chargersByRuleOfThumb: 20,
  chargersAddedPerMonth: 8.2,
  monthsUntilMinimumBid: 0,
  blockers: [{ reason: 'no car is plugged in', share: 0.786 }],
  strategy: 'theta',
  method: ['Resampled.'],
  assumptions: ['A guess.'],
  handled: {},
  ...change,
});
