import type { SetPointSink } from './dispatch/index.js';
import { Engine, type EngineOptions } from './engine/index.js';
import { dayInterval, epochMs, MS_PER_MINUTE, type Clock, type DeliveryDay, type EpochMs } from './kernel/index.js';
import { fcrnRules, type FcrnRules } from './market/index.js';
import type { EventLog } from './platform/index.js';
import { demoCapacityPrice, MARKET_TRAFFIC, TsoSimulator } from './simulation/index.js';
import type { Settings } from './settings.js';
import { bidPolicy, PRICE_AREA, settlementTerms } from './trading-terms.js';

const RULES_OF_DAY = (day: DeliveryDay): FcrnRules => fcrnRules(dayInterval(day).start);

/** Without a message bus set-points reach nobody: a sink of their own comes with the charge point protocols. */
const NOBODY_FOLLOWS: SetPointSink = { follow: () => undefined };

/** The engine on the machine's clock; the TSO is simulated until a real gateway is configured. */
export async function startLive(
  log: EventLog,
  clock: Clock,
  settings: Settings,
  onFailure: (error: unknown) => void,
  setPoints: SetPointSink = NOBODY_FOLLOWS,
  snapshots?: EngineOptions['snapshots'],
): Promise<{ engine: Engine; tick: (now: EpochMs) => Promise<void> }> {
  const tso = new TsoSimulator({
    clock,
    rulesOf: RULES_OF_DAY,
    clearingPrice: (mtuStart) => demoCapacityPrice(mtuStart, 1),
  });
  await tso.restore(log.readAll({ types: MARKET_TRAFFIC }));
  const engine = await Engine.start({
    log,
    clock,
    gateway: tso,
    ...(settings.partyEic !== null && { partyEic: settings.partyEic }),
    setPoints,
    rulesOf: fcrnRules,
    policy: bidPolicy(settings),
    strategy: settings.strategy,
    settlement: { ...settlementTerms(settings), settleDelayMs: 15 * MS_PER_MINUTE, priceArea: PRICE_AREA },
    auctions: { approval: settings.approval },
    onFailure,
    ...(snapshots && { snapshots }),
  });
  const tick = async (now: EpochMs): Promise<void> => {
    const due = tso.nextDueAt();
    if (due !== null && due <= now) await tso.runDue(now);
    const engineDue = engine.nextDueAt();
    if (engineDue !== null && engineDue <= now) await engine.runDue(now);
  };
  return { engine, tick };
}

export const systemClock: Clock = { now: () => epochMs(Date.now()) };
