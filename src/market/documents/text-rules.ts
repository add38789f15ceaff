import { isEic } from '../../kernel/index.js';
import { DECIMAL } from '../desk/stated-bids.js';
import type { ElementRule, TextRule } from './grammar.js';
import { one } from './grammar.js';
import { EIC_SCHEME, FINGRID_EIC, FINLAND_EIC } from './parties.js';

const rule = (name: string, allows: string, test: RegExp | ((text: string) => boolean), text?: string): TextRule => ({
  rule: name,
  allows,
  test: typeof test === 'function' ? test : (value) => test.test(value),
  ...(text !== undefined && { text }),
});

/** One of a few codes. */
export const code = (name: string, codes: readonly string[], text?: string): TextRule =>
  rule(name, codes.length === 1 ? `${codes[0]}` : `one of ${codes.join(', ')}`, (value) => codes.includes(value), text);

/** ID_String of the schemas; nothing is identified by an empty text. */
const LONGEST_ID = 60;
export const identifier = rule(
  'identifier',
  `1 to ${LONGEST_ID} characters`,
  (text) => text.length > 0 && text.length <= LONGEST_ID && text.trim() === text,
);

const isUuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
export const documentIdentifier = (textWhereEmpty?: string): TextRule => ({
  ...rule('document-identifier', 'a UUID', isUuid),
  ...(textWhereEmpty !== undefined && { text: textWhereEmpty }),
});

/** PartyID_String has at most 16 characters; an EIC has exactly that many, the last one a check character. */
export const eic = rule('eic', 'an EIC: 16 characters, the last one its check character', isEic);
export const fingrid = code('receiver', [FINGRID_EIC]);
export const finland = code('area', [FINLAND_EIC]);

/** xs:decimal and Amount_Decimal (17 digits), without a plus sign or a bare point. */
export const decimal = rule('decimal', 'a decimal number with a point', /^-?\d{1,9}(\.\d{1,6})?$/);
/** As a bid has it: its own rules say how many decimals. */
export const number = rule('decimal', 'a decimal number with a point', DECIMAL);
export const quantity = rule('quantity', 'a quantity from 0 in MW', /^\d{1,9}(\.\d{1,6})?$/);
export const reasonText = rule('reason-text', 'at most 512 characters', (text) => text.length <= 512);
/** ReasonCodeTypeList of the code lists, the standard part. */
export const reasonCode = rule(
  'reason-code',
  'a reason code of the code list',
  /^(999|A0[1-9]|A10|A2\d|A30|A4[1-9]|A[5-9]\d|B0[1-9]|B[1-4]\d)$/,
);
export const position = rule('position', 'a position from 1', /^[1-9]\d{0,5}$/);
export const duration = rule('duration', 'a duration', /^P(?=.)(\d{1,4}D)?(T(?=.)(\d{1,4}H)?(\d{1,4}M)?(\d{1,4}S)?)?$/);
export const hourly = code('resolution', ['PT60M', 'PT1H']);

const SECOND = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const MINUTE = /^20\d\d-\d\d-\d\dT\d\d:\d\dZ$/;
const exists = (text: string): boolean => {
  const at = Date.parse(text);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text.slice(0, -1));
};
export const second = rule(
  'date-time',
  'UTC with seconds, YYYY-MM-DDThh:mm:ssZ',
  (text) => SECOND.test(text) && exists(text),
);
export const minute = rule(
  'time-interval',
  'UTC with minutes, YYYY-MM-DDThh:mmZ',
  (text) => MINUTE.test(text) && exists(text),
);

export const interval: readonly ElementRule[] = [one('start', minute), one('end', minute)];

export const codingScheme = { codingScheme: code('coding-scheme', [EIC_SCHEME]) } as const;
/** Schemes in which the TSO's own codes come; EIC and the Finnish national one. */
export const anyCodingScheme = { codingScheme: code('coding-scheme', [EIC_SCHEME, 'NFI']) } as const;

export const reason = (codes: TextRule): readonly ElementRule[] => [
  one('code', codes),
  { ...one('text', reasonText), least: 0 },
];
