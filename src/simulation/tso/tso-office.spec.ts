import { describe, expect, it } from '@jest/globals';
import { deliveryDay, deterministicUuid, epochMs, MS_PER_HOUR, MS_PER_MINUTE } from '../../kernel/index.js';
import {
  ACKNOWLEDGEMENT,
  acknowledgementFrom,
  ALLOCATION_AGGREGATE,
  ALLOCATION_RESULT,
  EDX_TYPE,
} from '../../market/index.js';
import { xmlCodec } from '../../market/documents/xml-codec.adapter.js';
import { gateClosure, OfficeWorld } from '../../../test/support/office-world.js';

const DAY = deliveryDay('2026-01-13');
const uuid = (name: string): string => deterministicUuid('test', name);
const reasonsOf = (world: OfficeWorld) =>
  world
    .ofKind(ACKNOWLEDGEMENT)
    .map(({ reasons, rejectedSeries }) => [
      ...reasons.map(({ code, text }) => (text === null ? code : `${code} ${text}`)),
      ...rejectedSeries.flatMap((series) => series.reasons.map(({ code, text }) => `${code} ${text ?? ''}`)),
    ]);

describe('the desk of the TSO', () => {
  it('acknowledges a document that keeps the rules, and clears the day in both results', async () => {
    const world = new OfficeWorld(DAY);
    world.submit(world.document(uuid('d')));
    await world.untilResults();
    expect(world.received.map(({ message }) => message.type)).toEqual([
      EDX_TYPE.bidAnswer,
      EDX_TYPE.perBid,
      EDX_TYPE.aggregate,
    ]);
    expect(reasonsOf(world)).toEqual([['A01']]);
    const [perBid] = world.ofKind(ALLOCATION_RESULT);
    expect(perBid?.awards).toHaveLength(24);
    expect(perBid?.awards[0]).toMatchObject({
      awardedMw: '0.5',
      offeredMw: '0.5',
      priceEurPerMwH: '20',
      outcome: 'A73',
      name: 'b0',
    });
    expect(world.ofKind(ALLOCATION_AGGREGATE)[0]?.series[0]?.hours[23]).toEqual({
      awardedMw: '0.5',
      priceEurPerMwH: '20',
    });
  });

  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
  ])('clears %s hour by hour: %d of them', async (day, hours) => {
    const world = new OfficeWorld(deliveryDay(day));
    world.submit(world.document(uuid('d')));
    await world.untilResults();
    expect(world.ofKind(ALLOCATION_RESULT)[0]?.awards).toHaveLength(hours);
    expect(world.ofKind(ALLOCATION_AGGREGATE)[0]?.series[0]?.hours).toHaveLength(hours);
  });

  it('rejects a document whole for one bid, and awards nothing of it', async () => {
    const world = new OfficeWorld(DAY);
    const bids = world.bids().map((bid, index) => (index === 3 ? { ...bid, quantityW: 5_100_000 } : bid));
    world.submit(world.document(uuid('d'), bids));
    await world.untilResults();
    expect(reasonsOf(world)).toEqual([['A02', '999 Maximum quantity 5 MW for FCR-N and 10 MW for FCR-D']]);
    expect(world.received).toHaveLength(1);
  });

  it('answers a text that is no document, naming the message', async () => {
    const world = new OfficeWorld(DAY);
    world.submit(world.document(uuid('d')), '<ReserveBid_MarketDocument>');
    await world.untilResults();
    expect(world.ofKind(ACKNOWLEDGEMENT)[0]).toMatchObject({ received: { mrid: uuid('d') } });
    expect(reasonsOf(world)[0]?.[0]).toMatch(/^A02 .*well-formed/);
  });

  it('takes nothing for a day whose gate is closed', async () => {
    const world = new OfficeWorld(DAY);
    world.clock.at = gateClosure(DAY);
    world.submit(world.document(uuid('d')));
    await world.untilResults();
    expect(reasonsOf(world)).toEqual([['A02 Message was received after deadline']]);
  });

  it('takes a reference once', async () => {
    const world = new OfficeWorld(DAY);
    const document = world.document(uuid('d'));
    world.submit(document);
    world.submit(document);
    await world.run(epochMs(world.clock.now() + MS_PER_MINUTE));
    expect(reasonsOf(world).map(([first]) => first)).toEqual(['A01', 'A02 Message reference must be unique']);
    expect(new Set(world.ofKind(ACKNOWLEDGEMENT).map(({ mrid }) => mrid)).size).toBe(2);
  });

  it('changes and cancels bids by the ids of their series', async () => {
    const world = new OfficeWorld(DAY);
    world.submit(world.document(uuid('d1')));
    world.clock.at = epochMs(world.clock.now() + MS_PER_MINUTE);
    const changed = world.bids().map((bid, index) => ({ ...bid, quantityW: index < 12 ? 0 : 300_000 }));
    world.submit(world.document(uuid('d2'), changed));
    await world.untilResults();
    const awards = world.ofKind(ALLOCATION_RESULT)[0]?.awards ?? [];
    expect(awards.map(({ awardedMw }) => awardedMw)).toEqual(Array(12).fill('0.3'));
  });

  it('clears all participants and products, and answers each by itself', async () => {
    const world = new OfficeWorld(DAY, {
      marketOf: (product) =>
        product === 'FCR-N'
          ? { kind: 'supply-curve', demandW: 700_000, competing: [] }
          : { kind: 'marginal-price', priceEurPerMwH: '9' },
    });
    const ours = world.document(uuid('d1'));
    const theirs = {
      ...world.document(uuid('d2')),
      sender: { eic: '44X-00000000002F', role: 'A46' as const },
      subjectEic: '44X-00000000002F',
    };
    const disturbance = world
      .bids({ quantityW: 1_000_000, priceEurPerMwH: '9' })
      .map((bid) => ({ ...bid, bidId: `d${bid.bidId}` }));
    world.submit(ours);
    world.submit(theirs);
    world.submit(world.document(uuid('d3'), disturbance, 'FCR-D-up'));
    await world.untilResults();
    const results = world.ofKind(ALLOCATION_RESULT);
    expect(results.map(({ receiverEic, awards }) => [receiverEic, awards[0]?.product, awards[0]?.awardedMw])).toEqual([
      ['44X-00000000001H', 'FCR-D-up', '1.0'],
      ['44X-00000000001H', 'FCR-N', '0.4'],
      ['44X-00000000002F', 'FCR-N', '0.3'],
    ]);
  });

  it('holds a participant to a limit, which may change', async () => {
    const world = new OfficeWorld(deliveryDay('2026-03-01'), {
      portfolioLimitW: (_party, _product, _mtu, now) =>
        now < gateClosure(deliveryDay('2026-03-01')) - MS_PER_HOUR ? 400_000 : 600_000,
    });
    world.submit(world.document(uuid('d1')));
    await world.run(epochMs(world.clock.now() + 90 * MS_PER_MINUTE));
    world.submit(world.document(uuid('d2')));
    await world.run(epochMs(world.clock.now() + MS_PER_MINUTE));
    expect(reasonsOf(world).map((reasons) => reasons[0])).toEqual(['A02', 'A01']);
    expect(reasonsOf(world)[0]).toHaveLength(25);
  });

  it('knows which results were never acknowledged', async () => {
    const world = new OfficeWorld(DAY);
    world.submit(world.document(uuid('d')));
    await world.untilResults();
    const [perBid] = world.ofKind(ALLOCATION_RESULT);
    expect(world.office.unanswered()).toHaveLength(2);
    const answer = acknowledgementFrom(
      { kind: 'acknowledgement', mrid: uuid('a'), documentMrid: perBid?.mrid ?? '', accepted: true, reasons: [] },
      { mrid: perBid?.mrid ?? '', createdAt: null, type: 'A38', process: 'A28' },
      {
        createdAt: world.clock.now(),
        sender: { eic: '44X-00000000001H', role: 'A46' },
        receiver: { eic: '10X1001A1001A264', role: 'A04' },
      },
    );
    world.office.take(
      { id: uuid('a'), deliveryDay: null, type: EDX_TYPE.perBidAnswer, text: xmlCodec.print(answer) },
      world.clock.now(),
    );
    expect(world.office.unanswered()).toEqual([world.ofKind(ALLOCATION_AGGREGATE)[0]?.mrid]);
  });

  it('says the same again when the same history is taken again', async () => {
    const run = async () => {
      const world = new OfficeWorld(DAY, {
        seed: 5,
        faults: {
          lateShare: 0.5,
          latestMs: 600_000,
          duplicatedShare: 0.5,
          contradictoryShare: 0.5,
          lostAcknowledgementShare: 0.3,
        },
      });
      for (const name of ['d1', 'd2', 'd3']) world.submit(world.document(uuid(name)));
      await world.untilResults();
      return world.received.map(({ at, message }) => [at, message.text]);
    };
    expect(await run()).toEqual(await run());
  });
});

