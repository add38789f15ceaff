import { describe, expect, it } from '@jest/globals';
import { aSimulatedVehicle } from '../../test/support/simulated-vehicle.js';
import { epochMs, MJ_PER_WH, MS_PER_HOUR, parseInstant } from '../kernel/index.js';
import { idleMtu } from './backtest-rows.js';
import { earlyDepartureRow } from './early-departures.js';
import { earlyFigures } from './early-figures.js';

const START = parseInstant('2026-01-12T15:00:00Z');
const hour = (index: number, maintainedMw: string) => ({
  ...idleMtu(epochMs(START + index * MS_PER_HOUR), 200_000, '10'),
  awarded_mw: '0.200000',
  maintained_mw: maintainedMw,
});
const left = (index: number, energyWh: number) =>
  earlyDepartureRow(
    aSimulatedVehicle({
      unpluggedAt: epochMs(START + index * MS_PER_HOUR + 1_234_000),
      energyMj: energyWh * MJ_PER_WH,
    }),
  );

describe('what early departures cost', () => {
  it('is to the drivers the target, and the minimum never', () => {
    const earlyDepartures = [left(0, 40_000), left(1, 39_999), left(2, 9_999)];
    expect(earlyFigures({ mtus: [], earlyDepartures, firmW: new Map() })).toEqual({
      earlyDepartures: 3,
      earlyDeparturesBelowTarget: 2,
      earlyDeparturesBelowMinimum: 1,
      shortMwH: 0,
      shortMwHByEarlyDepartures: 0,
    });
  });

  it('is to the market what was firm at the start of an hour and lost while somebody left', () => {
    const mtus = [
      // Firm for more than was sold: all that is missing was lost.
      hour(0, '0.170000'),
      // 20 kW were not there to begin with.
      hour(1, '0.150000'),
      // Nobody leaves.
      hour(2, '0.190000'),
      // Somebody leaves, nothing is missing.
      hour(3, '0.200000'),
      // Never measured: nothing was there.
      hour(4, '0.199000'),
    ];
    const firmW = new Map([250_000, 180_000, 250_000, 250_000].map((watts, index) => [mtus[index]!.mtu_start, watts]));
    const earlyDepartures = [0, 1, 3, 4].map((index) => left(index, 30_000));
    const figures = earlyFigures({ mtus, earlyDepartures, firmW });
    expect(figures.shortMwH).toBeCloseTo(0.03 + 0.05 + 0.01 + 0.001, 9);
    expect(figures.shortMwHByEarlyDepartures).toBeCloseTo(0.03 + 0.03, 9);
  });
});
