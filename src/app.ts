import type { Provider, Type } from '@nestjs/common';
import { ActivationController } from './activation/activation.controller.js';
import { ActivationBook } from './activation/index.js';
import { BiddingController } from './bidding/bidding.controller.js';
import { AuctionService, BidBook, BidExplainer } from './bidding/index.js';
import { DashboardController } from './dashboard/api/dashboard.controller.js';
import { LiveStream } from './dashboard/api/live-stream.adapter.js';
import { type Dashboard, SectionFeed, type DashboardSource } from './dashboard/index.js';
import type { Engine } from './engine/index.js';
import { guaranteeOf } from './flexibility/index.js';
import { FLEET_CONTROLLERS, fleetProviders } from './fleet/fleet.module.js';
import type { Clock, EpochMs } from './kernel/index.js';
import { LedgerQueries } from './ledger/index.js';
import { LedgerController } from './ledger/ledger.controller.js';
import type { FcrnRules } from './market/index.js';
import { ProjectionRunner, type EventLog } from './platform/index.js';
import type { ReadinessCheck } from './platform/observability/index.js';
import { EnergyPriceFileReader } from './settlement/energy-price-file-reader.adapter.js';
import { EnergyPricePublication, EnergyPriceReader, SettlementBook } from './settlement/index.js';
import { PricesController } from './settlement/prices.controller.js';
import { SettlementController } from './settlement/settlement.controller.js';

/** Every route of the API, by room. */
export const CONTROLLERS: readonly Type[] = [
  ...FLEET_CONTROLLERS,
  LedgerController,
  BiddingController,
  ActivationController,
  SettlementController,
  PricesController,
  DashboardController,
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
  const feed = new SectionFeed(dashboard);
  const value = <T>(provide: Type<T> | (abstract new () => T), useValue: T): Provider => ({ provide, useValue });
  return [
    ...fleetProviders({ ...engine, guaranteeOf, clock, caughtUp: () => engine.projections.caughtUp() }),
    value(LedgerQueries, new LedgerQueries({ ledger: engine.ledger, log, clock, options: { rulesOf } })),
    value(AuctionService, engine.auctions),
    value(BidBook, engine.bids),
    value(BidExplainer, new BidExplainer(log)),
    value(ProjectionRunner, engine.projections),
    value(ActivationBook, engine.activations),
    value(SettlementBook, engine.settlements),
    value(EnergyPricePublication, engine.energyPrices),
    value(EnergyPriceReader, new EnergyPriceFileReader()),
    value(SectionFeed, feed),
    value(LiveStream, new LiveStream(feed)),
  ];
}

/** A trader may rely on what is shown only while every read model is at the end of the log. */
export function readinessOf(engine: Engine): { checks(): readonly ReadinessCheck[] } {
  return {
    checks: () =>
      engine.projections.status().map(({ name, lag, parked }) => ({
        name: `projection ${name}`,
        ready: parked === null && lag < 1000,
        ...(parked !== null
          ? { detail: `parked before position ${parked.position}: ${parked.reason}` }
          : lag > 0
            ? { detail: `${lag} events behind` }
            : {}),
      })),
  };
}

export function dashboardSource(engine: Engine, status: DashboardSource['status']): DashboardSource {
  return {
    status,
    ledger: engine.ledger,
    fleet: engine.fleet,
    bidBook: engine.bids,
    settlementBook: engine.settlements,
  };
}
