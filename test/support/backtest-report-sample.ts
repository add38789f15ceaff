import type { BacktestReport } from '../../src/simulation/backtest-report.js';
import type { DepartureRow, MtuRow } from '../../src/simulation/backtest-rows.js';
import { deliveryDay, daysBetween, isoInstant, mtusOf } from '../../src/kernel/index.js';

/** Repeatable numbers in [0, 1) from an integer. */
const noise = (seed: number): number => {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return x - Math.floor(x);
};

function mtuRow(start: number, index: number): MtuRow {
  const hour = new Date(start).getUTCHours();
  const firm = 0.22 + 0.16 * Math.cos(((hour - 1) / 24) * 2 * Math.PI) + 0.05 * noise(index);
  const sold = Math.floor(firm * 8) / 10;
  const maintained = index % 67 === 0 && sold > 0 ? sold - 0.031 : sold;
  const price = 8 + 40 * noise(index + 7) ** 3;
  const energy = 0.2 * sold * noise(index + 3);
  return {
    mtu_start: isoInstant(start),
    offered_mw: sold.toFixed(6),
    awarded_mw: sold.toFixed(6),
    price_eur_per_mw_h: price.toFixed(2),
    maintained_mw: maintained.toFixed(6),
    required_up_mwh: energy.toFixed(9),
    required_down_mwh: energy.toFixed(9),
    delivered_up_mwh: energy.toFixed(9),
    delivered_down_mwh: energy.toFixed(9),
    capacity_eur: (price * maintained).toFixed(2),
    energy_eur: (4 * sold * (noise(index + 5) - 0.4)).toFixed(2),
    sanction_eur: (price * (sold - maintained)).toFixed(2),
  };
}

const departureRow = (index: number): DepartureRow => ({
  session_id: `S${index}`,
  charger_id: `C${index % 60}`,
  plugged_in_at: '2026-01-12T15:00:00.000Z',
  unplugged_at: '2026-01-13T06:30:00.000Z',
  arrival_wh: '30000.000000',
  target_wh: '48000.000000',
  departure_wh: '48100.000000',
  reachable: index % 9 === 0 ? 'false' : index % 31 === 1 ? '' : 'true',
  below_target: index % 9 === 0 ? 'true' : index % 31 === 1 ? '' : 'false',
  charged_wh: '21000.000000',
  discharged_wh: '3000.000000',
});

/** Two winter months of a made-up fleet; the clock goes forward in them. */
export function sampleReport(from = '2026-02-01', to = '2026-04-05'): BacktestReport {
  const days = daysBetween(deliveryDay(from), deliveryDay(to));
  const byDay = days.map((day, n) => ({
    day,
    rows: mtusOf(day, 60).map(({ start }, hour) => mtuRow(start, n * 24 + hour)),
  }));
  const mtus = byDay.flatMap(({ rows }) => rows);
  const sum = (of: keyof MtuRow): number => mtus.reduce((total, row) => total + Number(row[of]), 0);
  const dayMoney = byDay.map(({ day, rows }) => {
    const total = (of: keyof MtuRow): number => rows.reduce((all, row) => all + Number(row[of]), 0);
    return {
      day,
      capacityEur: total('capacity_eur'),
      energyEur: total('energy_eur'),
      sanctionEur: total('sanction_eur'),
      wearEur: total('awarded_mw') * 5,
    };
  });
  return {
    title: 'Backtest of 60 chargers',
    from,
    to,
    summary: {
      days: days.length,
      mtus: mtus.length,
      offeredMwH: sum('offered_mw'),
      committedMwH: sum('awarded_mw'),
      maintainedMwH: sum('maintained_mw'),
      deliveredShare: 0.9987,
      shortfallShareOfSoldHours: 0.0149,
      capacityRevenueEur: sum('capacity_eur'),
      energyRevenueEur: sum('energy_eur'),
      sanctionsEur: sum('sanction_eur'),
      netRevenueEur: dayMoney.reduce(
        (all, day) => all + day.capacityEur + day.energyEur - day.sanctionEur - day.wearEur,
        0,
      ),
      revenuePerEvYearEur: 412.5,
      departures: 310,
      departuresUnreachable: 35,
      departuresBelowTarget: 0,
      earlyDepartures: 0,
      earlyDeparturesBelowTarget: 0,
      earlyDeparturesBelowMinimum: 0,
      shortMwH: 0,
      shortMwHByEarlyDepartures: 0,
      eventsAppended: 184_223,
    },
    mtus,
    departures: Array.from({ length: 310 }, (_, index) => departureRow(index)),
    earlyDepartures: [],
    days: dayMoney,
    firmMw: Object.fromEntries(
      mtus.map((row, index) => [row.mtu_start, Number(row.awarded_mw) + 0.04 + 0.05 * noise(index)]),
    ),
    assumptions: [
      'Sanction factor 1 (assumed: the TSO’s is not published).',
      'Driver’s minimum SoC 20 %.',
      'Efficiency 0.95 each way.',
    ],
    dataNotes: ['3 rows of the sessions file were duplicates.', '<b>2 & 1</b> gaps in the prices.'],
  };
}
