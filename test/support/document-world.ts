import {
  AuctionService,
  MarketMailbox,
  RefusedDocuments,
  type AuctionServiceOptions,
} from '../../src/bidding/index.js';
import { epochMs, MS_PER_HOUR, type DeliveryDay, type EpochMs, type Recorded } from '../../src/kernel/index.js';
import { EXAMPLE_PARTY_EIC, FCR_N, ownBidder, type MarketGateway } from '../../src/market/index.js';
import { packedText } from '../../src/market/documents/packed-text.adapter.js';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import { DocumentGateway } from '../../src/market/exchange/document-gateway.adapter.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import type { EventLog, TimedProcess } from '../../src/platform/index.js';
import type { TsoOfficeOptions } from '../../src/simulation/index.js';
import { planFor, rules } from './auction-world.js';
import { OfficeWorld } from './office-world.js';

/** Prices that clear both steps of the plan in even hours, and the first one only in odd hours. */
export const priceOf = (mtuStart: EpochMs): string => ((mtuStart / MS_PER_HOUR) % 2 === 0 ? '30' : '10');

/** Auction service and TSO, who know each other by XML documents only. */
export class DocumentWorld {
  readonly office: OfficeWorld;
  readonly log: MemoryEventLog;
  readonly refused: string[] = [];

  constructor(
    readonly day: DeliveryDay,
    options: Partial<TsoOfficeOptions> = {},
  ) {
    this.office = new OfficeWorld(day, {
      marketOf: (_, mtuStart) => ({ kind: 'marginal-price', priceEurPerMwH: priceOf(mtuStart) }),
      ...options,
    });
    this.log = new MemoryEventLog(this.office.clock);
  }

  gateway(): DocumentGateway {
    return new DocumentGateway({
      carrier: this.office.carrier,
      codec: xmlCodec,
      clock: this.office.clock,
      bidder: ownBidder(EXAMPLE_PARTY_EIC),
      onRefused: ({ id, reasons }) => this.refused.push(`${id}: ${reasons[0]?.message}`),
    });
  }

  async service(
    options: Partial<AuctionServiceOptions> = {},
    log: EventLog = this.log,
    gateway: MarketGateway = this.gateway(),
  ): Promise<AuctionService> {
    const { clock } = this.office;
    const service = new AuctionService({
      log,
      clock,
      gateway,
      planner: planFor,
      rulesOf: () => rules,
      approval: 'policy',
      firstDay: this.day,
      lastDay: this.day,
      mailbox: new MarketMailbox({
        log,
        clock,
        product: FCR_N,
        codec: xmlCodec,
        keeper: packedText,
        partyEic: EXAMPLE_PARTY_EIC,
      }),
      refused: new RefusedDocuments({ log, clock, product: FCR_N, keeper: packedText }),
      ...options,
    });
    await service.start();
    return service;
  }

  /** Leaps from due instant to due instant until `until`. */
  async run(processes: readonly Pick<TimedProcess, 'nextDueAt' | 'runDue'>[], until: EpochMs): Promise<void> {
    const all = [...processes, this.office.office];
    for (;;) {
      const next = Math.min(...all.flatMap((process) => process.nextDueAt() ?? []));
      if (next > until) break;
      this.office.clock.at = epochMs(Math.max(this.office.clock.at, next));
      for (const process of all) await process.runDue(this.office.clock.at);
    }
    this.office.clock.at = until;
  }

  async events(): Promise<Recorded[]> {
    const events: Recorded[] = [];
    for await (const event of this.log.readAll()) events.push(event);
    return events;
  }
}
