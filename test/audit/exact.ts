/** Decimal arithmetic of the auditor's own: integers of a stated scale, as bigint. */

/** `text` × 10^scale, exactly; null when it is no plain decimal number or has more digits than that. */
export function scaled(text: string, scale: number): bigint | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return null;
  const [, sign, whole = '', fraction = ''] = match;
  if (fraction.length > scale && !/^0*$/.test(fraction.slice(scale))) return null;
  const digits = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return sign === '-' ? -digits : digits;
}

/** Prices have at most this many decimals. */
export const PRICE_SCALE = 12;
export const CENT_SCALE = 2;

/** value ÷ divisor (> 0) to the nearest integer, halves away from zero. */
export function dividedHalfAway(value: bigint, divisor: bigint): bigint {
  const magnitude = ((value < 0n ? -value : value) * 2n + divisor) / (divisor * 2n);
  return value < 0n ? -magnitude : magnitude;
}

/** EUR in cents of `quantity`·10^-quantityScale × price·10^-12, rounded once. */
export const cents = (quantity: bigint, quantityScale: number, price: bigint): bigint =>
  dividedHalfAway(quantity * price, 10n ** BigInt(quantityScale + PRICE_SCALE - CENT_SCALE));

export const eur = (amountCents: bigint): string => {
  const digits = String(amountCents < 0n ? -amountCents : amountCents).padStart(3, '0');
  return `${amountCents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

export const sum = (values: Iterable<bigint>): bigint => {
  let total = 0n;
  for (const value of values) total += value;
  return total;
};
