import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AuctionService, MarketMailbox, RefusedDocuments, type RefusedRecord } from '../../src/bidding/index.js';
import { deliveryDay, deterministicUuid, epochMs, MS_PER_HOUR, type EventBase } from '../../src/kernel/index.js';
import { packedText } from '../../src/market/documents/packed-text.adapter.js';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import { BusCarrier } from '../../src/market/exchange/bus-carrier.adapter.js';
import { DocumentGateway } from '../../src/market/exchange/document-gateway.adapter.js';
import { EdxFolder } from '../../src/market/exchange/edx-folder.adapter.js';
import {
  ACKNOWLEDGEMENT,
  EDX_TYPE,
  EXAMPLE_PARTY_EIC,
  FCR_N,
  ownBidder,
  type CarriedMessage,
  type EdxMessageType,
  type KeptDocument,
  type MarketDocument,
  type MessageCarrier,
} from '../../src/market/index.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import { InProcessBus } from '../../src/platform/messaging/in-process.adapter.js';
import { planFor, rules } from '../support/auction-world.js';
import { ManualClock } from '../support/manual-clock.js';
import { anAcknowledgement, anAggregate, aResult } from '../support/market-samples.js';
import { gateClosure } from '../support/office-world.js';

const DAY = deliveryDay('2026-01-13');
const uuid = (name: string): string => deterministicUuid('refused', name);

interface Line {
  open(side: 'bsp' | 'tso'): Promise<MessageCarrier>;
  /** Something on its way to us that is no message at all. */
  litter(): Promise<void>;
  dispose(): Promise<void>;
}

const LINES: Readonly<Record<string, () => Promise<Line>>> = {
  'an EDX folder': async () => {
    const folder = await mkdtemp(join(tmpdir(), 'backfeed-refused-'));
    return {
      open: (side) => EdxFolder.open({ folder, side, pollMs: 10 }),
      litter: async () => {
        const file = join(folder, 'inbox', 'holiday.xml');
        await writeFile(file, Buffer.from([0x3c, 0xff, 0xfe, 0x3e]));
        await utimes(file, new Date(0), new Date(0));
      },
      dispose: () => rm(folder, { recursive: true }),
    };
  },
  'the message bus': () => {
    const bus = new InProcessBus();
    return Promise.resolve({
      open: (side: 'bsp' | 'tso') => Promise.resolve(new BusCarrier({ bus, side, group: side })),
      litter: () => bus.publish('market.inbound.v1', [{ id: 'holiday', key: '', value: '{"document":1}' }]),
      dispose: () => bus.close(),
    });
  },
};

