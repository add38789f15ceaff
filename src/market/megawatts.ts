import { epochMs, invariant, type EpochMs } from '../kernel/index.js';

/** A decimal number as written in a document: never a float on its way. */
export type DecimalText = string;

/** Watts as megawatts with one decimal, more where they are needed: 500000 → "0.5", 123456 → "0.123456". Exact. */
export function megawattText(powerW: number): DecimalText {
  invariant(Number.isSafeInteger(powerW) && powerW >= 0, `${powerW} W is no quantity of a document`);
  const digits = String(powerW).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6).replace(/0{1,5}$/, '')}`;
}

/** Megawatts as whole watts, exact; null when the text is no decimal number or is finer than a watt. */
export function wattsOf(megawatts: DecimalText): number | null {
  const match = /^(\d{1,9})(?:\.(\d+))?$/.exec(megawatts);
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(6))) return null;
  return Number(whole) * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** The whole second at or before an instant: documents say no more. */
export const wholeSecond = (at: EpochMs): EpochMs => epochMs(Math.floor(at / 1000) * 1000);