describe('the desk on a bad line', () => {
  it('loses documents and answers by the seed', async () => {
    const lost = new OfficeWorld(DAY, { faults: { lostDocumentShare: 1 } });
    expect(lost.submit(lost.document(uuid('d')))).toBeNull();
    await lost.untilResults();
    expect(lost.received).toEqual([]);
    const unanswered = new OfficeWorld(DAY, { faults: { lostAcknowledgementShare: 1 } });
    unanswered.submit(unanswered.document(uuid('d')));
    await unanswered.untilResults();
    expect(unanswered.received.map(({ message }) => message.type)).toEqual([EDX_TYPE.perBid, EDX_TYPE.aggregate]);
  });

  it('keeps messages until the outage is over', async () => {
    const end = epochMs(gateClosure(DAY) + 40 * MS_PER_MINUTE);
    const world = new OfficeWorld(DAY, { faults: { outages: [{ start: gateClosure(DAY), end }] } });
    world.submit(world.document(uuid('d')));
    await world.untilResults();
    expect(world.received.slice(1).map(({ at }) => at)).toEqual([end, end]);
  });

  it('keeps a message that the carrier does not take', async () => {
    let tries = 0;
    const world = new OfficeWorld(DAY, {
      send: () => (++tries < 3 ? Promise.reject(new Error('disk full')) : Promise.resolve()),
    });
    world.submit(world.document(uuid('d')));
    await world.run(epochMs(world.clock.now() + MS_PER_MINUTE));
    expect(tries).toBe(3);
  });

  it('contradicts itself in one hour by 0.1 MW', async () => {
    const world = new OfficeWorld(DAY, { faults: { contradictoryShare: 1 } });
    world.submit(world.document(uuid('d')));
    await world.untilResults();
    const hours = world.ofKind(ALLOCATION_AGGREGATE)[0]?.series[0]?.hours.map(({ awardedMw }) => awardedMw) ?? [];
    expect([hours[0], new Set(hours.slice(1))]).toEqual(['0.4', new Set(['0.5'])]);
  });

  it('loses one of the two results', async () => {
    const world = new OfficeWorld(DAY, { faults: { lostResultShare: 1 } });
    world.submit(world.document(uuid('d')));
    await world.untilResults();
    expect(world.received).toHaveLength(2);
  });
});
