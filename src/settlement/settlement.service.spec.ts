import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  auctionLog,
  committed,
  contradicted,
  discharged,
  hourOf,
  measured,
  planned,
  scoreLog,
} from '../../test/support/settlement-events.js';
import { collect } from '../../test/support/events.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import { activationStream, deliveryDay, epochMs, Eur, parseInstant, type EpochMs } from '../kernel/index.js';
import { newestFcrnRules } from '../market/index.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import { EnergyPricePublication } from './energy-price-publication.service.js';
import { sanctionTerms } from './sanction.js';
import { SettlementBook } from './settlement-book.projection.js';
import type { DayCorrected, DaySettled, MtuPriced } from './settlement.events.js';
import { SettlementService } from './settlement.service.js';
import { wearTerms } from './wear-cost.js';

const HOUR = 3_600_000;
const DAY_END = parseInstant('2026-01-12T23:00:00Z');
const DUE = epochMs(DAY_END + 10 * 60_000);

function trading() {
  const clock = new ManualClock(DAY_END);
  const log = new MemoryEventLog(clock);
  const start = () =>
    new SettlementService({
      log,
      clock,
      product: 'FCR-N',
      priceArea: 'FI',
      rulesOf: newestFcrnRules,
      sanction: sanctionTerms('1', 'assumption'),
      wear: wearTerms('0.05', 'assumption'),
      settleDelayMs: 10 * 60_000,
    });
  const prices = new EnergyPricePublication({ log, clock, area: 'FI' });
  const account = () => collect(log.readStream('settlement-FCR-N-2026-01-12'));
  const runAt = async (service: SettlementService, now: EpochMs) => {
    clock.at = now;
    await service.runDue(now);
  };
  return { log, clock, start, prices, account, runAt };
}

const soldAndScored = async (log: MemoryEventLog) => {
  await auctionLog(log, [
    planned('p', [{ hour: 3, quantityW: 300_000 }]),
    committed('c', [{ hour: 3, awardedW: 200_000 }]),
  ]);
  await scoreLog(log, 3, 150_000);
};

