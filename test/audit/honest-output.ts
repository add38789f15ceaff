import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { AuditInput } from './audit-input.js';

/**
 * A small output folder made by hand, in which everything is as promised: one delivery day, two cars of 200 kWh at
 * 100 kW chargers, 0.1 MW sold in two hours. The frequency is 49.95 Hz in even minutes and 50.05 Hz in odd ones, so the
 * response is half the capacity, up and down in turn, and each car gives half of it.
 */
export const DAY = '2026-01-12';
const START = Date.parse('2026-01-11T23:00:00Z');
const HOURS = 24;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const POWER_W = 100_000;
const EFFICIENCY = 0.95;

const CARS = [
  { id: 'S1', pluggedInAt: START - 2 * HOUR, unpluggedAt: START + 30 * HOUR, arrivalWh: 100_000, targetWh: 90_000 },
  { id: 'S2', pluggedInAt: START + 30 * MINUTE, unpluggedAt: START + 20 * HOUR, arrivalWh: 80_000, targetWh: 120_000 },
];
/** Sold hours by number: price and watts maintained of 100 000. */
const SOLD = new Map([
  [3, { price: '62.13', maintainedW: 100_000 }],
  [4, { price: '24.05', maintainedW: 80_000 }],
]);
const CHARGING = { from: START + 10 * HOUR, until: START + 11 * HOUR, powerW: -48_000 };

const iso = (at: number): string => new Date(at).toISOString();
const isUp = (at: number): boolean => Math.floor(at / MINUTE) % 2 === 0;
const soldAt = (at: number) => SOLD.get(Math.floor((at - START) / HOUR));
const csv = (header: string, rows: readonly (readonly (string | number | boolean)[])[]): string =>
  [header, ...rows.map((row) => row.join(','))].join('\n') + '\n';

/** Energy of 0.1 MW·share at half activation over `minutes` one-way minutes, in mWh. */
const activatedMilliWh = (maintainedW: number, minutes: number): number =>
  Math.round((maintainedW * 50 * 60 * minutes) / 360);

function quarterOf(start: number): { up: number; down: number } {
  const maintainedW = soldAt(start)?.maintainedW ?? 0;
  const minutes = Array.from({ length: 15 }, (_, minute) => isUp(start + minute * MINUTE));
  const up = minutes.filter(Boolean).length;
  return { up: activatedMilliWh(maintainedW, up), down: activatedMilliWh(maintainedW, 15 - up) };
}

/** Up 80, down 30 EUR/MWh; mWh to cents, halves away from zero. */
function energyCents({ up, down }: { up: number; down: number }): number {
  const exact = (up * 80 - down * 30) / 1e7;
  return Math.sign(exact) * Math.round(Math.abs(exact));
}
const eur = (cents: number): string => (cents / 100).toFixed(2);
const mwh = (milliWh: number): string => (milliWh / 1e9).toFixed(9);

function mtuRows() {
  return Array.from({ length: HOURS }, (_, hour) => {
    const start = START + hour * HOUR;
    const sold = SOLD.get(hour);
    const response = sold ? mwh(25_000_000) : mwh(0);
    const energy = [0, 1, 2, 3].reduce(
      (sum, quarter) => sum + energyCents(quarterOf(start + quarter * 15 * MINUTE)),
      0,
    );
    // 62.13 × 0.1 = 6.213; 24.05 × 0.08 = 1.924; sanction 24.05 × 0.02 = 0.481
    const [capacity, sanction] = hour === 3 ? ['6.21', '0.00'] : hour === 4 ? ['1.92', '0.48'] : ['0.00', '0.00'];
    const awarded = sold ? '0.100000' : '0.000000';
    const maintained = sold ? (sold.maintainedW / 1e6).toFixed(6) : '0.000000';
    const price = sold?.price ?? '10';
    return {
      start,
      sold,
      cells: [
        iso(start),
        sold ? '0.200000' : '0.000000',
        awarded,
        price,
        maintained,
        response,
        response,
        response,
        response,
        capacity,
        eur(energy),
        sanction,
      ],
    };
  });
}

