import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AuctionService, MarketMailbox, MarketMessageDesk, RefusedDocuments } from '../../src/bidding/index.js';
import { MarketMessagesController } from '../../src/bidding/market-messages.controller.js';
import { dayInterval, epochMs, mtusOf, MS_PER_HOUR, MS_PER_MINUTE } from '../../src/kernel/index.js';
import { packedText } from '../../src/market/documents/packed-text.adapter.js';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import {
  EXAMPLE_PARTY_EIC,
  FCR_N,
  FINGRID_EIC,
  type Acknowledgement,
  type AcknowledgementDocument,
  type AllocationResultDocument,
  type BidDocument,
  type KeptDocument,
  type MarketGateway,
  type ReserveBidDocument,
} from '../../src/market/index.js';
import type { Role } from '../../src/platform/access/index.js';
import { AuctionWorld, gateOf } from '../support/auction-world.js';
import { startServer, type RunningServer } from '../support/http-server.js';
import { anAggregate } from '../support/market-samples.js';

/** The link that went down after our bids had left. */
class OneWayLink implements MarketGateway {
  readonly sent: BidDocument[] = [];
  readonly answers: Acknowledgement[] = [];
  submit = (document: BidDocument) => Promise.resolve(void this.sent.push(document));
  query = () => Promise.resolve('no-answer' as const);
  listen = () => undefined;
  acknowledge = (answer: Acknowledgement) => Promise.resolve(void this.answers.push(answer));
}

let world: AuctionWorld;
let link: OneWayLink;
let server: RunningServer;
beforeEach(async () => {
  world = new AuctionWorld();
  link = new OneWayLink();
  const { log, clock } = world;
  const document = { codec: xmlCodec, keeper: packedText, partyEic: EXAMPLE_PARTY_EIC };
  const mailbox = new MarketMailbox({ log, clock, product: FCR_N, ...document });
  const auctions = await world.service({ mailbox }, log, link);
  await world.run([auctions], epochMs(gateOf(world.day) - 20 * MS_PER_MINUTE));
  const refused = new RefusedDocuments({ log, clock, product: FCR_N, keeper: packedText });
  const desk = new MarketMessageDesk({ auctions, refused, ...document });
  server = await startServer({
    controllers: [MarketMessagesController],
    providers: [
      { provide: MarketMessageDesk, useValue: desk },
      { provide: RefusedDocuments, useValue: refused },
      { provide: AuctionService, useValue: auctions },
    ],
  });
});
afterEach(() => server.close());

