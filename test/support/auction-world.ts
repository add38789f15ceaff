import {
  AuctionService,
  type AuctionPlan,
  type AuctionServiceOptions,
  type PlannedBid,
} from '../../src/bidding/index.js';
import {
  deliveryDay,
  epochMs,
  isoInstant,
  mtusOf,
  MS_PER_HOUR,
  type DeliveryDay,
  type EpochMs,
  type Recorded,
} from '../../src/kernel/index.js';
import { gateClosureOf, newestBidFormRules, newestFcrnRules, type MarketGateway } from '../../src/market/index.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import type { EventLog } from '../../src/platform/index.js';
import { TsoSimulator, type TsoSimulatorOptions } from '../../src/simulation/tso-simulator.js';
import { ManualClock } from './manual-clock.js';

export const rules = newestFcrnRules();
export const gateOf = (day: DeliveryDay): EpochMs => gateClosureOf(day, rules);

/** Two bids an hour, 0.5 MW at 5 and 0.3 MW at 20 EUR/MW,h. */
export function planFor(day: DeliveryDay): AuctionPlan {
  const bids = mtusOf(day, rules.mtuMinutes).flatMap((mtu, index): PlannedBid[] =>
    [
      { quantityW: 500_000, priceEurPerMwH: '5' },
      { quantityW: 300_000, priceEurPerMwH: '20' },
    ].map((step, ladder) => ({ bidId: `${day}-${index}-${ladder}`, mtuStart: isoInstant(mtu.start), ...step })),
  );
  const inputs = mtusOf(day, rules.mtuMinutes).map((mtu) => ({
    mtuStart: isoInstant(mtu.start),
    samples: 20,
    quantileW: 812_345,
    limitW: null,
    boundBy: 'forecast' as const,
  }));
  return {
    bids,
    inputs,
    strategy: 'test-ladder',
    reliability: 0.9,
    floorPriceEurPerMwH: '5',
    digests: { forecast: 'f', rules: 'r' },
    skipReason: null,
  };
}

/** An auction service, the log and the TSO on one virtual clock. Even hours clear at 30, odd ones at 10 EUR/MW,h. */
export class AuctionWorld {
  readonly clock: ManualClock;
  readonly log: MemoryEventLog;
  readonly tso: TsoSimulator;
  /** When a document was handed to the carrier, each time. */
  readonly sentAt: EpochMs[] = [];

  constructor(
    readonly day: DeliveryDay = deliveryDay('2026-01-13'),
    tso: Partial<TsoSimulatorOptions> = {},
  ) {
    this.clock = new ManualClock(epochMs(gateOf(day) - 2 * MS_PER_HOUR));
    this.log = new MemoryEventLog(this.clock);
    this.tso = new TsoSimulator({
      clock: this.clock,
      rulesOf: () => rules,
      formRulesOf: () => newestBidFormRules(),
      clearingPrice: (mtuStart) => ((mtuStart / MS_PER_HOUR) % 2 === 0 ? '30' : '10'),
      ...tso,
    });
    const submit = this.tso.submit.bind(this.tso);
    this.tso.submit = (document) => {
      this.sentAt.push(this.clock.now());
      return submit(document);
    };
  }

  async service(
    options: Partial<AuctionServiceOptions> = {},
    log: EventLog = this.log,
    gateway: MarketGateway = this.tso,
  ): Promise<AuctionService> {
    const service = new AuctionService({
      log,
      clock: this.clock,
      gateway,
      planner: planFor,
      rulesOf: () => rules,
      approval: 'policy',
      firstDay: this.day,
      lastDay: this.day,
      ...options,
    });
    await service.start();
    return service;
  }

  /** Leaps from due instant to due instant until `until`. */
  async run(
    processes: readonly { nextDueAt(): EpochMs | null; runDue(now: EpochMs): Promise<void> }[],
    until: EpochMs,
  ): Promise<void> {
    for (;;) {
      const due = processes.flatMap((process) => process.nextDueAt() ?? []);
      const next = Math.min(...due);
      if (next > until) break;
      this.clock.at = epochMs(Math.max(this.clock.at, next));
      for (const process of processes) await process.runDue(this.clock.at);
    }
    this.clock.at = until;
  }

  async events(): Promise<Recorded[]> {
    const events: Recorded[] = [];
    for await (const event of this.log.readAll()) events.push(event);
    return events;
  }

  async types(): Promise<string[]> {
    return (await this.events()).map((event) => event.type);
  }
}
