import type { Provider, Type } from '@nestjs/common';
import { ActivationController } from './activation/activation.controller.js';
import { ActivationBook } from './activation/index.js';
import { BiddingController } from './bidding/bidding.controller.js';
import { AuctionService, BidBook, BidExplainer, MarketMessageDesk, RefusedDocuments } from './bidding/index.js';
import { MarketMessagesController } from './bidding/market-messages.controller.js';
import { DASHBOARD_CONTROLLERS, dashboardProviders } from './dashboard/dashboard.module.js';
import { Dashboard } from './dashboard/index.js';
import type { Engine } from './engine/index.js';
import { guaranteeOf } from './flexibility/index.js';
import { FLEET_CONTROLLERS, fleetProviders } from './fleet/fleet.module.js';
import { MS_PER_HOUR, type Clock, type EpochMs } from './kernel/index.js';
import { LEDGER_CONTROLLERS, ledgerProviders } from './ledger/ledger.module.js';
import type { FcrnRules } from './market/index.js';
import { ProjectionRunner, type EventLog, type SnapshotPolicy } from './platform/index.js';
import { METRICS, type ReadinessCheck } from './platform/observability/index.js';
import type { Metrics } from './platform/observability/metrics.adapter.js';
import { ALL_ROLES, rolesText, type Roles } from './roles.js';
import { EnergyPriceFileReader } from './settlement/energy-price-file-reader.adapter.js';
import { EnergyPricePublication, EnergyPriceReader, SettlementBook } from './settlement/index.js';
import { PricesController } from './settlement/prices.controller.js';
import { SettlementController } from './settlement/settlement.controller.js';

/** Every route of the API, by room. */
export const CONTROLLERS: readonly Type[] = [
  ...FLEET_CONTROLLERS,
  ...LEDGER_CONTROLLERS,
  BiddingController,
  MarketMessagesController,
  ActivationController,
  SettlementController,
  PricesController,
  ...DASHBOARD_CONTROLLERS,
];

export interface AppParts {
  readonly engine: Engine;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly rulesOf: (at: EpochMs) => FcrnRules;
  readonly dashboard: Dashboard;
}

/** The engine's objects as the controllers ask for them. */
export function providersOf({ engine, log, clock, rulesOf, dashboard }: AppParts): Provider[] {
  const value = <T>(provide: Type<T> | (abstract new () => T), useValue: T): Provider => ({ provide, useValue });
  return [
    ...fleetProviders({ ...engine, guaranteeOf, clock, caughtUp: () => engine.projections.caughtUp() }),
    ...ledgerProviders({ ledger: engine.ledger, log, clock, options: { rulesOf } }),
    value(AuctionService, engine.auctions),
    value(BidBook, engine.bids),
    value(MarketMessageDesk, engine.marketMessages),
    value(RefusedDocuments, engine.refusedDocuments),
    value(BidExplainer, new BidExplainer(log)),
    value(ProjectionRunner, engine.projections),
    value(ActivationBook, engine.activations),
    value(SettlementBook, engine.settlements),
    value(EnergyPricePublication, engine.energyPrices),
    value(EnergyPriceReader, new EnergyPriceFileReader()),
    ...dashboardProviders(dashboard),
  ];
}

/** Figures of the engine, beside the process's. */
export function measureEngine(metrics: Metrics, { refusedDocuments }: Engine): void {
  metrics.gauge(METRICS.refusedDocuments, ['rule'], () =>
    [...refusedDocuments.refusedSinceStart()].map(([rule, value]) => ({ labels: { rule }, value })),
  );
}

/** What a log's positions count, and how far behind its end a read model may be and still be relied upon. */
const LAG = { events: 1_000, bytes: 1_000_000 } as const;

/** A trader may rely on what is shown only while every read model is at the end of the log. */
export function readinessOf(
  engine: Engine,
  roles: Roles = ALL_ROLES,
  positions: keyof typeof LAG = 'events',
): { checks(): readonly ReadinessCheck[] } {
  return {
    checks: () => [
      { name: 'roles', ready: true, detail: rolesText(roles) },
      ...engine.projections.status().map(({ name, lag, parked }) => ({
        name: `projection ${name}`,
        ready: parked === null && lag < LAG[positions],
        ...(parked !== null
          ? { detail: `parked before position ${parked.position}: ${parked.reason}` }
          : lag > 0
            ? { detail: `${lag} ${positions} behind` }
            : {}),
      })),
    ],
  };
}

export interface ShownSystem extends Pick<AppParts, 'engine' | 'log' | 'clock'> {
  /** Simulated seconds a second; 1 live. */
  readonly speed: number;
  readonly simulated: boolean;
  readonly approval: 'policy' | 'trader';
  /** Absent: a start reads the whole log. */
  readonly snapshots?: Omit<SnapshotPolicy, 'group'>;
}

/** The page charts an hour of frequency: the months before need not be looked at sample by sample. */
const CHARTED_MS = 2 * MS_PER_HOUR;

/** The dashboard over everything in the log, and following it. */
export async function openDashboard(system: ShownSystem): Promise<Dashboard> {
  const { engine, log, clock, speed, simulated, approval, snapshots } = system;
  let tradingHalted = (await engine.auctions.trading()).status === 'halted';
  const dashboard = new Dashboard({
    status: () => ({ now: clock.now(), simulated, speed, preparing: null, approval, tradingHalted }),
    ledger: engine.ledger,
    fleet: engine.fleet,
    bidBook: engine.bids,
    settlementBook: engine.settlements,
  });
  const chartedSince = clock.now() - CHARTED_MS;
  const projections = new ProjectionRunner(log, undefined, snapshots && { ...snapshots, group: 'dashboard' });
  projections.add('dashboard', {
    apply: (event) => {
      if (event.type === 'TradingHalted') tradingHalted = true;
      if (event.type === 'TradingResumed') tradingHalted = false;
      if (event.type !== 'FrequencyRecorded' || event.occurredAt >= chartedSince) dashboard.apply(event);
    },
    snapshot: () => dashboard.snapshot(),
    restore: (snapshot: ReturnType<Dashboard['snapshot']>) => dashboard.restore(snapshot),
  });
  await projections.start();
  await projections.caughtUp();
  return dashboard;
}
