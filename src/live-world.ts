import type { SetPointSink } from './dispatch/index.js';
import { Engine, type EngineOptions } from './engine/index.js';
import { epochMs, invariant, MS_PER_MINUTE, type Clock, type EpochMs } from './kernel/index.js';
import { simulatedMarket, type LiveMarket } from './live-market.js';
import { fcrnRules } from './market/index.js';
import type { EventLog } from './platform/index.js';
import { tradingBy } from './roles.js';
import type { Settings } from './settings.js';
import { bidPolicy, PRICE_AREA, settlementTerms } from './trading-terms.js';

/** Without a message bus set-points reach nobody: a sink of their own comes with the charge point protocols. */
const NOBODY_FOLLOWS: SetPointSink = { follow: () => undefined };

/** The engine on the machine's clock, against the market that the settings name. */
export async function startLive(
  log: EventLog,
  clock: Clock,
  settings: Settings,
  onFailure: (error: unknown) => void,
  setPoints: SetPointSink = NOBODY_FOLLOWS,
  snapshots?: EngineOptions['snapshots'],
  /** What `openMarket` opened; left out where the settings name no real one. */
  real?: LiveMarket,
): Promise<{ engine: Engine; tick: (now: EpochMs) => Promise<void> }> {
  invariant(real ?? settings.marketGateway === 'simulator', 'a real market has a gateway');
  const market = real ?? (await simulatedMarket(log, clock));
  const engine = await Engine.start({
    log,
    clock,
    gateway: market.gateway,
    ...(settings.partyEic !== null && { partyEic: settings.partyEic }),
    setPoints,
    rulesOf: fcrnRules,
    policy: bidPolicy(settings),
    strategy: settings.strategy,
    holidays: settings.holidays,
    departures: { leavingProbability: settings.unannouncedDepartures, reliability: settings.reliability },
    settlement: { ...settlementTerms(settings), settleDelayMs: 15 * MS_PER_MINUTE, priceArea: PRICE_AREA },
    auctions: { approval: settings.approval },
    trading: tradingBy(settings.roles, settings.eventStore !== 'embedded'),
    onFailure,
    ...(snapshots && { snapshots }),
  });
  const tick = async (now: EpochMs): Promise<void> => {
    if (!settings.roles.has('trading')) return;
    await market.tick(now);
    const engineDue = engine.nextDueAt();
    if (engineDue !== null && engineDue <= now) await engine.runDue(now);
  };
  return { engine, tick };
}

export const systemClock: Clock = { now: () => epochMs(Date.now()) };