const bring = async (body: string, role: Role | null = 'tso', type = 'application/xml') => {
  const headers = { 'content-type': type };
  const response = await server.request(role, '/api/v1/market/messages', { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const typesSince = async (length: number) => (await world.types()).slice(length);

const bids = (): ReserveBidDocument => xmlCodec.read(link.sent[0]?.xml ?? '').document as ReserveBidDocument;

const acceptance = (change: Partial<AcknowledgementDocument> = {}): string =>
  xmlCodec.print({
    kind: 'Acknowledgement_MarketDocument',
    mrid: 'efbeef04-46d8-4bc6-b544-8e8df6553ab7',
    createdAt: world.clock.at,
    sender: { eic: FINGRID_EIC, role: 'A34' },
    receiver: { eic: EXAMPLE_PARTY_EIC, role: null },
    received: { mrid: bids().mrid, createdAt: bids().createdAt, type: null, process: null },
    reasons: [{ code: 'A01', text: null }],
    rejectedSeries: [],
    ...change,
  });

const perBid = (): AllocationResultDocument => ({
  kind: 'ReserveAllocationResult_MarketDocument',
  mrid: '1a25ff0c-4133-4571-8edf-7d5d7578e555',
  createdAt: world.clock.at,
  receiverEic: EXAMPLE_PARTY_EIC,
  period: dayInterval(world.day),
  awards: bids().bids.map((bid, index) => ({
    seriesMrid: `d1eaeef6-3763-420a-b6b1-24e58728${String(1000 + index)}`,
    bidSeriesMrid: bid.seriesMrid,
    tenderingEic: null,
    product: bid.product,
    hour: bid.hour,
    awardedMw: bid.quantityMw,
    priceEurPerMwH: '30.00',
    offeredMw: bid.quantityMw,
    offerPriceEurPerMwH: bid.priceEurPerMwH,
    outcome: 'A73',
    name: bid.name,
  })),
});

describe('POST /market/messages', () => {
  it('takes what the link would have brought: the day is committed and the results are answered', async () => {
    expect((await bring(acceptance())).body).toEqual({
      kind: 'Acknowledgement_MarketDocument',
      mrid: 'efbeef04-46d8-4bc6-b544-8e8df6553ab7',
      deliveryDay: null,
    });
    world.clock.at = epochMs(gateOf(world.day) + MS_PER_HOUR);
    const { status, body } = await bring(xmlCodec.print(perBid()), 'trader', 'text/xml');
    expect([status, body['deliveryDay']]).toEqual([200, '2026-01-13']);
    const [series] = anAggregate('2026-01-13').series;
    const hours = mtusOf(world.day, 60).map(() => ({ awardedMw: '0.8', priceEurPerMwH: '30' }));
    await bring(xmlCodec.print({ ...anAggregate('2026-01-13'), series: series ? [{ ...series, hours }] : [] }));
    const types = await world.types();
    expect(types.slice(-5)).toEqual([
      'MarketDocumentReceived',
      'AllocationReceived',
      'AuctionCleared',
      'CapacityCommitted',
      'MarketDocumentSent',
    ]);
    expect(types.filter((type) => type === 'CapacityCommitted')).toHaveLength(1);
    expect(types).not.toContain('ResultsContradicted');
    expect(link.answers.map(({ accepted, documentMrid }) => [accepted, documentMrid])).toEqual([
      [true, perBid().mrid],
      [true, anAggregate('2026-01-13').mrid],
    ]);
  });

  it('keeps what was brought as it came, and who brought it', async () => {
    const xml = acceptance().replace('\n', '\n<!-- by hand -->\n');
    await bring(xml, 'trader');
    const kept = (await world.events()).find(({ type }) => type === 'MarketDocumentReceived');
    expect(packedText.restore(kept?.data as KeptDocument)).toBe(xml);
    expect(kept?.meta.actor).toMatch(/^trader:/);
  });

  it('changes nothing by the same document again', async () => {
    await bring(acceptance());
    const { length } = await world.types();
    expect((await bring(acceptance())).status).toBe(200);
    expect(await typesSince(length)).toEqual([]);
  });

  it('says where a document is wrong, in every place', async () => {
    const broken = acceptance().replace(FINGRID_EIC, `${FINGRID_EIC}9`).replace('>A01<', '>A07<');
    const { status, body } = await bring(broken);
    expect([status, body['code']]).toEqual([400, 'INVALID_FIELDS']);
    expect((body['errors'] as { field: string }[]).map(({ field }) => field)).toEqual(
      expect.arrayContaining([
        '/Acknowledgement_MarketDocument/sender_MarketParticipant.mRID',
        '/Acknowledgement_MarketDocument/Reason[1]/code',
      ]),
    );
  });

  it.each<[string, () => string, string, number]>([
    ['bids', () => link.sent[0]?.xml ?? '', 'NOT_A_MESSAGE_OF_THE_TSO', 400],
    [
      'another party’s',
      () => acceptance({ receiver: { eic: '44X-00000000248K', role: null } }),
      'RECEIVER_INVALID',
      400,
    ],
    [
      'an answer to a document that we never sent',
      () =>
        acceptance({
          received: { mrid: '7a963d8f-7547-41e5-9bbc-52976f877383', createdAt: null, type: null, process: null },
        }),
      'UNKNOWN_DOCUMENT',
      404,
    ],
    ['an entity bomb', () => acceptance().replace('?>', '?><!DOCTYPE a [<!ENTITY b "c">]>'), 'INVALID_FIELDS', 400],
  ])('refuses %s', async (_, document, code, status) => {
    expect(await bring(document())).toMatchObject({ status, body: { code } });
  });

  it('keeps what it refuses, says so, and answers nobody', async () => {
    const broken = acceptance().replace('>A01<', '>A07<');
    const { status, body } = await bring(broken, 'trader');
    const kept = (await world.events()).find(({ type }) => type === 'MarketDocumentRefused');
    const { sha256 } = kept?.data as KeptDocument;
    expect([status, body['detail']]).toEqual([400, expect.stringContaining(`on record as refused, sha256 ${sha256}`)]);
    expect(packedText.restore(kept?.data as KeptDocument)).toBe(broken);
    expect(kept?.meta.actor).toMatch(/^trader:/);
    expect(link.answers).toEqual([]);
  });

  it('is for the TSO and the trader, and takes XML only', async () => {
    expect((await bring(acceptance(), 'operator')).status).toBe(403);
    expect((await bring(acceptance(), null)).status).toBe(401);
    expect((await bring('{}', 'tso', 'application/json')).body['code']).toBe('DOCUMENT_INVALID');
  });
});

describe('GET /market/messages/refused', () => {
  const latest = async (query = '', role: Role | null = 'auditor') => {
    const response = await server.request(role, `/api/v1/market/messages/refused${query}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown>[] };
  };

  it('lists what was refused, the newest first, without the text', async () => {
    await bring(acceptance({ receiver: { eic: '44X-00000000248K', role: null } }));
    await bring('<Photo></Photo>');
    const { status, body } = await latest();
    expect([status, body.map(({ kind, withheld, dayTold }) => [kind, withheld, dayTold])]).toEqual([
      200,
      [
        ['Photo', null, false],
        ['Acknowledgement_MarketDocument', 'not-ours', true],
      ],
    ]);
    expect(body[1]?.['reasons']).toMatchObject([{ rule: 'RECEIVER_INVALID' }]);
    expect(Object.keys(body[0] ?? {})).not.toContain('packed');
    expect((await latest('?limit=1')).body).toHaveLength(1);
  });

  it('is for those who may see bids, and asks for at most 500', async () => {
    expect((await latest('', 'operator')).status).toBe(403);
    expect((await latest('?limit=0')).status).toBe(400);
  });
});
