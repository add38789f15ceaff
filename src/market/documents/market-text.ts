import { isoInstant, parseInstant, type EpochMs, type Interval } from '../../kernel/index.js';
import { EIC_SCHEME } from './parties.js';
import { element, requiredText, type XmlElement } from './xml-element.js';

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