/** Power of car `index` at `at`, injection positive; the baseline is charging in one hour. */
function powerOf(index: number, at: number): { power: number; baseline: number } {
  const baseline = index === 1 && at >= CHARGING.from && at < CHARGING.until ? CHARGING.powerW : 0;
  const response = soldAt(at) ? (isUp(at) ? 25_000 : -25_000) : 0;
  return { power: baseline + response, baseline };
}

interface Trace {
  readonly vehicles: string;
  readonly departureWh: number;
  readonly chargedWh: number;
  readonly dischargedWh: number;
}

function vehicleTrace(): Trace {
  const rows: (string | number)[][] = [];
  const flows = CARS.map((car) => ({ energy: car.arrivalWh, charged: 0, discharged: 0 }));
  const end = START + HOURS * HOUR;
  for (let at = START; at < end; at += MINUTE)
    for (const [index, car] of CARS.entries()) {
      const flow = flows[index] as (typeof flows)[number];
      const { power, baseline } = powerOf(index, at);
      if (at < car.pluggedInAt || at > car.unpluggedAt) continue;
      rows.push([iso(at), car.id, at === car.unpluggedAt ? 0 : power, Math.round(flow.energy), baseline]);
      if (at === car.unpluggedAt) continue;
      if (power > 0) flow.discharged += power / EFFICIENCY / 60;
      else flow.charged += (-power * EFFICIENCY) / 60;
      flow.energy = car.arrivalWh + flow.charged - flow.discharged;
    }
  const left = flows[1] as (typeof flows)[number];
  return {
    vehicles: csv('time,session_id,power_w,energy_wh,baseline_w', rows),
    departureWh: Math.round(left.energy),
    chargedWh: Math.round(left.charged),
    dischargedWh: Math.round(left.discharged),
  };
}

function groupTrace(): string {
  const rows = Array.from({ length: HOURS * 3600 }, (_, second) => {
    const at = START + second * 1000;
    const sold = soldAt(at);
    const response = sold ? (isUp(at) ? 50_000 : -50_000) : 0;
    const baseline = at >= CHARGING.from && at < CHARGING.until ? CHARGING.powerW : 0;
    return [
      iso(at),
      isUp(at) ? '49.950' : '50.050',
      sold ? '0.100000' : '0.000000',
      response,
      response,
      baseline,
      sold?.maintainedW ?? 0,
      sold ? 60 : '',
      0,
      0,
    ];
  });
  return csv(
    'time,frequency_hz,committed_mw,required_w,delivered_w,baseline_w,maintained_w,endurance_min,nem,aem',
    rows,
  );
}

function sessionsFile(): string {
  const rows = CARS.map((car, index) => [
    car.id,
    `C${index}`,
    iso(car.pluggedInAt),
    iso(car.unpluggedAt),
    10,
    car.arrivalWh / 2000,
    car.targetWh / 2000,
    200,
  ]);
  return csv('session_id,charger_id,plugged_in_at,unplugged_at,energy_kwh,arrival_soc,target_soc,battery_kwh', rows);
}

/** Two days, of which the engine's UTC day k takes day k mod 2; one value is missing, one second comes twice. */
function frequencyFile(): string {
  const lines = ['time,frequency_hz'];
  for (let at = Date.parse('2015-01-01T00:00:00Z'); at < Date.parse('2015-01-03T00:00:00Z'); at += 1000) {
    const second = iso(at).replace('.000', '');
    lines.push(`${second},${second.endsWith('00:00:30Z') ? '' : isUp(at) ? '49.950' : '50.050'}`);
    if (second.endsWith('00:00:40Z')) lines.push(`${second},49.999`);
  }
  return lines.join('\n') + '\n';
}

const energyPriceFile = (price: number): string =>
  [
    '"Start time UTC","End time UTC","Price, EUR/MWh"',
    ...Array.from(
      { length: HOURS },
      (_, hour) => `"${iso(START + hour * HOUR)}","${iso(START + (hour + 1) * HOUR)}","${price}"`,
    ),
  ].join('\r\n');

const MTU_HEADER =
  'mtu_start,offered_mw,awarded_mw,price_eur_per_mw_h,maintained_mw,required_up_mwh,required_down_mwh,' +
  'delivered_up_mwh,delivered_down_mwh,capacity_eur,energy_eur,sanction_eur';
const ISP_HEADER =
  'isp_start,activated_up_mwh,activated_down_mwh,up_price_eur_per_mwh,down_price_eur_per_mwh,energy_eur';