describe.each(Object.entries(LINES))('what comes over %s and is refused', (_, lineOf) => {
  let line: Line;
  let log: MemoryEventLog;
  let [ours, theirs]: MessageCarrier[] = [];
  let answers: CarriedMessage[];
  beforeEach(async () => {
    line = await lineOf();
    answers = [];
    const clock = new ManualClock(epochMs(gateClosure(DAY) - MS_PER_HOUR / 4));
    log = new MemoryEventLog(clock);
    theirs = await line.open('tso');
    theirs.listen((message) => Promise.resolve(void answers.push(message)));
    ours = await line.open('bsp');
    const keeper = packedText;
    const gateway = new DocumentGateway({
      carrier: ours,
      codec: xmlCodec,
      clock,
      bidder: ownBidder(EXAMPLE_PARTY_EIC),
    });
    const service = new AuctionService({
      log,
      clock,
      gateway,
      planner: planFor,
      rulesOf: () => rules,
      approval: 'policy',
      firstDay: DAY,
      lastDay: DAY,
      mailbox: new MarketMailbox({ log, clock, product: FCR_N, codec: xmlCodec, keeper, partyEic: EXAMPLE_PARTY_EIC }),
      refused: new RefusedDocuments({ log, clock, product: FCR_N, keeper }),
    });
    await service.start();
    await service.runDue(clock.at);
    await until(() => answers.some(({ type }) => type === EDX_TYPE.bid));
  });
  afterEach(async () => {
    await ours?.close();
    await theirs?.close();
    await line.dispose();
  });

  const events = async <E extends EventBase>(type: string): Promise<E['data'][]> => {
    const found: E['data'][] = [];
    for await (const { data } of log.readAll({ types: [type] })) found.push(data);
    return found;
  };
  const refused = () => events<{ type: string; data: RefusedRecord }>('MarketDocumentRefused');
  const send = (type: EdxMessageType, name: string, text: string) =>
    theirs?.send({ id: uuid(name), deliveryDay: null, type, text });
  const until = async (check: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await check())) await pause(10);
  };
  const rejections = () =>
    answers.flatMap(({ type, text }) => {
      const { document } = xmlCodec.read(text);
      return document?.kind === ACKNOWLEDGEMENT ? [{ type, document }] : [];
    });

  it('is on record as it came, with the reason and its day, and a result is answered by a rejection', async () => {
    const text = xmlCodec.print(anAggregate(DAY)).replace('v="A38"', 'v="A39"');
    await send(EDX_TYPE.aggregate, 'aggregate', text);
    await until(() => rejections().length > 0);
    const [record] = await refused();
    expect(record).toMatchObject({
      deliveryDay: DAY,
      dayTold: true,
      kind: anAggregate(DAY).kind,
      mrid: anAggregate(DAY).mrid,
      messageType: EDX_TYPE.aggregate,
      messageId: uuid('aggregate'),
      reasonsInAll: 1,
      withheld: null,
    });
    expect(packedText.restore(record as KeptDocument)).toBe(text);
    expect(rejections()).toMatchObject([
      {
        type: EDX_TYPE.aggregateAnswer,
        document: { received: { mrid: anAggregate(DAY).mrid }, reasons: [{ code: 'A02' }] },
      },
    ]);
    expect(rejections()[0]?.document.reasons[0]?.text).toContain('must be A38 [document-type]');
    const sent = await events<{ type: string; data: KeptDocument }>('MarketDocumentSent');
    expect(sent.map(({ kind, deliveryDay: day }) => [kind, day]).at(-1)).toEqual([ACKNOWLEDGEMENT, DAY]);
  });

  it('is filed with our document where it answers one, and is not answered', async () => {
    const bids = answers[0]?.id ?? '';
    const answer = { ...anAcknowledgement(), received: { ...anAcknowledgement().received, mrid: bids } };
    await send(EDX_TYPE.bidAnswer, 'answer', xmlCodec.print(answer).replace('>A01<', '>A07<'));
    await until(async () => (await refused()).length > 0);
    expect(await refused()).toMatchObject([{ deliveryDay: DAY, dayTold: true, kind: ACKNOWLEDGEMENT }]);
    await pause(50);
    expect(rejections()).toEqual([]);
  });

  it.each<[string, EdxMessageType, () => MarketDocument, string]>([
    ['of another kind than it says', EDX_TYPE.perBid, () => anAggregate(DAY), 'message-type'],
    [
      'about no document of ours',
      EDX_TYPE.bidAnswer,
      () => ({ ...anAcknowledgement(), received: { ...anAcknowledgement().received, mrid: uuid('never sent') } }),
      'UNKNOWN_DOCUMENT',
    ],
    [
      'about a product that we do not trade',
      EDX_TYPE.perBid,
      () => aResult(DAY, { product: 'FCR-D-up' }),
      'UNKNOWN_PRODUCT',
    ],
    ['that says nothing', EDX_TYPE.aggregate, () => ({ ...anAggregate(DAY), series: [] }), 'empty'],
  ])('may be a message %s', async (__, type, document, rule) => {
    await send(type, 'm', xmlCodec.print(document()));
    await until(async () => (await refused()).length > 0);
    expect((await refused())[0]?.reasons).toMatchObject([{ rule }]);
  });

  it('is kept by its digest only where it is another party’s', async () => {
    await send(EDX_TYPE.perBid, 'm', xmlCodec.print({ ...aResult(DAY), receiverEic: '44X-00000000248K' }));
    await until(() => rejections().length > 0);
    expect(await refused()).toMatchObject([
      { withheld: 'not-ours', packed: null, reasons: [{ rule: 'RECEIVER_INVALID' }] },
    ]);
  });

  it('may be no message at all, not even a text', async () => {
    await line.litter();
    await until(async () => (await refused()).length > 0);
    expect(await refused()).toMatchObject([
      { kind: null, mrid: null, dayTold: false, deliveryDay: '2026-01-12', reasons: [{ rule: 'no-message' }] },
    ]);
    expect(packedText.bytesOf((await refused())[0] as KeptDocument).length).toBe((await refused())[0]?.bytes);
  });

  it('is on record once, however often it comes, and does not keep what is right from being taken', async () => {
    await send(EDX_TYPE.aggregate, 'wrong', '<Result></Result>');
    await until(async () => (await refused()).length > 0);
    await send(EDX_TYPE.aggregate, 'wrong', '<Result></Result>');
    const result = aResult(DAY, { bidSeriesMrid: uuid('series') });
    await send(EDX_TYPE.perBid, 'right', xmlCodec.print(result));
    await until(async () => (await events('MarketDocumentReceived')).length > 0);
    expect(await refused()).toHaveLength(1);
  });
});
