import { describe, expect, it } from '@jest/globals';
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
import { activationStream, epochMs, parseInstant, type EpochMs } from '../kernel/index.js';
import { newestFcrnRules } from '../market/index.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import { EnergyPricePublication } from './energy-price-publication.service.js';
import { sanctionTerms } from './sanction.js';
import type { DaySettled, MtuPriced } from './settlement.events.js';
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
  return { log, start, prices, account, runAt };
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
