import { epochMs, invariant, isoInstant, parseInstant, type EpochMs, type Interval } from '../../kernel/index.js';
import { EIC_SCHEME } from './parties.js';
import { element, requiredText, type XmlElement } from './xml-element.js';

/** A decimal number as written in a document: never a float on its way. */
export type DecimalText = string;

/** `YYYY-MM-DDThh:mm:ssZ`, as `createdDateTime` is written. Instants of documents have whole seconds. */
export const secondText = (at: EpochMs): string => `${isoInstant(at).slice(0, 19)}Z`;

/** `YYYY-MM-DDThh:mmZ`, as the ends of an interval are written. */
export const minuteText = (at: EpochMs): string => `${isoInstant(at).slice(0, 16)}Z`;

export const instantOf = (text: string): EpochMs => parseInstant(text.length === 17 ? text.replace('Z', ':00Z') : text);

export const intervalElement = (name: string, { start, end }: Interval): XmlElement =>
  element(name, [element('start', minuteText(start)), element('end', minuteText(end))]);

export const intervalAt = (node: XmlElement, ...path: readonly string[]): Interval => ({
  start: instantOf(requiredText(node, ...path, 'start')),
  end: instantOf(requiredText(node, ...path, 'end')),
});

export const eicElement = (name: string, eic: string): XmlElement => element(name, eic, { codingScheme: EIC_SCHEME });

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
