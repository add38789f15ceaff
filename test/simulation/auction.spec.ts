import { describe, expect, it } from '@jest/globals';
import type { AuctionSkipped } from '../../src/bidding/index.js';
import { deliveryDay, epochMs, MS_PER_HOUR, MS_PER_MINUTE } from '../../src/kernel/index.js';
import type { CapacityCommitted } from '../../src/market/index.js';
import { AuctionWorld, gateOf } from '../support/auction-world.js';

const after = (world: AuctionWorld, hours: number) => epochMs(gateOf(world.day) + hours * MS_PER_HOUR);
const committed = async (world: AuctionWorld) =>
  (await world.events())
    .filter((event) => event.type === 'CapacityCommitted')
    .flatMap((event) => (event.data as CapacityCommitted['data']).mtus);
const skipReason = async (world: AuctionWorld) =>
  ((await world.events()).find((event) => event.type === 'AuctionSkipped')?.data as AuctionSkipped['data'] | undefined)
    ?.reason;

describe('an auction against the TSO simulator', () => {
  it('goes from the plan to the commitment, one event causing the next', async () => {
    const world = new AuctionWorld();
    const service = await world.service();
    await world.run([service, world.tso], after(world, 2));
    expect(await world.types()).toEqual([
      'AuctionOpened',
      'AuctionPlanned',
      'AuctionApproved',
      'BidsSubmitted',
      'BidsAcknowledged',
      'AllocationReceived',
      'AllocationReceived',
      'AuctionCleared',
      'CapacityCommitted',
    ]);
    const events = await world.events();
    for (const [index, event] of events.entries())
      expect(event.meta.causationId).toBe(events[Math.max(0, index - 1)]?.meta.messageId);
    const mtus = await committed(world);
    expect(mtus).toHaveLength(24);
    // 22:00Z is an even hour since 1970: both steps at 30; odd hours: the first step only at 10.
    expect(mtus[1]).toEqual({ mtuStart: '2026-01-13T00:00:00.000Z', awardedW: 800_000, priceEurPerMwH: '30' });
    expect(mtus[0]).toEqual({ mtuStart: '2026-01-12T23:00:00.000Z', awardedW: 500_000, priceEurPerMwH: '10' });
  });

  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
  ])('sells the %s hour by hour: %d of them', async (day, hours) => {
    const world = new AuctionWorld(deliveryDay(day));
    const service = await world.service();
    await world.run([service, world.tso], after(world, 2));
    const mtus = await committed(world);
    expect(new Set(mtus.map((mtu) => mtu.mtuStart)).size).toBe(hours);
    expect(mtus).toHaveLength(hours);
  });

  it('buys the rest of the volume from the last bid in merit order, partly', async () => {
    const world = new AuctionWorld(undefined, { volumeW: () => 600_000, clearingPrice: () => '30' });
    const service = await world.service();
    await world.run([service, world.tso], after(world, 2));
    expect((await committed(world)).every((mtu) => mtu.awardedW === 600_000)).toBe(true);
  });

  it('answers a rejection for the portfolio limit with a smaller document before the gate', async () => {
    const world = new AuctionWorld(undefined, { portfolioLimitW: () => 600_000, clearingPrice: () => '30' });
    const service = await world.service();
    await world.run([service, world.tso], after(world, 2));
    expect((await world.types()).slice(3, 7)).toEqual([
      'BidsSubmitted',
      'BidsRejected',
      'BidsSubmitted',
      'BidsAcknowledged',
    ]);
    expect((await committed(world)).every((mtu) => mtu.awardedW === 600_000)).toBe(true);
  });

  it('waits for the trader, and sends nothing that nobody approved', async () => {
    const world = new AuctionWorld();
    const service = await world.service({ approval: 'trader' });
    await world.run([service, world.tso], after(world, 2));
    expect(await skipReason(world)).toBe('NOT_APPROVED_IN_TIME');
    expect(world.tso.documents()).toEqual([]);
  });

  it('sends at once what the trader approves', async () => {
    const world = new AuctionWorld();
    const service = await world.service({ approval: 'trader' });
    await world.run([service, world.tso], epochMs(gateOf(world.day) - 10 * MS_PER_MINUTE));
    expect(await service.approve(world.day, 'ada')).toBeNull();
    expect(world.tso.documents()).toHaveLength(1);
    expect(await service.approve(deliveryDay('2027-01-01'), 'ada')).toMatchObject({ code: 'AUCTION_NOT_FOUND' });
  });

  it('sends no document while trading is halted, and does once it is resumed', async () => {
    const world = new AuctionWorld();
    const service = await world.service();
    await service.halt('ada', 'storm');
    await world.run([service, world.tso], epochMs(gateOf(world.day) - 10 * MS_PER_MINUTE));
    expect(world.tso.documents()).toEqual([]);
    await service.resume('ada');
    expect(world.tso.documents()).toHaveLength(1);
  });

  it('skips a day whose gate closed while trading was halted', async () => {
    const world = new AuctionWorld();
    const service = await world.service();
    await service.halt('ada', null);
    await world.run([service, world.tso], after(world, 2));
    expect(await skipReason(world)).toBe('TRADING_HALTED');
  });

  it('takes bids back by the same series ids with quantity 0', async () => {
    const world = new AuctionWorld();
    const service = await world.service();
    await world.run([service, world.tso], epochMs(gateOf(world.day) - 10 * MS_PER_MINUTE));
    expect(await service.withdraw(world.day, 'ada')).toBeNull();
    await world.run([service, world.tso], after(world, 2));
    const [first, second] = world.tso.documents();
    expect(second?.document.bids.map((bid) => bid.bidId)).toEqual(first?.document.bids.map((bid) => bid.bidId));
    expect(second?.document.bids.every((bid) => bid.quantityW === 0)).toBe(true);
    expect(await committed(world)).toEqual([]);
    expect(await service.withdraw(world.day, 'ada')).toMatchObject({ code: 'GATE_CLOSED' });
  });

  it('commits the hours on which the results agree and names the others', async () => {
    const world = new AuctionWorld(undefined, { faults: { contradictoryShare: 1 } });
    const service = await world.service();
    await world.run([service, world.tso], after(world, 2));
    expect(await committed(world)).toHaveLength(23);
    expect(await world.types()).toContain('ResultsContradicted');
  });

  it('commits on one result when the other does not come', async () => {
    const world = new AuctionWorld(undefined, { faults: { lostResultShare: 1 } });
    const service = await world.service();
    await world.run([service, world.tso], after(world, 2));
    expect(await committed(world)).toHaveLength(24);
  });

  it('names a day that it was started too late for', async () => {
    const world = new AuctionWorld();
    world.clock.at = after(world, 1);
    const service = await world.service();
    await world.run([service, world.tso], after(world, 2));
    expect(await skipReason(world)).toBe('PLANNED_TOO_LATE');
  });
});
