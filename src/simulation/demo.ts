import { Engine, type EngineOptions } from '../engine/index.js';
import type { FrequencySource } from '../market/index.js';
import { energyAt } from '../dispatch/index.js';
import {
  dayInterval,
  deliveryDay,
  deliveryDayOf,
  epochMs,
  floorToStep,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  plusDays,
  type EpochMs,
} from '../kernel/index.js';
import { gateClosureOf, newestFcrnRules } from '../market/index.js';
import type { EventLog } from '../platform/index.js';
import { PRETENDED_SHARE } from './backtest.js';
import { demoChargers, demoStays, staysFrom, type DemoCharger } from './demo-fleet.js';
import { DemoEnergyPrices, demoCapacityPrice } from './demo-market.js';
import { SimulatedFrequency } from './frequency-simulator.js';
import { SimulatedFleet, type Stay } from './simulated-fleet.js';
import { TsoSimulator } from './tso-simulator.js';
import { VirtualClock } from './virtual-clock.js';
import { driveTo, type World } from './world.js';

export interface DemoOptions {
  readonly seed: number;
  readonly chargers: number;
  /** What is the operator's to decide: bid policy, strategy, holidays, settlement terms, who approves. */
  readonly engine: Pick<EngineOptions, 'policy' | 'settlement' | 'strategy' | 'holidays'> & {
    readonly approval: 'policy' | 'trader';
  };
  readonly onFailure?: (error: unknown) => void;
  readonly snapshots?: EngineOptions['snapshots'];
}

/** What is in the cars, which no log knows to the watt-second: a battery keeps its charge, whatever the engine forgets. */
export interface DemoBatteries {
  readonly at: EpochMs;
  /** By session, mJ. */
  readonly energyMj: Readonly<Record<string, number>>;
}

export interface DemoWorld extends World {
  batteries(): DemoBatteries;
  /**
   * Ends the world's time. Every car's gauge is on record then: whoever goes on has nothing but the log to know what the
   * cars hold, and what they charged since an older reading would be lost to them, and to their promise.
   */
  stop(): Promise<void>;
}

/** The demo's first day of live trading: an ordinary Wednesday in winter. */
const FIRST_DAY = deliveryDay('2026-01-14');
/** To learn from: the fewest in which neighbouring hours make up for days that are few. Then days traded and settled. */
const LEARNT_DAYS = 12;
const TRADED_DAYS = 5;
export const DEMO_PAST_DAYS = LEARNT_DAYS + TRADED_DAYS;
/** The clock starts this long before the gate closes: the newcomer sees the plan made, sent, acknowledged and awarded. */
const BEFORE_GATE_MS = 33 * MS_PER_MINUTE;
/** What the simulated TSO has to remember of its former life. */
export const MARKET_TRAFFIC = ['BidsSubmitted', 'BidsAcknowledged', 'BidsRejected', 'AllocationReceived'] as const;
const RESULT_DELAY_MS = 15 * MS_PER_MINUTE;

const RULES = newestFcrnRules();
const LONGEST_STAY_MS = 4 * 24 * MS_PER_HOUR;
const START = dayInterval(plusDays(FIRST_DAY, -DEMO_PAST_DAYS)).start;
/** Where the simulated past ends and the demo's live clock begins. */
export const DEMO_BEGINS = epochMs(gateClosureOf(plusDays(FIRST_DAY, 1), RULES) - BEFORE_GATE_MS);

/** Lays the simulated past down in an empty log: the same engine, the same world, only faster. */
export async function layDownPast(
  log: EventLog,
  clock: VirtualClock,
  options: DemoOptions,
  onProgress: (done: number) => Promise<void> | void,
): Promise<DemoBatteries> {
  const chargers = demoChargers(options.chargers, options.seed);
  const world = await worldOf(log, clock, options, {
    coming: demoStays(chargers, deliveryDayOf(START), options.seed),
    present: [],
  });
  await register(world.engine, chargers);
  while (clock.now() < DEMO_BEGINS) {
    await driveTo(world, epochMs(Math.min(DEMO_BEGINS, dayInterval(deliveryDayOf(clock.now())).end)));
    await onProgress((clock.now() - START) / (DEMO_BEGINS - START));
  }
  await world.stop();
  return world.batteries();
}

export const demoClock = (at: EpochMs = START): VirtualClock => new VirtualClock(at);

/**
 * Goes on from the log's last simulated instant: the cars that were plugged in, the bids that were under way. The first
 * thing the cars do is to say what they have, as chargers do that find their system back.
 * @param batteries as they were last seen; where they say nothing of a car, or a later gauge does, the gauge counts.
 */
