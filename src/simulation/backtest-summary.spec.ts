import { describe, expect, it } from '@jest/globals';
import { deliveryDay, Eur, epochMs, MS_PER_HOUR } from '../kernel/index.js';
import type { DepartureRow, MtuRow } from './backtest-rows.js';
import { idleMtu, unknownDeparture } from './backtest-rows.js';
import type { EarlyDepartureRow } from './early-departures.js';
import { summaryOf } from './backtest-summary.js';
import type { BacktestOptions, BacktestRun } from './backtest.js';

const START = Date.UTC(2026, 0, 11, 23);
const row = (hour: number, change: Partial<MtuRow> = {}): MtuRow => ({
  ...idleMtu(epochMs(START + hour * MS_PER_HOUR), 100_000, '10'),
  ...change,
});
const SOLD = { awarded_mw: '0.100000', maintained_mw: '0.100000', capacity_eur: '1.00' };
const departure = (reachable: string, below: string): DepartureRow => ({
  ...unknownDeparture({ sessionId: 's', chargerId: 'c', pluggedInAt: epochMs(0), unpluggedAt: epochMs(1) }),
  reachable,
  below_target: below,
});

const options = {
  from: deliveryDay('2026-01-12'),
  to: deliveryDay('2026-01-13'),
  history: { rows: [], counts: { rows: 7, duplicateRows: 2 } },
  capacityPrices: { name: 'prices.csv' },
  energyPrices: {},
  frequency: { description: 'a flat line' },
  rules: 'current',
  reliability: 0.9,
  floorPriceEurPerMwH: '5',
  settlement: { sanction: { factor: '1', source: 'assumption' }, wear: { eurPerKwh: '0.05', source: 'assumption' } },
  seed: 1,
} as unknown as BacktestOptions;

function summarised(
  mtus: readonly MtuRow[],
  departures: readonly DepartureRow[] = [],
  change: object = {},
  firmW = new Map<string, number>(),
  earlyDepartures: readonly EarlyDepartureRow[] = [],
) {
  const isps = [
    {
      isp_start: '',
      activated_up_mwh: '0.002000000',
      activated_down_mwh: '0.001000000',
      up_price_eur_per_mwh: '',
      down_price_eur_per_mwh: '40',
      energy_eur: '0.00',
    },
  ];
  const tables = { mtus, isps, departures, earlyDepartures, wear: Eur.of('0.254'), settlement: [], days: [], firmW };
  const run = { chargers: 4, eventsAppended: 99 } as unknown as BacktestRun;
  return summaryOf(run, tables, { ...options, ...change });
}

describe('the summary of a backtest', () => {
  it('adds up the hours, the energy and the money of the tables', () => {
    const energies = { required_up_mwh: '0.020000000', delivered_up_mwh: '0.019000000' };
    const short = { ...SOLD, maintained_mw: '0.099999', sanction_eur: '0.10', energy_eur: '-0.05' };
    expect(summarised([row(0, { ...SOLD, ...energies }), row(1, short), row(2)])).toMatchObject({
      days: 2,
      mtus: 3,
      offeredMwH: 0.3,
      committedMwH: 0.2,
      maintainedMwH: 0.199999,
      deliveredShare: 0.95,
      soldHours: 2,
      shortfallHours: 1,
      shortfallShareOfSoldHours: 0.5,
      // 2.00 − 0.05 − 0.10 − 0.25; times 365 over 4 chargers and 2 days: 1.60 · 45.625.
      netRevenueEur: 1.6,
      revenuePerEvYearEur: 73,
      wearEur: 0.25,
      // Upward energy has no price here.
      unpricedEnergyMwh: 0.002,
      eventsAppended: 99,
    });
  });
  it('counts a promise only where one could be given', () => {
    const departures = [
      departure('true', 'false'),
      departure('true', 'true'),
      departure('false', 'true'),
      departure('', ''),
    ];
    expect(summarised([], departures)).toMatchObject({
      departures: 4,
      departuresBelowTarget: 1,
      departuresUnreachable: 1,
      departuresWithoutSoc: 1,
    });
  });
  it('counts the target of nobody who left early, but counts the leaver', () => {
    const left = { ...departure('true', 'true'), session_id: 'left' };
    const early = { session_id: 'left', below_target: 'true', below_minimum: 'false' } as EarlyDepartureRow;
    expect(summarised([], [left, departure('true', 'true')], {}, new Map(), [early])).toMatchObject({
      departures: 2,
      departuresBelowTarget: 1,
      earlyDepartures: 1,
      earlyDeparturesBelowTarget: 1,
      earlyDeparturesBelowMinimum: 0,
    });
  });
  it('names every assumption that is in force', () => {
    const plain = summarised([]).assumptions.join('\n');
    expect(plain).toContain('prices.csv');
    expect(plain).toContain('a flat line');
    expect(plain).not.toContain('kWh in every car');
    expect(plain).not.toContain('Holidays');
    expect(plain).not.toMatch(/Left early|Reserve/);
    const chosen = summarised([], [], {
      holidays: { country: 'NO', days: ['2026-05-15'] },
      batteryWh: 40_000,
      v2gPowerW: 11_000,
      chargers: 400,
      leaveEarly: 0.05,
      unannouncedDepartures: 0.01,
    }).assumptions.join('\n');
    expect(chosen).toContain('40 kWh in every car');
    expect(chosen).toContain('11 kW both ways');
    expect(chosen).toContain('Holidays: NO,2026-05-15.');
    expect(chosen).toContain('Chargers: 400');
    expect(chosen).toContain('Left early: 5 % of the sessions');
    expect(chosen).toContain('if 1 % leave within an hour');
  });
  it('says what foresight would have sold: whole steps of the firm capacity of hours that pay', () => {
    const at = (hour: number): string => row(hour).mtu_start;
    // 0.2 of 0.27 MW, 0.1 of 0.1; too little; too cheap; without a price; never measured.
    const firmW = new Map(
      [at(0), at(1), at(2), at(3), at(4)].map((start, index) => [start, [270e3, 1e5, 99e3, 5e5, 5e5][index]]),
    );
    const mtus = [
      row(0),
      row(1),
      row(2),
      row(3, { price_eur_per_mw_h: '4.99' }),
      row(4, { price_eur_per_mw_h: '' }),
      row(5),
    ];
    expect(summarised(mtus, [], {}, firmW as Map<string, number>).foresightMwH).toBe(0.3);
  });
  it('names the strategy, and says what it does', () => {
    expect(summarised([]).strategy).toBe('planned');
    const single = summarised([], [], { strategy: 'single' });
    expect(single.strategy).toBe('single');
    expect(single.assumptions.join('\n')).toContain('Strategy: single; parked cars rest');
  });
  it('of nothing is nothing, and divides by nothing', () => {
    expect(summarised([])).toMatchObject({ mtus: 0, soldHours: 0, deliveredShare: 1, shortfallShareOfSoldHours: 0 });
  });
});
