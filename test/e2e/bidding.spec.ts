import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AuctionService, BidBook, BidExplainer, type BookedBid } from '../../src/bidding/index.js';
import { BiddingController } from '../../src/bidding/bidding.controller.js';
import { epochMs, MS_PER_MINUTE } from '../../src/kernel/index.js';
import type { Role } from '../../src/platform/access/index.js';
import { ProjectionRunner } from '../../src/platform/index.js';
import { AuctionWorld, gateOf } from '../support/auction-world.js';
import { startServer, type RunningServer } from '../support/http-server.js';

let world: AuctionWorld;
let server: RunningServer;
let projections: ProjectionRunner;
beforeEach(async () => {
  world = new AuctionWorld();
  const book = new BidBook();
  projections = new ProjectionRunner(world.log);
  projections.add('bids', { apply: (event) => book.apply(event), types: BidBook.types });
  await projections.start();
  const service = await world.service({ approval: 'trader' });
  await world.run([service, world.tso], epochMs(gateOf(world.day) - 20 * MS_PER_MINUTE));
  await projections.caughtUp();
  server = await startServer({
    controllers: [BiddingController],
    providers: [
      { provide: AuctionService, useValue: service },
      { provide: BidBook, useValue: book },
      { provide: BidExplainer, useValue: new BidExplainer(world.log) },
      { provide: ProjectionRunner, useValue: projections },
    ],
  });
});
afterEach(async () => {
  await server.close();
  await projections.stop();
});

const get = async (path: string, role: Role | null = 'trader') => answer(await server.request(role, `/api/v1/${path}`));
const post = async (path: string, role: Role | null = 'trader', body?: object) =>
  answer(
    await server.request(role, `/api/v1/${path}`, {
      method: 'POST',
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    }),
  );
const answer = async (response: Response) => ({ status: response.status, body: await response.json() });
const states = ({ body }: { body: unknown }) => new Set((body as BookedBid[]).map((bid) => bid.state));

describe('GET /bids', () => {
  it('shows the latest day that has bids, or the one asked for', async () => {
    const latest = await get('bids', 'auditor');
    expect(latest.body).toHaveLength(48);
    expect((latest.body as BookedBid[])[0]).toEqual({
      id: '2026-01-13-0-0',
      deliveryDay: '2026-01-13',
      mtu: '2026-01-12T23:00:00.000Z',
      quantityMw: 0.5,
      priceEurPerMwH: '5',
      state: 'planned',
      awardedMw: null,
      clearingPriceEurPerMwH: null,
    });
    expect(await get('bids?day=2026-01-13')).toEqual(latest);
    expect(await get('bids?day=2026-01-14')).toEqual({ status: 200, body: [] });
    expect(await get('bids?day=tomorrow')).toMatchObject({ status: 400 });
  });

  it('shows one bid and explains it', async () => {
    expect(await get('bids/2026-01-13-3-1')).toMatchObject({ status: 200, body: { quantityMw: 0.3 } });
    expect(await get('bids/2026-01-13-3-1/explanation', 'finance')).toMatchObject({
      status: 200,
      body: { bid: { bidId: '2026-01-13-3-1' }, steps: [{ event: 'AuctionOpened' }, { event: 'AuctionPlanned' }] },
    });
    for (const path of ['bids/nobody', 'bids/nobody/explanation'])
      expect(await get(path)).toMatchObject({ status: 404, body: { code: 'BID_NOT_FOUND' } });
  });
});

describe("the trader's controls", () => {
  it('approve, then withdraw', async () => {
    const approved = await post('bids/2026-01-13/approve');
    expect(approved.status).toBe(200);
    expect(states(approved)).toEqual(new Set(['submitted']));
    expect(await post('bids/2026-01-13/withdraw')).toMatchObject({ status: 200 });
    expect(world.tso.documents()).toHaveLength(2);
    expect((await world.events()).find((event) => event.type === 'AuctionApproved')?.meta.actor).toMatch(/^trader:/);
  });

  it('refuse with a reason', async () => {
    expect(await post('bids/2027-01-13/approve')).toMatchObject({ status: 404, body: { code: 'AUCTION_NOT_FOUND' } });
    world.clock.at = gateOf(world.day);
    expect(await post('bids/2026-01-13/approve')).toMatchObject({ status: 409, body: { code: 'GATE_CLOSED' } });
    expect(await post('bids/soon/approve')).toMatchObject({ status: 400 });
  });

  it('halt and resume', async () => {
    expect(await get('trading')).toMatchObject({ body: { status: 'trading', by: null, since: null, reason: null } });
    expect(await post('trading/halt', 'trader', { reason: 'storm' })).toMatchObject({
      status: 200,
      body: { status: 'halted', reason: 'storm', since: '2026-01-12T16:10:00.000Z' },
    });
    expect(await post('trading/resume')).toMatchObject({ status: 200, body: { status: 'trading', reason: null } });
    expect(await post('trading/halt')).toMatchObject({ status: 200, body: { status: 'halted', reason: null } });
    expect(await post('trading/halt', 'trader', { reason: 5 })).toMatchObject({ status: 400 });
  });

  it.each(['finance', 'auditor', 'operator', 'driver', 'tso'] as const)('are not for %s', async (role) => {
    for (const path of ['bids/2026-01-13/approve', 'bids/2026-01-13/withdraw', 'trading/halt', 'trading/resume'])
      expect(await post(path, role)).toMatchObject({ status: 403 });
    expect(await world.types()).toEqual(['AuctionOpened', 'AuctionPlanned']);
  });

  it('are not for anybody without a token', async () => {
    expect(await post('trading/halt', null)).toMatchObject({ status: 401 });
    expect(await get('bids', null)).toMatchObject({ status: 401 });
  });
});
