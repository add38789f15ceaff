import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Eur } from '../kernel/index.js';
import { periodStarts, priceMtu, type MtuToSettle, type SettlementRules } from './mtu-account.js';
import { sanctionTerms } from './sanction.js';
import { wearTerms } from './wear-cost.js';

const terms = { sanction: sanctionTerms('2', 'contract 2026, 11.1'), wear: wearTerms('0.05', 'assumption') };
const rules: SettlementRules = {
  mtuMinutes: 60,
  ispMinutes: 15,
  energyPriceRule: 'regulation-price',
  energyNetting: 'gross',
};
const at = (up: string | null, down: string | null) => ({ up, down, imbalance: null, dayAhead: null });
const isp = (minute: string, calculatedUpWMhzS: number, calculatedDownWMhzS: number) => ({
  ispStart: `2026-01-12T15:${minute}:00.000Z`,
  calculatedUpWMhzS,
  calculatedDownWMhzS,
});

/** 0.3 MW sold at 20 EUR/MW,h, 0.25 MW maintained. Calculated energy in W·mHz·s: 360 000 000 is 1 kWh. */
const mtu: MtuToSettle = {
  mtuStart: '2026-01-12T15:00:00.000Z',
  offeredW: 500_000,
  committedW: 300_000,
  priceEurPerMwH: '20',
  delivery: {
    maintainedW: 250_000,
    deliveredUpWs: 45_000_000,
    isps: [
      isp('00', 3_600_000_000, 1_800_000_000),
      isp('15', 0, 720_000_000),
      isp('30', 360_000_000, 0),
      isp('45', 0, 0),
    ],
  },
  prices: [at('80', '30'), at('80', '30'), at(null, '30'), at('80', '30')],
  rules,
  ruleSource: 'test',
};

describe('the account of one MTU', () => {
  it('charges wear on what the batteries gave and the life that took, where that is on record', () => {
    const batteryUse = { dischargedWh: 14_000, wornMicroWh: 8_000_000 };
    expect(priceMtu({ ...mtu, batteryUse }, terms)).toMatchObject({
      dischargedMilliWh: 14_000_000,
      wornMicroWh: 8_000_000,
      wearEur: '0.70', // 14 kWh × 0.05
    });
    const byLife = { ...terms, wear: { ...terms.wear, batteryEurPerKwh: '100' } };
    expect(priceMtu({ ...mtu, batteryUse }, byLife).wearEur).toBe('0.80'); // 8 Wh of battery × 0.1
    expect(priceMtu(mtu, byLife)).not.toHaveProperty('wornMicroWh');
  });
  it('prices capacity, energy, sanction and wear, each row to the cent', () => {
    expect(priceMtu(mtu, terms)).toMatchObject({
      offeredW: 500_000,
      committedW: 300_000,
      maintainedW: 250_000,
      deliveryBasis: 'scored',
      capacityEur: '5.00', // 20 × 0.25
      sanctionEur: '2.00', // 2 × 20 × (0.3 − 0.25)
      dischargedMilliWh: 12_500_000, // 45 000 000 Ws ÷ 3.6
      wearEur: '0.63', // 12.5 kWh × 0.05 = 0.625
      energyEur: '0.59', // 0.65 − 0.06 + 0.00 + 0.00, see the periods
      unpricedMilliWh: 1_000_000, // 15:30 had no up price: 360 000 000 ÷ 360
      isps: [
        // 10 kWh × 0.08 − 5 kWh × 0.03 = 0.80 − 0.15
        { activatedUpMilliWh: 10_000_000, activatedDownMilliWh: 5_000_000, energyEur: '0.65', grossEnergyEur: '0.65' },
        // −2 kWh × 0.03
        { activatedUpMilliWh: 0, activatedDownMilliWh: 2_000_000, energyEur: '-0.06' },
        { activatedUpMilliWh: 1_000_000, upPriceEurPerMwh: null, downPriceEurPerMwh: '30', energyEur: '0.00' },
        { activatedUpMilliWh: 0, activatedDownMilliWh: 0, energyEur: '0.00' },
      ],
    });
  });

  it('computes the netted amount beside the gross one, and books it where the rules say so', () => {
    // 10 − 5 = 5 kWh up × 0.08 = 0.40
    expect(priceMtu(mtu, terms).isps[0]?.netEnergyEur).toBe('0.40');
    const netted = priceMtu({ ...mtu, rules: { ...rules, energyNetting: 'net' } }, terms);
    expect(netted.energyNetting).toBe('net');
    expect(netted.isps[0]).toMatchObject({
      activatedUpMilliWh: 5_000_000,
      activatedDownMilliWh: 0,
      energyEur: '0.40',
      grossEnergyEur: '0.65',
    });
    expect(netted.energyEur).toBe('0.34'); // 0.40 − 0.06
  });

  it('counts an MTU that was never scored as not maintained at all', () => {
    expect(priceMtu({ ...mtu, delivery: null }, terms)).toMatchObject({
      deliveryBasis: 'no-score',
      maintainedW: 0,
      capacityEur: '0.00',
      sanctionEur: '12.00', // 2 × 20 × 0.3
      energyEur: '0.00',
      wearEur: '0.00',
    });
  });

  it('adds stretches that scoring cut finer than the settlement period', () => {
    const hourly = priceMtu({ ...mtu, rules: { ...rules, ispMinutes: 60 }, prices: [at('80', '30')] }, terms);
    // 3 960 000 000 ÷ 360 and 2 520 000 000 ÷ 360
    expect(hourly.isps).toMatchObject([{ activatedUpMilliWh: 11_000_000, activatedDownMilliWh: 7_000_000 }]);
  });

  it('cuts the MTU into its settlement periods', () => {
    expect(periodStarts('2026-01-12T15:00:00.000Z', rules)).toEqual([
      '2026-01-12T15:00:00.000Z',
      '2026-01-12T15:15:00.000Z',
      '2026-01-12T15:30:00.000Z',
      '2026-01-12T15:45:00.000Z',
    ]);
    expect(periodStarts('2026-01-12T15:00:00.000Z', { ...rules, ispMinutes: 60 })).toHaveLength(1);
  });

  it('pays for the MTU exactly what its printed settlement periods add up to', () => {
    const sums = fc.array(fc.tuple(fc.nat(45_000_000_000), fc.nat(45_000_000_000)), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(sums, fc.integer({ min: -50_000, max: 500_000 }), (energies, cents) => {
        const price = (cents / 100).toFixed(2);
        const isps = energies.map(([up, down], index) => isp(String(index * 15).padStart(2, '0'), up, down));
        const delivery = { maintainedW: 300_000, deliveredUpWs: 0, isps };
        const priced = priceMtu({ ...mtu, delivery, prices: energies.map(() => at(price, price)) }, terms);
        const sum = Eur.sum(priced.isps.map((row) => Eur.of(row.energyEur)));
        expect(priced.energyEur).toBe(sum.toString());
      }),
    );
  });
});
