import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochMs, MS_PER_HOUR, MS_PER_MINUTE, type EpochMs, type Interval } from '../../src/kernel/index.js';
import { newestFcrnRules } from '../../src/market/index.js';
import { BusCarrier } from '../../src/market/exchange/bus-carrier.adapter.js';
import { EdxFolder } from '../../src/market/exchange/edx-folder.adapter.js';
import { InProcessBus } from '../../src/platform/messaging/in-process.adapter.js';
import { TsoSimulator } from '../../src/simulation/tso-simulator.js';
import { documentBench } from '../support/document-bench.js';
import { ManualClock } from '../support/manual-clock.js';
import { gateClosure } from '../support/office-world.js';
import { BENCH_DAY, marketGatewaySuite, type GatewayBench } from './market-gateway.suite.js';

const GATE = gateClosure(BENCH_DAY);
const BEFORE_GATE = epochMs(GATE - MS_PER_HOUR);
const RESULTS_OUT = epochMs(GATE + MS_PER_HOUR);

marketGatewaySuite('the simulator in the same process', () => {
  const clock = new ManualClock(BEFORE_GATE);
  const outages: Interval[] = [];
  const tso = new TsoSimulator({
    clock,
    rulesOf: () => newestFcrnRules(),
    clearingPrice: () => '20',
    faults: { outages },
  });
  const runUntil = async (until: EpochMs): Promise<void> => {
    clock.at = epochMs(Math.max(clock.at, Math.min(tso.nextDueAt() ?? until, until)));
    await tso.runDue(clock.at).catch(() => undefined);
  };
  return Promise.resolve<GatewayBench>({
    day: BENCH_DAY,
    now: () => clock.at,
    open: () => Promise.resolve(tso),
    until: async (check) => {
      for (let turn = 0; turn < 100 && !check(); turn++) await runUntil(epochMs(clock.at + MS_PER_MINUTE));
    },
    passGate: () => {
      clock.at = epochMs(Math.max(clock.at, GATE));
      return Promise.resolve();
    },
    takeDown: () => Promise.resolve(void outages.push({ start: clock.at, end: RESULTS_OUT })),
    dispose: () => Promise.resolve(),
  });
});

marketGatewaySuite('documents over an EDX folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backfeed-gateway-'));
  return documentBench({
    carrier: (side) => EdxFolder.open({ folder, side, pollMs: 10 }),
    takeDown: async () => {
      await rm(join(folder, 'outbox'), { recursive: true });
      await writeFile(join(folder, 'outbox'), '');
    },
    dispose: () => rm(folder, { recursive: true }),
  });
});

marketGatewaySuite('documents over the message bus', () => {
  const bus = new InProcessBus();
  return documentBench({
    carrier: (side) => Promise.resolve(new BusCarrier({ bus, side, group: side })),
    takeDown: () => bus.close(),
    dispose: () => bus.close(),
  });
});
