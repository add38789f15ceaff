/**
 * Physical quantities as branded integers: one unit per quantity in the whole core, the unit in the name.
 * Sign: positive power is injection into the grid (discharge), negative is absorption, as in the Nordic
 * telemetry signals (Technical Requirements for FCR Provision v1.1, Table 18).
 */
declare const unit: unique symbol;
type Quantity<U extends string> = number & { readonly [unit]: U };

/** Active power in watts, integer. Positive = injected into the grid. */
export type Watts = Quantity<'W'>;
/** Energy in watt-hours, integer. */
export type WattHours = Quantity<'Wh'>;
/** Energy integrated from power, W·ms, integer: exact up to 2501 MWh in one accumulator. */
export type Millijoules = Quantity<'mJ'>;
/** Grid frequency in millihertz, integer. */
export type Millihertz = Quantity<'mHz'>;
/** A share in thousandths: the vehicle's gauge (SoC), an efficiency. */
export type Permille = Quantity<'permille'>;
/** An instant: milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = Quantity<'epoch-ms'>;

function integer(value: number, name: string): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${name} must be a whole number, got ${value}`);
  return value;
}

export const watts = (value: number): Watts => integer(value, 'watts') as Watts;
export const wattHours = (value: number): WattHours => integer(value, 'watt-hours') as WattHours;
export const millijoules = (value: number): Millijoules => integer(value, 'millijoules') as Millijoules;
export const millihertz = (value: number): Millihertz => integer(value, 'millihertz') as Millihertz;
export const permille = (value: number): Permille => integer(value, 'permille') as Permille;
export const epochMs = (value: number): EpochMs => integer(value, 'instant') as EpochMs;

export const MS_PER_SECOND = 1_000;
export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 3_600_000;
/** 1 Wh = 3600 J = 3 600 000 mJ. */
export const MJ_PER_WH = 3_600_000;
export const NOMINAL_MHZ = millihertz(50_000);
/** Bids are made in steps of 0.1 MW. */
export const W_PER_MW = 1_000_000;

/** Rounds to the nearest watt-hour, halves away from zero downwards to -0-free integers. */
export const toWattHours = (energy: number): WattHours => wattHours(Math.round(energy / MJ_PER_WH) + 0);
export const fromWattHours = (energyWh: number): Millijoules => millijoules(Math.round(energyWh * MJ_PER_WH));

/** Largest multiple of `stepW` not above `valueW`; never negative. */
export function floorToStep(valueW: number, stepW: number): Watts {
  return watts(Math.max(0, Math.floor(valueW / stepW) * stepW));
}

export const clamp = (value: number, low: number, high: number): number =>
  value < low ? low : value > high ? high : value;

/** Hertz as printed ("49.953") or read to integer millihertz, rounding to the nearest. */
export const hertzToMillihertz = (hertz: number): Millihertz => millihertz(Math.round(hertz * 1000));

/** Watts as megawatts with `decimals` digits, exact (no binary rounding): 123456 W → "0.123456". */
export function formatMw(powerW: number, decimals = 6): string {
  return scaled(powerW, 6, decimals);
}

/** Milliwatt-hours (integer) as MWh with nine decimals, exact. */
export function formatMwhFromMilliwattHours(energyMilliWh: number): string {
  return scaled(energyMilliWh, 9, 9);
}

/** `value / 10^scale` as decimal text with `decimals` digits; `decimals` ≤ `scale`, extra digits cut by rounding half away from zero. */
function scaled(value: number, scale: number, decimals: number): string {
  const rounded = Math.round(Math.abs(integer(value, 'scaled value')) / 10 ** (scale - decimals));
  const digits = String(rounded).padStart(decimals + 1, '0');
  const sign = value < 0 && rounded !== 0 ? '-' : '';
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 ? sign + digits : `${sign}${whole}.${digits.slice(digits.length - decimals)}`;
}
