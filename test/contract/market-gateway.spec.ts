import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  epochMs,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  type Clock,
  type EpochMs,
  type Interval,
} from '../../src/kernel/index.js';
import {
  EXAMPLE_PARTY_EIC,
  newestFcrnRules,
  ownBidder,
  type MarketGateway,
  type MessageCarrier,
} from '../../src/market/index.js';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import { BusCarrier } from '../../src/market/exchange/bus-carrier.adapter.js';
import { DocumentGateway } from '../../src/market/exchange/document-gateway.adapter.js';
import { EdxFolder } from '../../src/market/exchange/edx-folder.adapter.js';
import { InProcessBus } from '../../src/platform/messaging/in-process.adapter.js';
import { OfficeProgram } from '../../src/simulation/tso/office-program.adapter.js';
import { TsoSimulator } from '../../src/simulation/tso-simulator.js';
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

interface Line {
  carrier(side: 'bsp' | 'tso'): Promise<MessageCarrier>;
  readonly takeDown: (() => Promise<void>) | null;
  dispose(): Promise<void>;
}

/** The desk as a program on a clock that the test moves, at the other end of a line that carries documents. */
async function documentBench(line: Line): Promise<GatewayBench> {
  let at: number = BEFORE_GATE;
  const clock: Clock = { now: () => epochMs(at) };
  const office = new OfficeProgram({
    clock,
    codec: xmlCodec,
    carriers: [await line.carrier('tso')],
    journal: null,
    marketOf: () => ({ kind: 'marginal-price', priceEurPerMwH: '20' }),
    acknowledgementDelayMs: 0,
    onTaken: () => undefined,
    onSent: () => undefined,
  });
  office.start();
  let carrier: MessageCarrier | null = null;
  return {
    day: BENCH_DAY,
    now: () => clock.now(),
    open: async (): Promise<MarketGateway> => {
      await carrier?.close();
      carrier = await line.carrier('bsp');
      const refused = (message: unknown): never => {
        throw new Error(`the TSO sent what the profile refuses: ${JSON.stringify(message)}`);
      };
      return new DocumentGateway({
        carrier,
        codec: xmlCodec,
        clock,
        bidder: ownBidder(EXAMPLE_PARTY_EIC),
        onRefused: refused,
      });
    },
    until: async (check) => {
      for (const deadline = Date.now() + 15_000; !check(); await pause(10))
        if (Date.now() > deadline) throw new Error('nothing came over the line in 15 s');
    },
    passGate: async () => {
      // What is on its way when the gate closes has arrived: the test moves the clock, not the line.
      await pause(300);
      at = RESULTS_OUT;
    },
    takeDown: line.takeDown,
    dispose: async () => {
      await carrier?.close();
      await office.stop();
      await line.dispose();
    },
  };
}

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
