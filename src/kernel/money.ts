import { Decimal } from 'decimal.js';

/** A private constructor of its own: other users of decimal.js in the process can't change our precision. */
const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -40, toExpPos: 40 });
export type Amount = Decimal;
export type DecimalText = string;

/** Money in EUR, exact until a document demands cents. */
export class Eur {
  static readonly ZERO = new Eur(new Exact(0));
  private constructor(private readonly value: Amount) {}

  /** @throws RangeError when the text is no finite decimal number. */
  static of(value: DecimalText | number | Amount): Eur {
    return new Eur(parseDecimal(value, 'EUR amount'));
  }
  static sum(values: Iterable<Eur>): Eur {
    let total = Eur.ZERO;
    for (const value of values) total = total.plus(value);
    return total;
  }
  plus(other: Eur): Eur {
    return new Eur(this.value.plus(other.value));
  }
  minus(other: Eur): Eur {
    return new Eur(this.value.minus(other.value));
  }
  negated(): Eur {
    return new Eur(this.value.negated());
  }
  times(factor: DecimalText | number | Amount): Eur {
    return new Eur(this.value.times(parseDecimal(factor, 'factor')));
  }
  /** To the cent, halves away from zero: the one rounding of every line that is booked. */
  toCents(): Eur {
    return new Eur(this.value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP));
  }
  isNegative(): boolean {
    return this.value.isNegative() && !this.value.isZero();
  }
  isZero(): boolean {
    return this.value.isZero();
  }
  equals(other: Eur): boolean {
    return this.value.equals(other.value);
  }
  compare(other: Eur): number {
    return this.value.comparedTo(other.value);
  }
  toNumber(): number {
    return this.value.toNumber() + 0;
  }
  /** Two decimals, as printed on statements; never "-0.00". */
  toString(): string {
    const text = this.value.toFixed(2, Decimal.ROUND_HALF_UP);
    return text === '-0.00' ? '0.00' : text;
  }
  /** Every digit, for the log. */
  toExactString(): DecimalText {
    return this.value.isZero() ? '0' : this.value.toFixed();
  }
}

/** EUR for one megawatt held for one hour (EUR/MW,h). Not an energy price: one letter apart in print, a factor apart in money. */
export class CapacityPrice {
  private constructor(private readonly value: Amount) {}
  static of(value: DecimalText | number): CapacityPrice {
    return new CapacityPrice(parseDecimal(value, 'capacity price'));
  }
  /** Pay for holding `powerW` for `hours`. */
  payFor(powerW: number, hours: DecimalText | number = 1): Eur {
    return Eur.of(this.value.times(powerW).div(1_000_000).times(hours));
  }
  compare(other: CapacityPrice): number {
    return this.value.comparedTo(other.value);
  }
  toNumber(): number {
    return this.value.toNumber();
  }
  toString(): DecimalText {
    return this.value.toFixed();
  }
}

/** EUR per megawatt-hour of energy (EUR/MWh). May be negative. */
export class EnergyPrice {
  private constructor(private readonly value: Amount) {}
  static of(value: DecimalText | number): EnergyPrice {
    return new EnergyPrice(parseDecimal(value, 'energy price'));
  }
  /** Pay for `energyMilliWh` integer milliwatt-hours. */
  payFor(energyMilliWh: number): Eur {
    return Eur.of(this.value.times(energyMilliWh).div(1_000_000_000));
  }
  static max(a: EnergyPrice, b: EnergyPrice): EnergyPrice {
    return a.value.greaterThanOrEqualTo(b.value) ? a : b;
  }
  static min(a: EnergyPrice, b: EnergyPrice): EnergyPrice {
    return a.value.lessThanOrEqualTo(b.value) ? a : b;
  }
  toNumber(): number {
    return this.value.toNumber();
  }
  toString(): DecimalText {
    return this.value.toFixed();
  }
}

function parseDecimal(value: DecimalText | number | Amount, name: string): Amount {
  let parsed: Amount;
  try {
    parsed = new Exact(value);
  } catch {
    throw new RangeError(`${name} is not a decimal number: ${String(value)}`);
  }
  if (!parsed.isFinite()) throw new RangeError(`${name} is not finite: ${String(value)}`);
  return parsed;
}
