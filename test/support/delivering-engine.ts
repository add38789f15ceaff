import { Engine } from '../../src/engine/index.js';
import type { Frame } from '../../src/dispatch/index.js';
import {
  deliveryDay,
  epochMs,
  isoInstant,
  MJ_PER_WH,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  type EpochMs,
} from '../../src/kernel/index.js';
import { newestFcrnRules, type MarketGateway } from '../../src/market/index.js';
import type { EventLog } from '../../src/platform/index.js';
import { sanctionTerms, wearTerms } from '../../src/settlement/index.js';
import { newEvent } from './events.js';
import type { ManualClock } from './manual-clock.js';

/** Noon of the delivery day 2026-01-12. */
export const NOON = epochMs(Date.UTC(2026, 0, 12, 12));
export const DAY = deliveryDay('2026-01-12');
export const SOLD_W = 100_000;
const CARS = 14;
const BATTERY_WH = 60_000;
export const minute = (index: number): EpochMs => epochMs(NOON + index * MS_PER_MINUTE);

const NO_MARKET: MarketGateway = {
  submit: () => Promise.reject(new Error('nothing is sold here')),
  query: () => Promise.resolve('no-answer'),
  listen: () => undefined,
};

/** The engine as a process has it: over a log that outlives it, on the clock of now. No auctions: what was sold is told. */
export const engineOn = (log: EventLog, clock: ManualClock, onFrame?: (frame: Frame) => void): Promise<Engine> =>
  Engine.start({
    log,
    clock,
    gateway: NO_MARKET,
    setPoints: { follow: () => undefined },
    rulesOf: () => newestFcrnRules(),
    policy: { reliability: 0.9, floorPriceEurPerMwH: '0', portfolioLimitW: null },
    settlement: {
      sanction: sanctionTerms('1', 'assumption'),
      wear: wearTerms('0.05', 'assumption'),
      settleDelayMs: 15 * MS_PER_MINUTE,
      priceArea: 'FI',
    },
    auctions: { approval: 'policy', firstDay: deliveryDay('2030-01-01') },
    ...(onFrame && { onFrame }),
  });

/** Cars at half of 60 kWh that may give 13 % of it, and 100 kW sold in each of the hours from noon on. */
export async function soldHours(engine: Engine, log: EventLog, hours: number): Promise<void> {
  const cars = Array.from({ length: CARS }, (_, car) => ({
    ...{ messageId: `in-${car}`, type: 'plugged-in', chargerId: `C${car}`, sessionId: `S${car}`, driverId: `D${car}` },
    ...{ at: isoInstant(NOON), batteryWh: BATTERY_WH, soc: 50, maxChargeW: 11_000, maxDischargeW: 11_000 },
    ...{ targetSoc: 50, minSoc: 37, departureAt: '2026-01-15T06:00:00Z', v2g: true },
  }));
  await engine.telemetry.accept(cars, NOON);
  const mtus = Array.from({ length: hours }, (_, hour) => ({
    mtuStart: isoInstant(NOON + hour * MS_PER_HOUR),
    awardedW: SOLD_W,
    priceEurPerMwH: '20',
  }));
  const sold = newEvent('sold', { product: 'FCR-N', deliveryDay: DAY, mtus }, 'CapacityCommitted');
  await log.append(`auction-FCR-N-${DAY}`, 'any', [sold]);
  await engine.settled();
}

/** Every car's gauge says what dispatch has counted: nobody sells on a gauge that has been silent for long. */
export async function gaugesAt(engine: Engine, at: EpochMs): Promise<void> {
  const { pool } = engine.dispatch;
  const percent = (sessionId: string): number => {
    const energyMj = pool.columns.energyMj[pool.slotOf(sessionId) ?? -1] ?? 0;
    return Math.round((energyMj / MJ_PER_WH / BATTERY_WH) * 1000) / 10;
  };
  const reports = Array.from({ length: CARS }, (_, car) => ({
    ...{ messageId: `soc-${car}-${at}`, type: 'soc', chargerId: `C${car}`, sessionId: `S${car}` },
    ...{ at: isoInstant(at), soc: percent(`S${car}`), powerW: 0 },
  }));
  await engine.telemetry.accept(reports, at);
  await engine.settled();
}

/** Every second of [from, to) in blocks of at most a minute, as a meter sends it; the clock goes along. */
export async function frequencyOver(
  engine: Engine,
  clock: ManualClock,
  span: readonly [EpochMs, EpochMs],
  millihertz: number | null,
): Promise<void> {
  const [from, to] = span;
  for (let start: number = from; start < to; start += MS_PER_MINUTE) {
    const seconds = Math.min(60, (to - start) / 1000);
    const samples = Array.from({ length: seconds }, (_, second) => ({
      at: epochMs(start + second * 1000),
      millihertz,
    }));
    clock.at = epochMs(start);
    await engine.frequency.accept('nordic', samples);
    await engine.settled();
  }
  clock.at = to;
}
