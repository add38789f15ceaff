import type { Recorded } from '../../src/kernel/index.js';
import { SettlementBook, type SettledMonth } from '../../src/settlement/index.js';

const product = 'FCR-N';
const deliveryDay = '2026-01-12';
const mtuAt = (hour: string) => `2026-01-12T${hour}:00:00.000Z`;

const scored = {
  product,
  deliveryDay,
  mtuStart: mtuAt('10'),
  offeredW: 300_000,
  committedW: 200_000,
  maintainedW: 150_000,
  deliveryBasis: 'scored',
  priceEurPerMwH: '20',
  capacityEur: '3.00',
  energyEur: '0.80',
  unpricedMilliWh: 2_000_001,
  sanctionEur: '1.00',
  sanctionFactor: '1',
  dischargedMilliWh: 10_000_000,
  wearEur: '0.50',
  ruleSource: 'terms 2026, 4.2',
  isps: [
    { activatedUpMilliWh: 7_000_000, activatedDownMilliWh: 2_000_000 },
    { activatedUpMilliWh: 3_000_000, activatedDownMilliWh: 1 },
  ],
};
const unscored = { ...scored, mtuStart: mtuAt('12'), deliveryBasis: 'no-score', maintainedW: 0, isps: [] };
const blocked = { product, deliveryDay, mtuStart: mtuAt('11'), reason: '=two results' };
const closing = {
  deliveryDay,
  capacityEur: '6.00',
  energyEur: '1.60',
  sanctionEur: '2.00',
  wearEur: '1.00',
  netEur: '4.60',
  mtus: 2,
  blockedMtus: 1,
  unpricedMilliWh: 4_000_002,
};

/** One settled day of three hours: one scored, one blocked with a reason that a spreadsheet would run, one never scored. */
export function aSettledBook(): SettlementBook {
  const book = new SettlementBook();
  const events: [string, object][] = [
    ['MtuPriced', unscored],
    ['MtuPriced', scored],
    ['MtuBlocked', blocked],
    ['DaySettled', closing],
  ];
  for (const [type, data] of events)
    book.apply({ type, data, recordedAt: Date.UTC(2026, 0, 13) } as unknown as Recorded);
  return book;
}

export const aSettledMonth = (): SettledMonth => aSettledBook().month('2026-01');
