import { ActivationBook, ActivationService, everySecond } from '../activation/index.js';
import {
  AuctionService,
  BidBook,
  MarketMailbox,
  MarketMessageDesk,
  RefusedDocuments,
  type AuctionServiceOptions,
} from '../bidding/index.js';
import {
  allowingFor,
  baselineStrategy,
  DEFAULT_STRATEGY,
  DispatchCycle,
  type Frame,
  type SetPointSink,
  type StrategyName,
} from '../dispatch/index.js';
import {
  FleetProjection,
  FrequencyIntake,
  GuaranteeRenewal,
  PreferencesService,
  Registry,
  SessionStore,
  TelemetryIntake,
  type FrequencyRecorded,
} from '../fleet/index.js';
import { readTelemetryMessage } from '../fleet/telemetry-schema.adapter.js';
import { AvailabilityForecast, DayAheadPlanService, type HolidayCalendar } from '../forecast/index.js';
import {
  deliveryDayOf,
  dayInterval,
  epochMs,
  type Clock,
  type DeliveryDay,
  type EpochMs,
  type Interval,
  type Recorded,
} from '../kernel/index.js';
import { CapacityLedger } from '../ledger/index.js';
import { packedText } from '../market/documents/packed-text.adapter.js';
import { xmlCodec } from '../market/documents/xml-codec.adapter.js';
import { EXAMPLE_PARTY_EIC, FCR_N, SYNCHRONOUS_AREA, type FcrnRules, type MarketGateway } from '../market/index.js';
import {
  CommandHandler,
  ProjectionRunner,
  type EventLog,
  type SnapshotPolicy,
  type Subscription,
  type TimedProcess,
} from '../platform/index.js';
import {
  EnergyPricePublication,
  SettlementBook,
  SettlementService,
  type SettlementTerms,
} from '../settlement/index.js';
import { DEPARTURES_ARE_KEPT, guaranteeOf, type DeparturePolicy } from '../flexibility/index.js';
import { ENGINE_SNAPSHOTS, projectionsOf, snapshotVersion } from './read-models.js';
import { auctionPlanner, type BidPolicy } from './planner.js';
import { withUseInHand } from './use-in-hand.js';

export interface EngineOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly gateway: MarketGateway;
  /** Ours in market documents; left out: a party that exists in examples only. */
  readonly partyEic?: string;
  readonly setPoints: SetPointSink;
  /** The rules of delivery at an instant. */
  readonly rulesOf: (at: EpochMs) => FcrnRules;
  readonly policy: BidPolicy;
  readonly settlement: SettlementTerms & { readonly settleDelayMs: number; readonly priceArea: string };
  readonly auctions: Pick<
    AuctionServiceOptions,
    'approval' | 'leadMs' | 'answerTimeoutMs' | 'firstDay' | 'lastDay' | 'secondResultTimeoutMs'
  >;
  /** What is free beside weekends where the cars stand; left out: the holidays of the market's country. */
  readonly holidays?: HolidayCalendar;
  /** Where cars wait for activation. */
  readonly strategy?: StrategyName;
  /** Cars that may leave without a word; left out: departures are kept. */
  readonly departures?: DeparturePolicy;
  /**
   * Who runs auctions, dispatch and settlement over this log: this process alone (default), this and others, or others
   * only, while this one reads, takes telemetry in and writes down what people decide.
   */
  readonly trading?: 'alone' | 'shared' | 'elsewhere';
  /** A past without a market, run to learn from: until when, and what to pretend was sold. */
  readonly past?: { readonly until: EpochMs; readonly pretend: (firmW: number) => number };
  /** Puts the read models aside, so that the next start reads the log's tail only; absent: it reads all of it. */
  readonly snapshots?: Omit<SnapshotPolicy, 'group'>;
  /** Sees every frame after it was recorded: traces, live charts. */
  readonly onFrame?: (frame: Frame, mtu: Interval) => void;
  /** Our own failure: the caller stops the process, and start is the recovery. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * All rooms over one log and one clock. Live trading, backtest and the demo drive this very object: messages in through
 * `telemetry`, `frequency` and the gateway, time through `runDue`. It starts no timer and reads no clock but its own.
 */
