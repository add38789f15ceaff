import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CapacityPrice, EnergyPrice, Eur } from './money.js';

const cents = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
const ofCents = (value: number): Eur => Eur.of(value).times('0.01');

describe('money', () => {
  it('is exact where binary numbers are not', () => {
    expect(Eur.of('0.1').plus(Eur.of('0.2')).toExactString()).toBe('0.3');
    expect(Eur.of('1').times('0.00000000000000000001').toExactString()).toBe('0.00000000000000000001');
  });

  it.each([
    ['0.005', '0.01'],
    ['-0.005', '-0.01'],
    ['0.0049999', '0.00'],
    ['-0.004', '0.00'],
    ['1234567.895', '1234567.90'],
  ])('%s EUR is printed as %s', (amount, text) => {
    expect(Eur.of(amount).toString()).toBe(text);
    expect(Eur.of(amount).toCents().toString()).toBe(text);
  });

  it('adds up in any order', () => {
    fc.assert(
      fc.property(fc.array(cents), (values) => {
        const total = Eur.sum(values.map(ofCents));
        expect(Eur.sum([...values].reverse().map(ofCents)).equals(total)).toBe(true);
        expect(total.minus(total).isZero()).toBe(true);
        expect(total.plus(total.negated()).equals(Eur.ZERO)).toBe(true);
      }),
    );
  });

  it('knows its sign, and zero has none', () => {
    expect([Eur.of('-0.01').isNegative(), Eur.of('-0').isNegative(), Eur.ZERO.isZero()]).toEqual([true, false, true]);
    expect(Object.is(Eur.of('-0').toNumber(), 0)).toBe(true);
    expect(Eur.of('-0').toExactString()).toBe('0');
    expect(Eur.of('1').compare(Eur.of('2'))).toBe(-1);
  });

  it.each(['abc', '', 'NaN', 'Infinity', '1,5'])('refuses "%s"', (text) => {
    expect(() => Eur.of(text)).toThrow(RangeError);
  });
});

describe('a capacity price', () => {
  it('pays by megawatt and hour', () => {
    // 12.06 EUR/MW,h × 0.3 MW × 1 h
    expect(CapacityPrice.of('12.06').payFor(300_000).toExactString()).toBe('3.618');
    // 12.06 × 1.5 MW × 0.25 h
    expect(CapacityPrice.of('12.06').payFor(1_500_000, '0.25').toExactString()).toBe('4.5225');
  });

  it('compares by value, not by text', () => {
    expect(CapacityPrice.of('17.0').compare(CapacityPrice.of('17'))).toBe(0);
    expect(CapacityPrice.of('9').compare(CapacityPrice.of('10'))).toBe(-1);
  });
});

describe('an energy price', () => {
  it('pays by the milliwatt-hour, and takes when it is negative', () => {
    // 28.44999 EUR/MWh × 0.05 MWh
    expect(EnergyPrice.of('28.44999').payFor(50_000_000).toExactString()).toBe('1.4224995');
    expect(EnergyPrice.of('-500').payFor(1_000_000).toString()).toBe('-0.50');
  });

  it('has a greater and a lesser', () => {
    const [low, high] = [EnergyPrice.of('-3'), EnergyPrice.of('2')];
    expect([EnergyPrice.max(low, high), EnergyPrice.min(low, high)]).toEqual([high, low]);
  });
});