export async function resumeDemo(
  log: EventLog,
  clock: VirtualClock,
  options: DemoOptions,
  batteries: DemoBatteries | null,
): Promise<DemoWorld> {
  const chargers = demoChargers(options.chargers, options.seed);
  const { present, coming } = staysFrom(chargers, clock.now(), options.seed);
  const pluggedIn = await gaugesOf(log, clock.now());
  const missed = present.filter((stay) => !pluggedIn.seen.has(stay.sessionId) && stay.unpluggedAt > clock.now());
  return worldOf(log, clock, options, {
    coming: (function* () {
      yield* missed;
      yield* coming;
    })(),
    present: present.flatMap((stay) => {
      const gauge = pluggedIn.open.get(stay.sessionId);
      if (gauge === undefined) return [];
      const seen = batteries !== null && batteries.at >= gauge.at ? batteries.energyMj[stay.sessionId] : undefined;
      return [{ stay, energyMj: seen ?? energyAt(stay.batteryWh, gauge.socPermille), since: clock.now() }];
    }),
  });
}

/** The last instant on record. */
export async function lastInstant(log: EventLog): Promise<EpochMs | null> {
  for await (const event of log.readAll({ backwards: true, limit: 1 })) return event.recordedAt;
  return null;
}

async function worldOf(
  log: EventLog,
  clock: VirtualClock,
  options: DemoOptions,
  cars: { coming: Iterable<Stay>; present: readonly { stay: Stay; energyMj: number; since: EpochMs }[] },
): Promise<DemoWorld> {
  const { seed } = options;
  const fleet = new SimulatedFleet({
    // Half as many readings of the past: it is only there to learn from.
    reportMinutes: clock.now() < DEMO_BEGINS ? 30 : 15,
    stays: cars.coming,
    present: cars.present,
    report: (messages, now) => engine.telemetry.accept(messages, now),
  });
  const tso = new TsoSimulator({
    clock,
    rulesOf: () => RULES,
    clearingPrice: (mtuStart) => demoCapacityPrice(mtuStart, seed),
    resultDelayMs: RESULT_DELAY_MS,
    seed,
  });
  await tso.restore(log.readAll({ types: MARKET_TRAFFIC }));
  const { approval, ...terms } = options.engine;
  const engine: Engine = await Engine.start({
    log,
    clock,
    gateway: tso,
    setPoints: fleet,
    rulesOf: () => RULES,
    ...terms,
    // In the past nobody is there to approve.
    auctions: {
      approval: clock.now() < DEMO_BEGINS ? 'policy' : approval,
      firstDay: plusDays(FIRST_DAY, -TRADED_DAYS),
    },
    past: {
      until: dayInterval(plusDays(FIRST_DAY, -TRADED_DAYS)).start,
      pretend: (firmW) => floorToStep(PRETENDED_SHARE * firmW, RULES.bidStepW),
    },
    ...(options.onFailure && { onFailure: options.onFailure }),
    ...(options.snapshots && { snapshots: options.snapshots }),
  });
  const frequency: FrequencySource = new SimulatedFrequency(seed);
  await fleet.readGauges(clock.now());
  return {
    clock,
    engine,
    batteries: () => ({
      at: clock.now(),
      energyMj: Object.fromEntries([...fleet.vehicles()].map(({ sessionId, energyMj }) => [sessionId, energyMj])),
    }),
    parts: [tso, new DemoEnergyPrices(engine.energyPrices, deliveryDayOf(clock.now()), seed), fleet],
    frequency,
    stop: async () => {
      await engine.settled();
      await fleet.readGauges(clock.now());
      await engine.settled();
      await engine.stop();
    },
  };
}

async function register(engine: Engine, chargers: readonly DemoCharger[]): Promise<void> {
  const meta = (id: string) => ({
    messageId: `demo-registers-${id}`,
    correlationId: 'demo',
    causationId: 'demo',
    actor: 'operator:demo',
  });
  for (const siteId of new Set(chargers.map((charger) => charger.siteId)))
    await engine.registry.registerSite(
      {
        siteId,
        name: siteId.replace('-', ' '),
        address: null,
        fuseLimitW: null,
        deliveryGroup: 'demo',
        balanceResponsibleParty: null,
      },
      meta(siteId),
    );
  for (const { chargerId, siteId } of chargers)
    await engine.registry.registerCharger(
      {
        chargerId,
        siteId,
        connectors: 1,
        current: 'DC',
        maxChargeW: 11_000,
        maxDischargeW: 11_000,
        v2gReady: true,
        prequalification: 'prequalified',
      },
      meta(chargerId),
    );
}

interface Gauge {
  readonly at: EpochMs;
  readonly socPermille: number;
}

/** Gauge readings of the sessions that are open, and the names of all of the last days. */
async function gaugesOf(log: EventLog, now: EpochMs): Promise<{ open: Map<string, Gauge>; seen: Set<string> }> {
  const open = new Map<string, Gauge>();
  const seen = new Set<string>();
  const ended = new Set<string>();
  const types = ['VehiclePluggedIn', 'SocReported', 'VehicleUnplugged'];
  for await (const { type, data, occurredAt } of log.readAll({ types, backwards: true })) {
    if (occurredAt < now - LONGEST_STAY_MS) break;
    const { sessionId, socPermille } = data as { sessionId: string; socPermille: number };
    seen.add(sessionId);
    if (type === 'VehicleUnplugged') ended.add(sessionId);
    else if (!ended.has(sessionId) && !open.has(sessionId)) open.set(sessionId, { at: occurredAt, socPermille });
  }
  return { open, seen };
}