export class Engine {
  readonly fleet = new FleetProjection();
  readonly ledger: CapacityLedger;
  readonly forecast: AvailabilityForecast;
  readonly bids = new BidBook();
  readonly activations = new ActivationBook();
  readonly settlements = new SettlementBook();
  readonly telemetry: TelemetryIntake;
  readonly frequency: FrequencyIntake;
  readonly preferences: PreferencesService;
  readonly registry: Registry;
  readonly auctions: AuctionService;
  readonly marketMessages: MarketMessageDesk;
  readonly refusedDocuments: RefusedDocuments;
  readonly dispatch: DispatchCycle;
  readonly settlement: SettlementService;
  readonly energyPrices: EnergyPricePublication;
  readonly projections: ProjectionRunner;
  private readonly activation: ActivationService;
  private readonly processes: readonly TimedProcess[];
  private frequencyFeed: Subscription | null = null;
  /** What a trader has decided, at this process or another. */
  private decisionFeed: Subscription | null = null;

  private constructor(private readonly options: EngineOptions) {
    const { log, clock, rulesOf } = options;
    const sessions = new SessionStore({ log });
    this.ledger = new CapacityLedger({ rulesOf, fleet: this.fleet });
    this.forecast = new AvailabilityForecast(options.holidays && { holidays: options.holidays });
    this.telemetry = new TelemetryIntake({ sessions, chargers: this.fleet, guaranteeOf, read: readTelemetryMessage });
    const chargers = withUseInHand(this.fleet, () => this.dispatch, clock);
    this.preferences = new PreferencesService({ sessions, chargers, guaranteeOf, clock });
    this.registry = new Registry(new CommandHandler(log, clock));
    this.frequency = new FrequencyIntake({ log });
    this.activation = new ActivationService({
      log,
      rulesOf,
      area: SYNCHRONOUS_AREA,
      duties: this.activations.duties,
      ...(options.past && { from: options.past.until }),
    });
    this.dispatch = this.newDispatch();
    const rulesOfDay = (day: Parameters<typeof dayInterval>[0]): FcrnRules => rulesOf(dayInterval(day).start);
    const planner = auctionPlanner(this.forecast, rulesOfDay, options.policy);
    const bidding = biddingRoom(options, planner, rulesOfDay);
    this.auctions = bidding.auctions;
    this.marketMessages = bidding.marketMessages;
    this.refusedDocuments = bidding.refusedDocuments;
    this.settlement = new SettlementService({ log, clock, product: FCR_N, rulesOf, ...options.settlement });
    this.energyPrices = new EnergyPricePublication({ log, clock, area: options.settlement.priceArea });
    const { snapshots } = options;
    this.projections = new ProjectionRunner(
      log,
      (parked) => options.onFailure?.(parked),
      snapshots && {
        ...snapshots,
        group: ENGINE_SNAPSHOTS,
        version: snapshotVersion(snapshots.version, options.settlement.priceArea),
      },
    );
    this.processes = [
      this.dispatch,
      this.activation,
      new DayAheadPlanService({ log, clock, fleet: this.fleet, rulesOf: rulesOfDay, leadMs: options.auctions.leadMs }),
      new GuaranteeRenewal({ sessions, fleet: this.fleet, guaranteeOf, clock }),
      this.auctions,
      {
        name: 'settlement',
        nextDueAt: () => this.settlement.nextDueAt(),
        runDue: (now) => this.settlement.runDue(now),
      },
    ];
  }

  private newDispatch(): DispatchCycle {
    const { options } = this;
    const { log, clock, rulesOf } = options;
    return new DispatchCycle({
      log,
      clock,
      fleet: this.fleet,
      rulesOf,
      setPoints: options.setPoints,
      onFrame: (frame, mtu) => this.recordFrame(frame, mtu),
      strategy: allowingFor(
        options.departures ?? DEPARTURES_ARE_KEPT,
        baselineStrategy(options.strategy ?? DEFAULT_STRATEGY),
      ),
      ...(options.past && { past: options.past }),
    });
  }

