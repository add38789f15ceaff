import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AuctionService, MarketMailbox } from '../../src/bidding/index.js';
import { deliveryDay, epochMs, MS_PER_HOUR } from '../../src/kernel/index.js';
import { openMarket, type LiveMarket } from '../../src/live-market.js';
import { FCR_N, type CapacityCommitted } from '../../src/market/index.js';
import { packedText } from '../../src/market/documents/packed-text.adapter.js';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import { EdxFolder } from '../../src/market/exchange/edx-folder.adapter.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import { SILENT } from '../../src/platform/observability/index.js';
import { InProcessBus } from '../../src/platform/messaging/in-process.adapter.js';
import { readSettings } from '../../src/settings.js';
import { OfficeProgram } from '../../src/simulation/tso/office-program.adapter.js';
import { planFor, rules } from '../support/auction-world.js';
import { priceOf } from '../support/document-world.js';
import { ManualClock } from '../support/manual-clock.js';
import { gateClosure } from '../support/office-world.js';

const DAY = deliveryDay('2026-10-25');
const PARTY = '44X-00000000001H';

let folder: string;
let clock: ManualClock;
let market: LiveMarket;
let office: OfficeProgram;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backfeed-live-market-'));
  clock = new ManualClock(epochMs(gateClosure(DAY) - MS_PER_HOUR / 3));
  office = new OfficeProgram({
    clock,
    codec: xmlCodec,
    carriers: [await EdxFolder.open({ folder, side: 'tso', pollMs: 10 })],
    journal: null,
    marketOf: (_, mtuStart) => ({ kind: 'marginal-price', priceEurPerMwH: priceOf(mtuStart) }),
    acknowledgementDelayMs: 0,
    onTaken: () => undefined,
    onSent: () => undefined,
  });
  office.start();
});
afterEach(async () => {
  await market.close();
  await office.stop();
  await rm(folder, { recursive: true });
});

describe('the live market over an EDX folder', () => {
  it('sells the autumn day’s 25 hours: every document is a file, on record, and acknowledged', async () => {
    const log = new MemoryEventLog(clock);
    const settings = readSettings({
      BACKFEED_MARKET_GATEWAY: 'fingrid',
      BACKFEED_PARTY_EIC: PARTY,
      BACKFEED_SANCTION_FACTOR: '2',
      BACKFEED_SANCTION_FACTOR_SOURCE: 'contract',
      BACKFEED_EDX_DIR: folder,
    });
    market = await openMarket(settings, { log, clock, bus: new InProcessBus(), news: SILENT });
    const mailbox = new MarketMailbox({
      log,
      clock,
      product: FCR_N,
      codec: xmlCodec,
      keeper: packedText,
      partyEic: PARTY,
    });
    const service = new AuctionService({
      log,
      clock,
      gateway: market.gateway,
      mailbox,
      planner: planFor,
      rulesOf: () => rules,
      approval: 'policy',
      firstDay: DAY,
      lastDay: DAY,
    });
    await service.start();
    await service.runDue(clock.at);
    await until(async () => (await typesOf(log)).includes('BidsAcknowledged'));
    clock.at = epochMs(gateClosure(DAY) + MS_PER_HOUR);
    await until(async () => (await typesOf(log)).includes('CapacityCommitted'));
    await until(() => Promise.resolve(office.office.unanswered().length === 0));
    // The other side may have read an answer before our copy of it is whole.
    await until(async () => (await readdir(join(folder, 'sent'))).every((name) => !name.startsWith('.')));
    const committed: CapacityCommitted['data'][] = [];
    for await (const { data } of log.readAll({ types: ['CapacityCommitted'] })) committed.push(data as never);
    expect(committed[0]?.mtus).toHaveLength(25);
    expect((await readdir(join(folder, 'sent'))).map((name) => name.split('_')[0]).sort()).toEqual([
      'FI-FCR-ACCEPTED-BIDS-CIM-ACK',
      'FI-FCR-BID-CIM',
      'FI-FCR-RESERVERESULTS-ERRP-ACK',
    ]);
    expect((await typesOf(log)).filter((type) => type.startsWith('MarketDocument')).sort()).toEqual([
      ...Array<string>(3).fill('MarketDocumentReceived'),
      ...Array<string>(3).fill('MarketDocumentSent'),
    ]);
  }, 30_000);
});

async function typesOf(log: MemoryEventLog): Promise<string[]> {
  const types: string[] = [];
  for await (const { type } of log.readAll()) types.push(type);
  return types;
}

async function until(check: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; !(await check()); await pause(20))
    if (Date.now() > deadline) throw new Error('nothing happened in 20 s');
}
