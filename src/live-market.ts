import { dayInterval, type Clock, type DeliveryDay, type EpochMs } from './kernel/index.js';
import { xmlCodec } from './market/documents/xml-codec.adapter.js';
import { BusCarrier } from './market/exchange/bus-carrier.adapter.js';
import { DocumentGateway } from './market/exchange/document-gateway.adapter.js';
import { EdxFolder } from './market/exchange/edx-folder.adapter.js';
import {
  fcrnRules,
  ownBidder,
  refusedForText,
  type FcrnRules,
  type MarketGateway,
  type MessageCarrier,
} from './market/index.js';
import type { EventLog } from './platform/index.js';
import type { MessageBus } from './platform/messaging/index.js';
import type { Log } from './platform/observability/index.js';
import type { LiveGateway, Settings } from './settings.js';
import { demoCapacityPrice, MARKET_TRAFFIC, TsoSimulator } from './simulation/index.js';

const RULES_OF_DAY = (day: DeliveryDay): FcrnRules => fcrnRules(dayInterval(day).start);

/** The other side of the market, and what it needs from time to time. */
export interface LiveMarket {
  readonly gateway: MarketGateway;
  tick(now: EpochMs): Promise<void>;
  close(): Promise<void>;
}

export interface MarketSurroundings {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly bus: MessageBus;
  readonly news: Log;
}

/** The TSO as the settings say: by documents, or simulated in this process. */
export const openMarket = (settings: Settings, around: MarketSurroundings): Promise<LiveMarket> =>
  settings.marketGateway === 'simulator'
    ? simulatedMarket(around.log, around.clock)
    : byDocuments(settings.marketGateway, around);

/** A TSO in this process, whose memory is the engine's own log. */
export async function simulatedMarket(log: EventLog, clock: Clock): Promise<LiveMarket> {
  const tso = new TsoSimulator({
    clock,
    rulesOf: RULES_OF_DAY,
    clearingPrice: (mtuStart) => demoCapacityPrice(mtuStart, 1),
  });
  await tso.restore(log.readAll({ types: MARKET_TRAFFIC }));
  const tick = async (now: EpochMs): Promise<void> => {
    const due = tso.nextDueAt();
    if (due !== null && due <= now) await tso.runDue(now);
  };
  return { gateway: tso, tick, close: () => Promise.resolve() };
}

async function byDocuments({ partyEic, edxDir }: LiveGateway, around: MarketSurroundings): Promise<LiveMarket> {
  const { clock, news } = around;
  const carrier = await carrierOf(edxDir, around);
  const gateway = new DocumentGateway({
    carrier,
    codec: xmlCodec,
    clock,
    bidder: ownBidder(partyEic),
    onRefused: ({ id, type, reasons }) =>
      news.error('market-message-refused', {
        message: id ?? 'without a name',
        type: type ?? 'unknown',
        reason: refusedForText(reasons),
      }),
  });
  return { gateway, tick: () => Promise.resolve(), close: () => carrier.close() };
}

/** The folder where there is one, else the bus. */
async function carrierOf(edxDir: string | null, { bus, news }: MarketSurroundings): Promise<MessageCarrier> {
  const onFailure = (message: string, reason: string): void => news.warn('market-message-waits', { message, reason });
  return edxDir === null ? new BusCarrier({ bus, onFailure }) : EdxFolder.open({ folder: edxDir, onFailure });
}