describe('settlement service', () => {
  it('settles a day when its last hour is scored and the delay is over, not before', async () => {
    const { log, start, account, runAt } = trading();
    await soldAndScored(log);
    const service = start();
    await runAt(service, epochMs(DUE - 1));
    expect(await account()).toEqual([]);
    expect(service.nextDueAt()).toBe(DUE);
    await runAt(service, DUE);
    expect((await account()).map((event) => event.type)).toEqual(['MtuPriced', 'DaySettled']);
    expect(service.nextDueAt()).toBeNull();
  });

  it('prices what was sold, held and activated', async () => {
    const { log, start, prices, account, runAt } = trading();
    await soldAndScored(log);
    const start3 = parseInstant(hourOf(3));
    const hourAt = (price: string) => [{ start: start3, end: epochMs(start3 + HOUR), price }];
    await prices.publish('imbalance', hourAt('80'), 'trader:t');
    await prices.publish('day-ahead', hourAt('95.5'), 'trader:t');
    await runAt(start(), DUE);
    const [mtu, day] = await account();
    expect(mtu?.data).toMatchObject({
      offeredW: 300_000,
      capacityEur: '3.00', // 20 × 0.15
      sanctionEur: '1.00', // 1 × 20 × (0.2 − 0.15)
      energyEur: '0.96', // 10 kWh × max(80, 95.5) = 0.955
      wearEur: '0.50', // 10 kWh × 0.05
      ruleSource: expect.stringContaining('420 and 421'),
    });
    expect(mtu?.meta).toMatchObject({ causationId: 'scored-3', correlationId: 'auction-1', actor: 'settlement' });
    expect((day?.data as DaySettled['data']).netEur).toBe('2.46'); // 3.00 + 0.96 − 1.00 − 0.50
  });

  it('charges the use of batteries in unsold hours to the sold one that it was for', async () => {
    const { log, start, account, runAt } = trading();
    await soldAndScored(log);
    await log.append(activationStream('FCR-N', hourOf(2)), 'any', [discharged(2, 4_000), discharged(3, 9_000)]);
    await runAt(start(), DUE);
    // (4 + 9) kWh × 0.05
    expect((await account())[0]?.data).toMatchObject({ dischargedMilliWh: 13_000_000, wearEur: '0.65' });
  });

  it('books the wear of a day on which nothing was sold, when the day is over', async () => {
    const { log, start, account, runAt } = trading();
    await log.append(activationStream('FCR-N', hourOf(2)), 'any', [discharged(2, 4_000), discharged(5, 9_000)]);
    const service = start();
    await runAt(service, epochMs(DUE - 1));
    expect(await account()).toEqual([]);
    await runAt(service, DUE);
    await runAt(start(), epochMs(DUE + HOUR));
    const [wear, day, ...more] = await account();
    expect(wear).toMatchObject({ type: 'DayWearBooked', data: { mtuStart: hourOf(2), wearEur: '0.65' } });
    expect(day).toMatchObject({ type: 'DaySettled', data: { netEur: '-0.65', mtus: 0 } });
    expect(more).toEqual([]);
  });

  it('books no wear for a past that was only run to learn from', async () => {
    const { log, start, account, runAt } = trading();
    await log.append('ledger-FCR-N-2026-01-12', 'any', [measured(2, 'history'), measured(5, 'delivery')]);
    await log.append(activationStream('FCR-N', hourOf(2)), 'any', [discharged(2, 4_000)]);
    const service = start();
    await runAt(service, DUE);
    expect(await account()).toEqual([]);
    expect(service.nextDueAt()).toBeNull();
    await log.append(activationStream('FCR-N', hourOf(5)), 'any', [discharged(5, 9_000)]);
    await runAt(service, DUE);
    expect((await account())[0]?.data).toMatchObject({ dischargedMilliWh: 9_000_000, wearEur: '0.45' });
  });

  it('settles energy without a price at 0 and reports it', async () => {
    const { log, start, account, runAt } = trading();
    await soldAndScored(log);
    await runAt(start(), DUE);
    expect((await account()).at(-1)?.data).toMatchObject({ energyEur: '0.00', unpricedMilliWh: 10_000_000 });
  });

  it('blocks the hours that contradict and settles the others', async () => {
    const { log, start, account, runAt } = trading();
    const hours = [3, 4].map((hour) => ({ hour, awardedW: 100_000 }));
    await auctionLog(log, [committed('c', hours), contradicted('x', [4])]);
    await scoreLog(log, 3, 100_000);
    await runAt(start(), DUE);
    const types = (await account()).map((event) => event.type);
    expect(types).toEqual(['MtuPriced', 'MtuBlocked', 'DaySettled']);
  });

  it('counts an hour without a score as not maintained, waiting longer when it is the last one', async () => {
    const { log, start, account, runAt } = trading();
    const hours = [3, 4].map((hour) => ({ hour, awardedW: 100_000 }));
    await auctionLog(log, [committed('c', hours)]);
    await scoreLog(log, 3, 100_000);
    const service = start();
    await runAt(service, DUE);
    expect(await account()).toEqual([]);
    await runAt(service, epochMs(DUE + 6 * HOUR));
    const rows = (await account()).slice(0, 2).map((event) => event.data as MtuPriced['data']);
    expect(rows.map((row) => [row.deliveryBasis, row.capacityEur, row.sanctionEur])).toEqual([
      ['scored', '2.00', '0.00'],
      ['no-score', '0.00', '2.00'],
    ]);
  });

  it('writes a day once: run again, by another process, or both at the same instant', async () => {
    const { log, start, account, runAt } = trading();
    await soldAndScored(log);
    const [one, other] = [start(), start()];
    await Promise.all([runAt(one, DUE), runAt(other, DUE)]);
    await runAt(one, DUE);
    await runAt(start(), epochMs(DUE + 24 * HOUR));
    expect(await account()).toHaveLength(2);
  });

  it('gives the same account to the byte wherever it is killed and started again', async () => {
    const whole = trading();
    await soldAndScored(whole.log);
    await whole.runAt(whole.start(), DUE);

    const killed = trading();
    await auctionLog(killed.log, [planned('p', [{ hour: 3, quantityW: 300_000 }])]);
    await killed.runAt(killed.start(), DAY_END);
    await auctionLog(killed.log, [committed('c', [{ hour: 3, awardedW: 200_000 }])]);
    await killed.runAt(killed.start(), DAY_END);
    await scoreLog(killed.log, 3, 150_000);
    await killed.runAt(killed.start(), DAY_END);
    await killed.runAt(killed.start(), DUE);
    await killed.runAt(killed.start(), DUE);

    const said = async (account: typeof whole.account) => (await account()).map(({ data, meta }) => ({ data, meta }));
    expect(await said(killed.account)).toEqual(await said(whole.account));
  });

  it('leaves nothing half-written when the append fails, and settles the day on the next start', async () => {
    const { log, start, account, runAt } = trading();
    await soldAndScored(log);
    const service = start();
    const append = log.append.bind(log);
    log.append = () => Promise.reject(new Error('disk full'));
    await expect(runAt(service, DUE)).rejects.toThrow('disk full');
    log.append = append;
    expect(await account()).toEqual([]);
    await runAt(start(), DUE);
    expect(await account()).toHaveLength(2);
  });
});