const SETTLEMENT_HEADER =
  'delivery_day,mtu_start,product,status,offered_mw,awarded_mw,price_eur_per_mw_h,maintained_mw,' +
  'capacity_eur,energy_eur,sanction_eur,wear_eur';
const DEPARTURE_HEADER =
  'session_id,charger_id,plugged_in_at,unplugged_at,arrival_wh,target_wh,departure_wh,reachable,below_target,' +
  'charged_wh,discharged_wh';

type Mtus = ReturnType<typeof mtuRows>;

function ispsFile(): string {
  const quarters = Array.from({ length: HOURS * 4 }, (_, quarter) => START + quarter * 15 * MINUTE);
  const rows = quarters.map((at) => {
    const energy = quarterOf(at);
    return [iso(at), mwh(energy.up), mwh(energy.down), '80', '30', eur(energyCents(energy))];
  });
  return csv(ISP_HEADER, rows);
}

function settlementFile(mtus: Mtus): string {
  const sold = mtus.filter((mtu) => mtu.sold);
  const rows = sold.map(({ cells }) => [
    DAY,
    cells[0],
    'FCR-N',
    'settled',
    ...cells.slice(1, 5),
    ...cells.slice(9),
    '0.10',
  ]);
  return csv(
    SETTLEMENT_HEADER,
    rows.map((row) => row.map(String)),
  );
}

/** Only the second car leaves within the day. */
function departuresFile({ departureWh, chargedWh, dischargedWh }: Trace): string {
  const { id, pluggedInAt, unpluggedAt, arrivalWh, targetWh } = CARS[1] as (typeof CARS)[number];
  const cells = [id, 'C1', iso(pluggedInAt), iso(unpluggedAt), arrivalWh, targetWh, departureWh, true, false];
  return csv(DEPARTURE_HEADER, [[...cells, chargedWh, dischargedWh]]);
}

function pricesFile(mtus: Mtus): string {
  const rows = mtus.map(({ cells }) => [String(cells[0]), String(cells[3])]);
  return csv('start,price_eur_per_mw_h', rows);
}

/** Writes inputs and outputs into `folder`, which must exist. */
export function writeHonestOutput(folder: string): AuditInput {
  const write = (name: string, text: string): string => {
    writeFileSync(`${folder}/${name}`, name.endsWith('.gz') ? gzipSync(text) : text);
    return `${folder}/${name}`;
  };
  const mtus = mtuRows();
  const trace = vehicleTrace();
  const rows = mtus.map(({ cells }) => cells);
  write('mtus.csv', csv(MTU_HEADER, rows));
  write('isps.csv', ispsFile());
  write('settlement.csv', settlementFile(mtus));
  write('departures.csv', departuresFile(trace));
  write('trace-group.csv.gz', groupTrace());
  write('trace-vehicles.csv.gz', trace.vehicles);
  return {
    outDir: folder,
    from: DAY,
    to: DAY,
    traceDay: DAY,
    powerW: POWER_W,
    files: {
      sessions: write('sessions.csv', sessionsFile()),
      prices: write('prices.csv', pricesFile(mtus)),
      frequency: write('frequency.csv.gz', frequencyFile()),
      upPrices: write('up.csv', energyPriceFile(80)),
      downPrices: write('down.csv', energyPriceFile(30)),
    },
    report: honestReport(mtus.reduce((sum, { cells }) => sum + Math.round(Number(cells[10]) * 100), 0)),
  };
}

function honestReport(energyCentsTotal: number): Record<string, unknown> {
  const net = 813 + energyCentsTotal - 48 - 20;
  return {
    days: 1,
    mtus: 24,
    offeredMwH: 0.4,
    committedMwH: 0.2,
    maintainedMwH: 0.18,
    deliveredShare: 1,
    shortfallShareOfSoldHours: 0.5,
    capacityRevenueEur: 8.13,
    energyRevenueEur: energyCentsTotal / 100,
    sanctionsEur: 0.48,
    netRevenueEur: net / 100,
    revenuePerEvYearEur: 1,
    departures: 1,
    departuresUnreachable: 0,
    departuresBelowTarget: 0,
    eventsAppended: 1,
    assumptions: [],
    wallSeconds: 1,
    peakMemoryMb: 1,
  };
}
