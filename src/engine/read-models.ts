import { ActivationBook } from '../activation/index.js';
import { BidBook } from '../bidding/index.js';
import { DispatchCycle } from '../dispatch/index.js';
import { FleetProjection } from '../fleet/index.js';
import { AvailabilityForecast } from '../forecast/index.js';
import type { Clock, EpochMs, Recorded } from '../kernel/index.js';
import { CapacityLedger } from '../ledger/index.js';
import { FCR_N, type FcrnRules } from '../market/index.js';
import type { EventLog, Restorable } from '../platform/index.js';
import { SettlementBook, SettlementInputs } from '../settlement/index.js';

/** Everything that the engine knows from the log. */
export interface ReadModels {
  readonly fleet: FleetProjection;
  readonly dispatch: DispatchCycle;
  readonly ledger: CapacityLedger;
  readonly forecast: AvailabilityForecast;
  readonly bids: BidBook;
  readonly activations: ActivationBook;
  readonly settlements: SettlementBook;
  readonly settlementInputs: SettlementInputs;
}

/** By name, in the order in which each event has to reach them: dispatch reads the fleet as it is after the event. */
export function projectionsOf(models: ReadModels): ReadonlyMap<string, Restorable> {
  return new Map([
    ['fleet', withTypes(models.fleet, FleetProjection.types)],
    ['dispatch', withTypes(models.dispatch, DispatchCycle.types)],
    ['ledger', withTypes(models.ledger, CapacityLedger.types)],
    ['forecast', withTypes(models.forecast, AvailabilityForecast.types)],
    ['bids', withTypes(models.bids, BidBook.types)],
    ['activations', withTypes(models.activations, ActivationBook.types)],
    ['settlements', withTypes(models.settlements, SettlementBook.types)],
    ['settlement-inputs', withTypes(models.settlementInputs, SettlementInputs.types)],
  ]);
}

export interface ReplayOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly rulesOf: (at: EpochMs) => FcrnRules;
  readonly priceArea: string;
}

/** Empty ones, to be fed: a replay has no market, no chargers to command and no time of its own. */
export function emptyReadModels({ log, clock, rulesOf, priceArea }: ReplayOptions): ReadModels {
  const fleet = new FleetProjection();
  const setPoints = { follow: () => undefined };
  return {
    fleet,
    dispatch: new DispatchCycle({ log, clock, fleet, rulesOf, setPoints, onFrame: () => undefined }),
    ledger: new CapacityLedger({ rulesOf, fleet }),
    forecast: new AvailabilityForecast(),
    bids: new BidBook(),
    activations: new ActivationBook(),
    settlements: new SettlementBook(),
    settlementInputs: new SettlementInputs(FCR_N, priceArea),
  };
}

/** Names the snapshots of these projections, and all that they depend on beside the log. */
export const ENGINE_SNAPSHOTS = 'engine';
export const snapshotVersion = (codeVersion: string, priceArea: string): string => `${codeVersion} ${priceArea}`;

function withTypes<Snapshot extends object>(
  model: { apply(event: Recorded): void; snapshot(): Snapshot; restore(snapshot: Snapshot): void },
  types: readonly string[],
): Restorable {
  return {
    types,
    apply: (event) => model.apply(event),
    snapshot: () => model.snapshot(),
    restore: (snapshot: Snapshot) => model.restore(snapshot),
  };
}
