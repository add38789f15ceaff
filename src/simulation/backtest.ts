import type { HistorySession, SessionHistory } from '../fleet/index.js';
import { DEFAULT_STRATEGY, type StrategyName } from '../dispatch/index.js';
import { Engine, type EngineOptions } from '../engine/index.js';
import type { HolidayCalendar } from '../forecast/index.js';
import {
  dayInterval,
  deliveryDayOf,
  epochMs,
  floorToStep,
  MS_PER_MINUTE,
  plusDays,
  type DeliveryDay,
  type EpochMs,
} from '../kernel/index.js';
import { fcrnRules, newestFcrnRules, type FcrnRules, type FrequencySource, type PriceSeries } from '../market/index.js';
import type { EventLog } from '../platform/index.js';
import type { SettlementTerms } from '../settlement/index.js';
import type { DepartureRow } from './backtest-rows.js';
import { DepartureBook } from './departure-book.js';
import { leavingEarly, type EarlyDepartureRow } from './early-departures.js';
import { EnergyPriceReplay, type EnergyPriceFiles } from './market-replay.js';
import { SimulatedFleet, type Stay } from './simulated-fleet.js';
import { stayOf, studySessions, type StudyFleetOptions } from './study-fleet.js';
import { Trace } from './trace.js';
import { TsoSimulator } from './tso-simulator.js';
import { VirtualClock } from './virtual-clock.js';
import { driveTo, type World } from './world.js';

export interface BacktestOptions extends StudyFleetOptions {
  readonly history: SessionHistory;
  readonly from: DeliveryDay;
  readonly to: DeliveryDay;
  readonly capacityPrices: PriceSeries;
  readonly energyPrices: EnergyPriceFiles;
  readonly frequency: FrequencySource;
  readonly rules: 'current' | 'delivery-day';
  readonly reliability: number;
  readonly floorPriceEurPerMwH: string;
  readonly settlement: SettlementTerms;
  /** Where cars wait for activation; default: what live trading takes. */
  readonly strategy?: StrategyName;
  /** Share of sessions, in [0, 1), that leave earlier than stated, in the world and unknown to the engine; default 0. */
  readonly leaveEarly?: number;
  /** Share of cars that the engine reckons may leave within an hour without having said so; default 0. */
  readonly unannouncedDepartures?: number;
  /** What the forecast knows as free beside weekends; default: the holidays of the market's country. */
  readonly holidays?: HolidayCalendar;
  readonly traceDay?: DeliveryDay;
  /** Opens the log that the run is recorded in. */
  readonly openLog: (clock: VirtualClock) => Promise<EventLog> | EventLog;
  /** Between 0 and 1, about once a simulated day; awaited, so that a terminal can be drawn. */
  readonly onProgress?: (done: number, day: DeliveryDay) => Promise<void> | void;
}

export interface BacktestRun {
  readonly log: EventLog;
  readonly departures: readonly DepartureRow[];
  /** Of them, who left before they had said, by time of unplugging. */
  readonly earlyDepartures: readonly EarlyDepartureRow[];
  readonly trace: Trace | null;
  readonly eventsAppended: number;
  /** Chargers with a session that could be traded in the days. */
  readonly chargers: number;
  readonly start: EpochMs;
}

/** The learner’s past: what the forecast looks back on, and a week more. */
const PAST_DAYS = 35;
/** In the past, before there was a market, cars are moved as if this share of what they could hold had been sold. */
export const PRETENDED_SHARE = 0.6;
const SETTLE_DELAY_MS = MS_PER_MINUTE;

