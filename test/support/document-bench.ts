import { setTimeout as pause } from 'node:timers/promises';
import { epochMs, MS_PER_HOUR, type Clock } from '../../src/kernel/index.js';
import { EXAMPLE_PARTY_EIC, ownBidder, type MarketGateway, type MessageCarrier } from '../../src/market/index.js';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import { DocumentGateway } from '../../src/market/exchange/document-gateway.adapter.js';
import { OfficeProgram } from '../../src/simulation/tso/office-program.adapter.js';
import { BENCH_DAY, type GatewayBench } from '../contract/market-gateway.suite.js';
import { gateClosure } from './office-world.js';

const GATE = gateClosure(BENCH_DAY);
const BEFORE_GATE = epochMs(GATE - MS_PER_HOUR);
const RESULTS_OUT = epochMs(GATE + MS_PER_HOUR);

/** Two ends of a line that carries documents. */
export interface Line {
  carrier(side: 'bsp' | 'tso'): Promise<MessageCarrier>;
  /** Resolves when both ends listen; left out where they do at once. */
  ready?(): Promise<void>;
  /** What is under way takes this long; default 300 ms. */
  readonly slowMs?: number;
  readonly takeDown: (() => Promise<void>) | null;
  dispose(): Promise<void>;
}

/** The desk as a program on a clock that the test moves, at the other end of a line that carries documents. */
export async function documentBench(line: Line): Promise<GatewayBench> {
  let at: number = BEFORE_GATE;
  const clock: Clock = { now: () => epochMs(at) };
  const desk = await line.carrier('tso');
  const office = new OfficeProgram({
    clock,
    codec: xmlCodec,
    carriers: [desk],
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
      return new DocumentGateway({ carrier, codec: xmlCodec, clock, bidder: ownBidder(EXAMPLE_PARTY_EIC) });
    },
    until: async (check) => {
      for (const deadline = Date.now() + 15_000; !check(); await pause(10))
        if (Date.now() > deadline) throw new Error('nothing came over the line in 15 s');
    },
    passGate: async () => {
      // What is on its way when the gate closes has arrived: the test moves the clock, not the line.
      await pause(line.slowMs ?? 300);
      at = RESULTS_OUT;
    },
    bring: (message) => desk.send(message),
    ...(line.ready && { ready: () => line.ready?.() ?? Promise.resolve() }),
    takeDown: line.takeDown,
    dispose: async () => {
      await carrier?.close();
      await office.stop();
      await line.dispose();
    },
  };
}
