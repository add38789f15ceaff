import { mkdir, readdir } from 'node:fs/promises';
import { floorPriceForWear } from '../bidding/index.js';
import { readSessionFile } from '../fleet/history/session-file.adapter.js';
import type { HolidayCalendar } from '../forecast/index.js';
import { dayInterval, deliveryDay, deliveryDayOf, epochMs, InputError, type DeliveryDay } from '../kernel/index.js';
import { readFrequency } from '../market/files/frequency-file.adapter.js';
import { readCapacityPrices, readEnergyPrices } from '../market/files/price-file.adapter.js';
import { alignFrequency, type FrequencySource, type PriceSeries } from '../market/index.js';
import { ASSUMED_WEAR, sanctionTerms } from '../settlement/index.js';
import {
  type BacktestOptions,
  type EnergyPriceFiles,
  type EnergyPriceKind,
  SimulatedFrequency,
} from '../simulation/index.js';

/** The options of the command that say what is run over, whatever the strategy. */
export interface StudyFiles {
  readonly sessions: string;
  readonly prices: string;
  readonly frequency?: string;
  readonly frequencyAlign: 'exact' | 'wrap';
  readonly imbalancePrices?: string;
  readonly dayAheadPrices?: string;
  readonly upPrices?: string;
  readonly downPrices?: string;
  readonly rules: 'current' | 'delivery-day';
  readonly from?: string;
  readonly to?: string;
  readonly chargers?: number;
  readonly v2gPowerKw?: number;
  readonly batteryKwh?: number;
  readonly holidays?: HolidayCalendar;
  readonly leaveEarly: number;
  readonly unannouncedDepartures: number;
  readonly reliability: number;
  readonly sanctionFactor?: string;
  readonly seed: number;
  readonly trace?: string;
}

export type BacktestStudy = Omit<BacktestOptions, 'openLog' | 'onProgress' | 'strategy'>;

/** Reads what all strategies share; nothing of the run itself yet. @throws InputError naming file, row and field. */
export async function readStudy(options: StudyFiles): Promise<BacktestStudy> {
  const history = await readSessionFile(options.sessions);
  const capacityPrices = await readCapacityPrices(options.prices);
  const { from, to } = daysOf(options, history.rows, capacityPrices);
  const { chargers, v2gPowerKw, batteryKwh, trace } = options;
  if (trace !== undefined && (trace < from || trace > to))
    throw new InputError(`--trace ${trace}: not one of the days ${from} to ${to}`);
  return {
    history,
    capacityPrices,
    from,
    to,
    energyPrices: await energyPricesOf(options),
    frequency: await frequencyOf(options, from, to),
    rules: options.rules,
    leaveEarly: options.leaveEarly,
    unannouncedDepartures: options.unannouncedDepartures,
    reliability: options.reliability,
    floorPriceEurPerMwH: floorPriceForWear(ASSUMED_WEAR.eurPerKwh),
    settlement: { sanction: sanctionOf(options.sanctionFactor), wear: ASSUMED_WEAR },
    seed: options.seed,
    ...(options.holidays !== undefined && { holidays: options.holidays }),
    ...(chargers !== undefined && { chargers }),
    ...(v2gPowerKw !== undefined && { v2gPowerW: Math.round(v2gPowerKw * 1000) }),
    ...(batteryKwh !== undefined && { batteryWh: Math.round(batteryKwh * 1000) }),
    ...(trace !== undefined && { traceDay: deliveryDay(trace) }),
  };
}

const sanctionOf = (factor: string | undefined): BacktestOptions['settlement']['sanction'] =>
  factor === undefined
    ? sanctionTerms('1', 'assumption: no contract given')
    : sanctionTerms(factor, '--sanction-factor');

function daysOf(
  options: StudyFiles,
  sessions: BacktestOptions['history']['rows'],
  prices: PriceSeries,
): { from: DeliveryDay; to: DeliveryDay } {
  const first = sessions[0]?.pluggedInAt ?? prices.start;
  const last = sessions.reduce((latest, { unpluggedAt }) => Math.max(latest, unpluggedAt), first as number);
  const from = deliveryDay(options.from ?? deliveryDayOf(epochMs(Math.max(first, prices.start))));
  const to = deliveryDay(options.to ?? deliveryDayOf(epochMs(Math.min(last, prices.end - 1))));
  if (to < from) throw new InputError(`--to ${to} is before --from ${from}; sessions and prices must share days`);
  if (dayInterval(from).start >= prices.end || dayInterval(to).end <= prices.start)
    throw new InputError(`${prices.name} has no price between ${from} and ${to}; choose days that it covers`);
  return { from, to };
}

async function energyPricesOf(options: StudyFiles): Promise<EnergyPriceFiles> {
  const paths: Readonly<Record<EnergyPriceKind, string | undefined>> = {
    up: options.upPrices,
    down: options.downPrices,
    imbalance: options.imbalancePrices,
    'day-ahead': options.dayAheadPrices,
  };
  const files: Partial<Record<EnergyPriceKind, PriceSeries>> = {};
  for (const [kind, path] of Object.entries(paths) as [EnergyPriceKind, string | undefined][])
    if (path !== undefined) files[kind] = await readEnergyPrices(path);
  return files;
}

async function frequencyOf(options: StudyFiles, from: DeliveryDay, to: DeliveryDay): Promise<FrequencySource> {
  if (options.frequency === undefined) return new SimulatedFrequency(options.seed);
  const aligned = alignFrequency(await readFrequency(options.frequency), options.frequencyAlign);
  const days: DeliveryDay[] = [];
  for (let at = dayInterval(from).start as number; at < dayInterval(to).end; at += 12 * 3_600_000) {
    const day = deliveryDayOf(epochMs(at));
    if (days.at(-1) !== day) days.push(day);
  }
  const missing = aligned.daysWithout(days);
  if (missing.length > 0)
    throw new InputError(
      `${options.frequency}: no frequency for ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more days` : ''}; use --frequency-align wrap, or days that it covers`,
    );
  return aligned;
}

/** A log of its own for a run: nothing else is in the folder. */
export async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new InputError(`--data ${folder}: the folder is not empty; give a new one`);
}