/** The production engine over recorded history: same code, a virtual clock, a simulated fleet and a TSO that clears at historical prices. */
export async function runBacktest(options: BacktestOptions): Promise<BacktestRun> {
  const days = { start: dayInterval(options.from).start, end: dayInterval(options.to).end };
  const sessions = studySessions(options.history.rows, options);
  const start = startOfPast(sessions, options.from);
  const clock = new VirtualClock(start);
  const log = await options.openLog(clock);
  const trace = options.traceDay === undefined ? null : new Trace(dayInterval(options.traceDay));
  const present = sessions.filter((session) => session.unpluggedAt > start && session.pluggedInAt < days.end);
  const stated = present.map((session) => stayOf(session, options)).filter((stay): stay is Stay => stay !== null);
  const { stays, sessionIds: leavers } = leavingEarly(stated, options.leaveEarly ?? 0, options.seed);
  const book = new DepartureBook(days, leavers);
  for (const session of present) if (stayOf(session, options) === null) book.unknown(session);

  const fleet = new SimulatedFleet({
    stays,
    report: (messages, now) => engine.telemetry.accept(messages, now),
    listener: {
      unplugged: (vehicle) => {
        book.unplugged(vehicle);
        trace?.unplugged(vehicle);
      },
      obeyed: (frame, vehicles, before) => trace?.obeyed(frame, vehicles, before),
    },
  });
  const rulesOf = (at: EpochMs): FcrnRules => (options.rules === 'current' ? newestFcrnRules() : fcrnRules(at));
  const tso = new TsoSimulator({
    clock,
    rulesOf: (day) => rulesOf(dayInterval(day).start),
    clearingPrice: (mtuStart) => options.capacityPrices.at(mtuStart),
    seed: options.seed,
  });
  const step = rulesOf(days.start).bidStepW;
  const engine: Engine = await Engine.start({
    log,
    clock,
    gateway: tso,
    setPoints: fleet,
    rulesOf,
    strategy: options.strategy ?? DEFAULT_STRATEGY,
    ...(options.holidays && { holidays: options.holidays }),
    departures: { leavingProbability: options.unannouncedDepartures ?? 0, reliability: options.reliability },
    policy: policyOf(options),
    settlement: { ...options.settlement, settleDelayMs: SETTLE_DELAY_MS, priceArea: 'FI' },
    auctions: { approval: 'policy', firstDay: options.from, lastDay: options.to },
    past: { until: days.start, pretend: (firmW) => floorToStep(PRETENDED_SHARE * firmW, step) },
    onFrame: (frame) => trace?.frame(frame),
  });
  const prices = new EnergyPriceReplay(engine.energyPrices, options.energyPrices, options.from, options.to);
  const world: World = { clock, engine, parts: [tso, prices, fleet], frequency: options.frequency };
  await driveByDay(world, days.end, options);
  await driveTo(world, epochMs(days.end + 2 * SETTLE_DELAY_MS));
  await engine.settled();
  await engine.stop();
  const chargers = new Set(stays.filter((stay) => stay.unpluggedAt > days.start).map(({ chargerId }) => chargerId))
    .size;
  return { log, ...book.rows(), trace, eventsAppended: log.lastPosition() + 1, chargers, start };
}

const policyOf = ({ reliability, floorPriceEurPerMwH }: BacktestOptions): EngineOptions['policy'] => ({
  reliability,
  floorPriceEurPerMwH,
  portfolioLimitW: null,
});

async function driveByDay(world: World, end: EpochMs, { onProgress }: BacktestOptions): Promise<void> {
  const start = world.clock.now();
  while (world.clock.now() < end) {
    const day = deliveryDayOf(world.clock.now());
    await driveTo(world, epochMs(Math.min(end, dayInterval(day).end)));
    await onProgress?.((world.clock.now() - start) / (end - start), day);
  }
}

/** As long as the forecast can use, and no longer than the file has; at least the day before, for the first gate. */
function startOfPast(sessions: readonly HistorySession[], from: DeliveryDay): EpochMs {
  const earliest = plusDays(from, -PAST_DAYS);
  const first = sessions[0] === undefined ? from : deliveryDayOf(sessions[0].pluggedInAt);
  const day = first > earliest ? first : earliest;
  const latest = plusDays(from, -1);
  return dayInterval(day > latest ? latest : day).start;
}
