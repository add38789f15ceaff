import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deliveryDay, Eur, fold, isRefusal } from '../kernel/index.js';
import type { MtuToSettle } from './mtu-account.js';
import { sanctionTerms } from './sanction.js';
import type { DaySettled, MtuPriced, SettlementEvent } from './settlement.events.js';
import { settlement, type SettleDay } from './settlement.js';
import { wearTerms } from './wear-cost.js';

const mtuAt = (hour: number, committedW: number, maintainedW: number, priceEurPerMwH: string): MtuToSettle => ({
  mtuStart: `2026-01-12T${String(hour).padStart(2, '0')}:00:00.000Z`,
  offeredW: committedW,
  committedW,
  priceEurPerMwH,
  delivery: { maintainedW, deliveredUpWs: 3_600_000, isps: [] },
  prices: [],
  rules: { mtuMinutes: 60, ispMinutes: 15, energyPriceRule: 'regulation-price', energyNetting: 'gross' },
  ruleSource: 'test',
});

const settle = (over: Partial<SettleDay> = {}): SettleDay => ({
  type: 'SettleDay',
  product: 'FCR-N',
  deliveryDay: deliveryDay('2026-01-12'),
  mtus: [mtuAt(10, 300_000, 300_000, '12.35'), mtuAt(11, 200_000, 150_000, '20.01')],
  contradicted: [],
  terms: { sanction: sanctionTerms('1', 'assumption'), wear: wearTerms('0.05', 'assumption') },
  ...over,
});

function whenSettled(given: readonly SettlementEvent[], command: SettleDay): readonly SettlementEvent[] {
  const events = settlement.decide(fold(settlement.evolve, settlement.initial, given), command);
  if (isRefusal(events)) throw new Error(events.message);
  return events;
}
const rowsOf = (events: readonly SettlementEvent[]) =>
  events.filter((event): event is MtuPriced => event.type === 'MtuPriced');
const closingOf = (events: readonly SettlementEvent[]) => (events.at(-1) as DaySettled).data;

describe('settlement of a delivery day', () => {
  it('prices each MTU and closes with the sums of the rows', () => {
    const events = whenSettled([], settle());
    expect(rowsOf(events).map((row) => row.data.capacityEur)).toEqual([
      '3.71', // 12.35 × 0.3 = 3.705
      '3.00', // 20.01 × 0.15 = 3.0015
    ]);
    expect(closingOf(events)).toMatchObject({
      capacityEur: '6.71', // 3.71 + 3.00
      sanctionEur: '1.00', // 20.01 × 0.05 = 1.0005
      energyEur: '0.00',
      wearEur: '0.10', // 2 × 1 kWh × 0.05
      netEur: '5.61', // 6.71 + 0 − 1.00 − 0.10
      mtus: 2,
      blockedMtus: 0,
    });
  });

  it('books nothing for an hour whose results contradict each other', () => {
    const contradicted = [
      { mtuStart: '2026-01-12T11:00:00.000Z', reason: 'awarded 0.2 MW in one, 0.1 MW in the other' },
    ];
    const events = whenSettled([], settle({ contradicted }));
    expect(events.map((event) => event.type)).toEqual(['MtuPriced', 'MtuBlocked', 'DaySettled']);
    expect(events[1]?.data).toMatchObject({ deliveryDay: '2026-01-12', ...contradicted[0] });
    expect(closingOf(events)).toMatchObject({ capacityEur: '3.71', mtus: 1, blockedMtus: 1 });
  });

  it('closes a day on which everything is contradictory with nothing in it', () => {
    const contradicted = [{ mtuStart: '2026-01-12T10:00:00.000Z', reason: 'x' }];
    expect(closingOf(whenSettled([], settle({ mtus: [], contradicted })))).toMatchObject({
      netEur: '0.00',
      blockedMtus: 1,
    });
  });

  const dayUse = { mtuStart: '2026-01-12T09:00:00.000Z', dischargedWh: 30_000, wornMicroWh: 9_000_000 };

  it('books what the batteries gave on a day on which nothing was sold', () => {
    const events = whenSettled([], settle({ mtus: [], dayUse }));
    expect(events.map((event) => event.type)).toEqual(['DayWearBooked', 'DaySettled']);
    expect(events[0]?.data).toEqual({
      product: 'FCR-N',
      deliveryDay: '2026-01-12',
      mtuStart: dayUse.mtuStart,
      dischargedMilliWh: 30_000_000,
      wornMicroWh: 9_000_000,
      wearEur: '1.50', // 30 kWh × 0.05
    });
    expect(closingOf(events)).toMatchObject({ wearEur: '1.50', netEur: '-1.50', capacityEur: '0.00', mtus: 0 });
  });

  it('books wear once: where an hour is priced, its own row carries it', () => {
    const events = whenSettled([], settle({ dayUse }));
    expect(events.map((event) => event.type)).toEqual(['MtuPriced', 'MtuPriced', 'DaySettled']);
    expect(closingOf(events).wearEur).toBe('0.10');
  });

  it('books wear by the life used, where a whole battery has a price', () => {
    const terms = {
      sanction: sanctionTerms('1', 'assumption'),
      wear: { eurPerKwh: '0.01', batteryEurPerKwh: '106.25', source: 'survey' },
    };
    const contradicted = [{ mtuStart: '2026-01-12T10:00:00.000Z', reason: 'x' }];
    const events = whenSettled([], settle({ mtus: [], contradicted, dayUse, terms }));
    expect(events.map((event) => event.type)).toEqual(['MtuBlocked', 'DayWearBooked', 'DaySettled']);
    expect(closingOf(events)).toMatchObject({ wearEur: '0.96', netEur: '-0.96', blockedMtus: 1 }); // 9 Wh of 106.25 EUR/kWh
  });

  it('does nothing the second time', () => {
    expect(whenSettled(whenSettled([], settle()), settle())).toEqual([]);
  });

  it('decides the same for the same input', () => {
    expect(whenSettled([], settle())).toEqual(whenSettled([], settle()));
  });

  it('has totals that add up from the rows, for any day', () => {
    const hour = fc.record({ sold: fc.nat(50), held: fc.nat(5_000_000), cents: fc.nat(99_999) });
    fc.assert(
      fc.property(fc.array(hour, { minLength: 1, maxLength: 24 }), (hours) => {
        const mtus = hours.map(({ sold, held, cents }, at) =>
          mtuAt(at, sold * 100_000, held, (cents / 100).toFixed(2)),
        );
        const events = whenSettled([], settle({ mtus }));
        const closing = closingOf(events);
        for (const field of ['capacityEur', 'energyEur', 'sanctionEur', 'wearEur'] as const)
          expect(Eur.sum(rowsOf(events).map((row) => Eur.of(row.data[field]))).toString()).toBe(closing[field]);
        const { capacityEur, energyEur, sanctionEur, wearEur } = closing;
        const net = Eur.of(capacityEur).plus(Eur.of(energyEur)).minus(Eur.of(sanctionEur)).minus(Eur.of(wearEur));
        expect(closing.netEur).toBe(net.toString());
      }),
    );
  });
});