  /** Rebuilds every read model from the log and goes on where it ends. */
  static async start(options: EngineOptions): Promise<Engine> {
    const engine = new Engine(options);
    const { projections } = engine;
    const models = { ...engine, settlementInputs: engine.settlement.inputs };
    for (const [name, projection] of projectionsOf(models)) projections.add(name, projection);
    await projections.start();
    await projections.caughtUp();
    if (options.trading === 'elsewhere') return engine;
    const managed = await engine.activation.managedBefore(options.clock.now());
    if (managed !== null) engine.dispatch.resume(managed);
    await engine.auctions.start();
    if (options.trading === 'shared')
      engine.decisionFeed = options.log.subscribe(
        { after: options.log.lastPosition(), types: DECIDED_ELSEWHERE },
        ({ data }) => engine.auctions.noticed('deliveryDay' in data ? (data.deliveryDay as DeliveryDay) : null),
      );
    engine.frequencyFeed = options.log.subscribe(
      { after: options.log.lastPosition(), types: ['FrequencyRecorded'] },
      (event) => engine.dispatchFrequency(event as Recorded<FrequencyRecorded>),
    );
    return engine;
  }

  /** Resolves when everything in the log has been taken in: read models current, all frequency dispatched. */
  async settled(): Promise<void> {
    await this.decisionFeed?.caughtUp();
    await this.frequencyFeed?.caughtUp();
    await this.projections.caughtUp();
  }

  nextDueAt(): EpochMs | null {
    const due = this.processes.map((process) => process.nextDueAt()).filter((at) => at !== null);
    return due.length === 0 ? null : epochMs(Math.min(...due));
  }

  /** Runs what is due at or before `now`, in the order of the value stream. */
  async runDue(now: EpochMs): Promise<void> {
    for (const process of this.processes) {
      const due = process.nextDueAt();
      if (due === null || due > now) continue;
      await process.runDue(now);
      await this.projections.caughtUp();
    }
  }

  /** The delivery day that is under way. */
  today(): string {
    return deliveryDayOf(this.options.clock.now());
  }

  async stop(): Promise<void> {
    await this.frequencyFeed?.close();
    await this.decisionFeed?.close();
    await this.projections.stop();
  }

  private async dispatchFrequency(event: Recorded<FrequencyRecorded>): Promise<void> {
    await this.projections.caughtUp();
    const { from, stepMs, millihertz } = event.data;
    await this.dispatch.run(epochMs(Date.parse(from)), everySecond(stepMs, millihertz));
  }

  private async recordFrame(frame: Frame, mtu: Interval): Promise<void> {
    await this.activation.record(frame, mtu);
    this.options.onFrame?.(frame, mtu);
  }
}

/** The auctions, and what comes by hand or is refused. */
function biddingRoom(
  { log, clock, gateway, trading, auctions: settings, partyEic = EXAMPLE_PARTY_EIC }: EngineOptions,
  planner: AuctionServiceOptions['planner'],
  rulesOf: AuctionServiceOptions['rulesOf'],
): Pick<Engine, 'auctions' | 'marketMessages' | 'refusedDocuments'> {
  const kept = { log, clock, product: FCR_N, keeper: packedText };
  const refused = new RefusedDocuments(kept);
  const auctions = new AuctionService({
    log,
    clock,
    gateway,
    planner,
    rulesOf,
    mailbox: new MarketMailbox({ ...kept, codec: xmlCodec, partyEic }),
    refused,
    carriesOut: trading !== 'elsewhere',
    ...settings,
  });
  const marketMessages = new MarketMessageDesk({ auctions, codec: xmlCodec, refused, partyEic });
  return { auctions, marketMessages, refusedDocuments: refused };
}

/** Decisions that may come from a process that does not trade. */
const DECIDED_ELSEWHERE = ['AuctionApproved', 'BidsSubmitted', 'TradingHalted', 'TradingResumed'];
