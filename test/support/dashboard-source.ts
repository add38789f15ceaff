import { BidBook } from '../../src/bidding/index.js';
import type { DashboardSource } from '../../src/dashboard/index.js';
import { FleetProjection } from '../../src/fleet/index.js';
import { parseInstant, type EventBase, type Recorded } from '../../src/kernel/index.js';
import { CapacityLedger } from '../../src/ledger/index.js';
import { newestFcrnRules } from '../../src/market/index.js';
import { SettlementBook } from '../../src/settlement/index.js';

/** The engine's read models without an engine, standing at `now`. */
export function dashboardSource(now: string): DashboardSource & { apply(event: Recorded<EventBase>): void } {
  const models = {
    fleet: new FleetProjection(),
    ledger: new CapacityLedger({ rulesOf: newestFcrnRules }),
    bidBook: new BidBook(),
    settlementBook: new SettlementBook(),
  };
  return {
    ...models,
    status: () => ({
      now: parseInstant(now),
      simulated: true,
      speed: 60,
      preparing: null,
      approval: 'policy',
      tradingHalted: false,
    }),
    apply: (event) => Object.values(models).forEach((model) => model.apply(event)),
  };
}