describe('facts that come after a day was settled', () => {
  const DELAY = 10 * 60_000;
  const hourAt = (hour: number, price: string) => {
    const start = parseInstant(hourOf(hour));
    return [{ start, end: epochMs(start + HOUR), price }];
  };
  const bookOf = async (log: MemoryEventLog) => {
    const book = new SettlementBook();
    for (const event of await collect(log.readAll({ types: SettlementBook.types }))) book.apply(event);
    return book.day(deliveryDay('2026-01-12'));
  };
  /** Settled without a price, at DUE. */
  const settled = async () => {
    const world = trading();
    await soldAndScored(world.log);
    const service = world.start();
    await world.runAt(service, DUE);
    return { ...world, service };
  };

  it('make the next account: nothing is overwritten, prices brought together make one', async () => {
    const { service, prices, account, runAt, log } = await settled();
    const before = await account();
    await prices.publish('imbalance', hourAt(3, '80'), 'trader:t');
    await prices.publish('day-ahead', hourAt(3, '95.5'), 'trader:t');
    await runAt(service, epochMs(DUE + DELAY - 1));
    expect(await account()).toEqual(before);
    expect(service.nextDueAt()).toBe(DUE + DELAY);
    await runAt(service, epochMs(DUE + DELAY));
    const [mtu, day, ...more] = (await account()).slice(before.length);
    expect((await account()).slice(0, before.length)).toEqual(before);
    expect(mtu?.data).toMatchObject({
      energyEur: '0.96',
      unpricedMilliWh: 0,
      correction: { version: 2, netDifferenceEur: '0.96', reason: expect.stringContaining('imbalance prices') },
    });
    const { data } = day as unknown as DayCorrected;
    expect(data).toMatchObject({ version: 2, netEur: '2.46', netDifferenceEur: '0.96' });
    expect(data.causes).toHaveLength(2);
    expect(day?.meta.causationId).toBe(data.causes[1]);
    expect([more, service.nextDueAt()]).toEqual([[], null]);
    expect((await bookOf(log))?.totals.netEur).toBe('2.46');
  });

  it('that change nothing are looked at once', async () => {
    const { service, prices, account, runAt } = await settled();
    await prices.publish('imbalance', hourAt(5, '80'), 'trader:t');
    await runAt(service, epochMs(DUE + DELAY));
    expect([(await account()).length, service.nextDueAt()]).toEqual([2, null]);
    await prices.publish('imbalance', hourAt(3, '80'), 'trader:t');
    await prices.publish('day-ahead', hourAt(3, '80'), 'trader:t');
    await runAt(service, epochMs(DUE + 2 * DELAY));
    expect(await account()).toHaveLength(4);
  });

  it('may put a price back where it was: that is a third account', async () => {
    const { service, prices, account, runAt, log } = await settled();
    for (const [step, price] of ['80', '90', '80'].entries()) {
      for (const kind of ['imbalance', 'day-ahead'] as const) await prices.publish(kind, hourAt(3, price), 'trader:t');
      await runAt(service, epochMs(DUE + (step + 1) * DELAY));
    }
    const days = (await account()).filter(({ type }) => type === 'DayCorrected');
    expect(days.map(({ data }) => (data as DayCorrected['data']).netDifferenceEur)).toEqual(['0.80', '0.10', '-0.10']);
    expect((await bookOf(log))?.versions.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  });

  it('count a score that came after all patience', async () => {
    const { log, start, account, runAt } = trading();
    await auctionLog(log, [committed('c', [{ hour: 3, awardedW: 200_000 }])]);
    const service = start();
    await runAt(service, epochMs(DUE + 6 * HOUR));
    expect((await account())[0]?.data).toMatchObject({ deliveryBasis: 'no-score', sanctionEur: '4.00' });
    await scoreLog(log, 3, 200_000);
    await runAt(service, epochMs(DUE + 7 * HOUR));
    expect((await account()).at(-2)?.data).toMatchObject({
      deliveryBasis: 'scored',
      sanctionEur: '0.00',
      capacityEur: '4.00',
      correction: { reason: expect.stringContaining('delivery was scored') },
    });
  });

  it('price an hour whose results agree in the end', async () => {
    const { log, start, account, runAt } = trading();
    await auctionLog(log, [committed('c', [{ hour: 3, awardedW: 100_000 }]), contradicted('x', [4])]);
    await scoreLog(log, 3, 100_000);
    const service = start();
    await runAt(service, DUE);
    expect((await account()).map(({ type }) => type)).toEqual(['MtuPriced', 'MtuBlocked', 'DaySettled']);
    await scoreLog(log, 4, 100_000);
    await auctionLog(log, [committed('late', [{ hour: 4, awardedW: 100_000 }])]);
    await runAt(service, epochMs(DUE + DELAY));
    expect(await bookOf(log)).toMatchObject({ blocked: [], totals: { mtus: 2, blockedMtus: 0, netEur: '3.00' } });
  });

  it('are not lost where they come while the day is being settled', async () => {
    const { log, start, prices, account, runAt } = trading();
    await soldAndScored(log);
    const append = log.append.bind(log);
    log.append = async (...given) => {
      log.append = append;
      for (const kind of ['imbalance', 'day-ahead'] as const) await prices.publish(kind, hourAt(3, '80'), 'trader:t');
      return append(...given);
    };
    await runAt(start(), DUE);
    expect((await account()).map(({ type }) => type)).toEqual(['MtuPriced', 'DaySettled']);
    await runAt(start(), epochMs(DUE + DELAY));
    expect((await account()).at(-1)).toMatchObject({ type: 'DayCorrected', data: { energyEur: '0.80' } });
  });

  it('make one account, whoever is killed or faster', async () => {
    const { log, start, prices, account, runAt } = await settled();
    for (const kind of ['imbalance', 'day-ahead'] as const) await prices.publish(kind, hourAt(3, '80'), 'trader:t');
    const append = log.append.bind(log);
    for (const outcome of ['before', 'after'] as const) {
      log.append = async (...given) => {
        if (outcome === 'after') await append(...given);
        throw new Error('killed');
      };
      await expect(runAt(start(), epochMs(DUE + DELAY))).rejects.toThrow('killed');
    }
    log.append = append;
    const [one, other] = [start(), start()];
    await Promise.all([runAt(one, epochMs(DUE + DELAY)), runAt(other, epochMs(DUE + DELAY))]);
    expect((await account()).map(({ type }) => type)).toEqual(['MtuPriced', 'DaySettled', 'MtuPriced', 'DayCorrected']);
  });

  it('leave the sanction as it was agreed when the day was settled', async () => {
    const { log, clock, prices, account } = await settled();
    for (const kind of ['imbalance', 'day-ahead'] as const) await prices.publish(kind, hourAt(3, '80'), 'trader:t');
    clock.at = epochMs(DUE + DELAY);
    const dearer = { sanction: sanctionTerms('3', 'new contract'), wear: wearTerms('0.09', 'new battery') };
    const options = { log, clock, product: 'FCR-N', priceArea: 'FI', rulesOf: newestFcrnRules, settleDelayMs: DELAY };
    await new SettlementService({ ...options, ...dearer }).runDue(clock.at);
    expect((await account()).at(-2)?.data).toMatchObject({ sanctionEur: '1.00', sanctionFactor: '1', wearEur: '0.50' });
    expect((await account()).at(-1)?.data).toMatchObject({ netDifferenceEur: '0.80', wearSource: 'assumption' });
  });

  it('lead to the account of one who knew everything from the start, in whatever order they come', async () => {
    const facts = ['price-imbalance', 'price-day-ahead', 'score', 'dispute', 'award', 'batteries'] as const;
    const bring = async ({ log, prices }: ReturnType<typeof trading>, fact: (typeof facts)[number]) => {
      if (fact === 'price-imbalance') await prices.publish('imbalance', hourAt(3, '80.11'), 'trader:t');
      if (fact === 'price-day-ahead') await prices.publish('day-ahead', hourAt(3, '-3'), 'trader:t');
      if (fact === 'score') await scoreLog(log, 4, 80_000);
      if (fact === 'dispute') await auctionLog(log, [contradicted('x', [3])]);
      if (fact === 'award') await auctionLog(log, [committed('late', [{ hour: 4, awardedW: 100_000 }])]);
      if (fact === 'batteries') await log.append(activationStream('FCR-N', hourOf(2)), 'any', [discharged(2, 4_000)]);
    };
    const begin = async () => {
      const world = trading();
      await soldAndScored(world.log);
      return world;
    };
    const arrival = fc.tuple(fc.shuffledSubarray([...facts]), fc.nat(facts.length), fc.array(fc.boolean()));
    await fc.assert(
      fc.asyncProperty(arrival, async ([order, early, pauses]) => {
        const knowing = await begin();
        for (const fact of order) await bring(knowing, fact);
        await knowing.runAt(knowing.start(), epochMs(DUE + 7 * HOUR));
        const surprised = await begin();
        for (const fact of order.slice(0, early)) await bring(surprised, fact);
        let now = epochMs(DUE + 6 * HOUR);
        await surprised.runAt(surprised.start(), now);
        for (const [index, fact] of order.slice(early).entries()) {
          await bring(surprised, fact);
          now = epochMs(now + HOUR);
          if (pauses[index] === true) await surprised.runAt(surprised.start(), now);
        }
        await surprised.runAt(surprised.start(), epochMs(now + HOUR));
        const [known, learnt] = [await bookOf(knowing.log), await bookOf(surprised.log)];
        const sums = ({
          capacityEur,
          energyEur,
          sanctionEur,
          wearEur,
          netEur,
          mtus,
          blockedMtus,
        }: DaySettled['data']) => ({
          ...{ capacityEur, energyEur, sanctionEur, wearEur, netEur, mtus, blockedMtus },
        });
        expect(learnt && sums(learnt.totals)).toEqual(known && sums(known.totals));
        const row = ({ mtuStart, capacityEur, energyEur, sanctionEur, wearEur }: MtuPriced['data']) => ({
          ...{ mtuStart, capacityEur, energyEur, sanctionEur, wearEur },
        });
        expect(learnt?.mtus.map(row)).toEqual(known?.mtus.map(row));
        const steps = (learnt?.versions ?? []).map(({ netDifferenceEur }) => Eur.of(netDifferenceEur));
        expect(Eur.sum(steps).toString()).toBe(learnt?.totals.netEur);
      }),
      { numRuns: 40 },
    );
  });
});
