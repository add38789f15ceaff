import { Engine } from '../engine/index.js';
import type { HistorySession } from '../fleet/index.js';
import {
  deliveryDayOf,
  epochMs,
  floorToStep,
  MS_PER_HOUR,
  plusDays,
  unitOf,
  type EpochMs,
  type Interval,
} from '../kernel/index.js';
import type { FirmCapacityMeasured } from '../ledger/index.js';
import { newestFcrnRules, type FcrnRules, type FrequencySource, type MarketGateway } from '../market/index.js';
import type { EventLog } from '../platform/index.js';
import { ASSUMED_WEAR, sanctionTerms } from '../settlement/index.js';
import { PRETENDED_SHARE } from './backtest.js';
import { SimulatedFleet, type Stay } from './simulated-fleet.js';
import { stayOf, type StudyFleetOptions } from './study-fleet.js';
import { VirtualClock } from './virtual-clock.js';
import { driveTo, type World } from './world.js';

export interface HistoryRunOptions extends Pick<StudyFleetOptions, 'v2gPowerW' | 'batteryWh'> {
  /** In order of plug-in. */
  readonly sessions: readonly Omit<HistorySession, 'energyWh'>[];
  /** Only the last days of the history are run: as many as the forecast looks back on. */
  readonly days: number;
  readonly frequency: FrequencySource;
  /** Opens the log that the run is recorded in; nobody reads it afterwards. */
  readonly openLog: (clock: VirtualClock) => EventLog;
  /** Between 0 and 1, about once a simulated day; awaited, so that a terminal can be drawn. */
  readonly onProgress?: (done: number) => Promise<void> | void;
}

export type FirmCapacitySample = FirmCapacityMeasured['data'];

export interface HistoryRun {
  /** One a whole MTU between the first plug-in and the last unplug that were run, in order. */
  readonly samples: readonly FirmCapacitySample[];
  /** Sessions that lack battery, state of charge or power: nothing is known of what they could have held. */
  readonly skipped: number;
}

const RULES: FcrnRules = newestFcrnRules();
const MS_PER_DAY = 24 * MS_PER_HOUR;

/** There was no market then: nothing is ever sent to it. */
const NO_MARKET: MarketGateway = {
  submit: () => Promise.reject(new Error('a past without a market sends no bids')),
  query: () => Promise.resolve('no-answer'),
  listen: () => undefined,
};

/**
 * A customer's past through the production engine, as a past without a market: cars are moved as if a share of what
 * they could hold had been sold, so that each sample has activation in it, like those that live trading measures.
 */
export async function runHistory(options: HistoryRunOptions): Promise<HistoryRun> {
  const stays = options.sessions.map((session) => stayOf(session, { ...options, seed: 0 }));
  const usable = stays.filter((stay): stay is Stay => stay !== null);
  const window = windowOf(usable, options.days);
  const skipped = stays.length - usable.length;
  if (window === null) return { samples: [], skipped };
  const { log, world } = await worldOf(usable, window, options);
  // The cars that stand there when the window opens come first: the first sample counts them.
  for (const part of world.parts) if ((part.nextDueAt() ?? window.end) <= window.start) await part.runDue(window.start);
  await world.engine.settled();
  while (world.clock.now() < window.end) {
    await driveTo(world, epochMs(Math.min(window.end, world.clock.now() + MS_PER_DAY)));
    await options.onProgress?.((world.clock.now() - window.start) / (window.end - window.start));
  }
  await world.engine.settled();
  await world.engine.stop();
  const samples: FirmCapacitySample[] = [];
  for await (const { data } of log.readAll({ types: ['FirmCapacityMeasured'] }))
    samples.push(data as FirmCapacitySample);
  await log.close();
  return { samples: samples.filter(({ mtuStart }) => Date.parse(mtuStart) < window.end), skipped };
}

/** Whole MTUs only: before the first plug-in and after the last unplug an empty car park says nothing. */
function windowOf(stays: readonly Stay[], days: number): Interval | null {
  const [first] = stays;
  if (first === undefined) return null;
  const last = stays.reduce((latest, { unpluggedAt }) => Math.max(latest, unpluggedAt), 0);
  const end = unitOf(epochMs(last), RULES.mtuMinutes).start;
  const start = unitOf(epochMs(Math.max(first.pluggedInAt, end - days * MS_PER_DAY - 1)), RULES.mtuMinutes).end;
  return start < end ? { start, end } : null;
}

async function worldOf(
  stays: readonly Stay[],
  window: Interval,
  { openLog, frequency }: HistoryRunOptions,
): Promise<{ log: EventLog; world: World }> {
  const clock = new VirtualClock(window.start);
  const log = openLog(clock);
  const fleet = new SimulatedFleet({
    stays: stays.filter(({ unpluggedAt }) => unpluggedAt > window.start),
    report: (messages, now) => engine.telemetry.accept(messages, now),
  });
  const engine: Engine = await Engine.start({
    log,
    clock,
    gateway: NO_MARKET,
    setPoints: fleet,
    rulesOf: () => RULES,
    policy: { reliability: 0.9, floorPriceEurPerMwH: '0', portfolioLimitW: null },
    settlement: {
      sanction: sanctionTerms('0', 'a past without a market'),
      wear: ASSUMED_WEAR,
      settleDelayMs: 0,
      priceArea: 'FI',
    },
    auctions: { approval: 'policy', firstDay: dayAfterNext(window.end) },
    past: { until: window.end, pretend: (firmW) => floorToStep(PRETENDED_SHARE * firmW, RULES.bidStepW) },
  });
  return { log, world: { clock, engine, parts: [fleet], frequency } };
}

/** Its gate opens after the run has ended. */
const dayAfterNext = (at: EpochMs) => plusDays(deliveryDayOf(at), 2);
