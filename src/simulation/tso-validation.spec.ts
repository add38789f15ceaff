import { describe, expect, it } from '@jest/globals';
import { deliveryDay, epochMs, MS_PER_HOUR, parseInstant } from '../kernel/index.js';
import { newestFcrnRules, type BidDocument, type BidLine } from '../market/index.js';
import { faultsOf, type BidDesk, type StandingBid } from './tso-validation.js';

const DAY = deliveryDay('2026-01-13');
const GATE = parseInstant('2026-01-12T16:30:00Z');
const CREATED = epochMs(GATE - MS_PER_HOUR);
const line = (change: Partial<BidLine> = {}): BidLine => ({
  bidId: 'a',
  mtuStart: parseInstant('2026-01-13T10:00:00Z'),
  quantityW: 500_000,
  priceEurPerMwH: '5.25',
  ...change,
});
const documentOf = (bids: readonly BidLine[], change: Partial<BidDocument> = {}): BidDocument => ({
  mrid: 'd1',
  product: 'FCR-N',
  deliveryDay: DAY,
  createdAt: CREATED,
  bids,
  ...change,
});
const desk = (change: Partial<BidDesk> = {}): BidDesk => ({
  rulesOf: () => newestFcrnRules(),
  portfolioLimitW: () => null,
  standing: new Map(),
  ...change,
});
const texts = (document: BidDocument, now = CREATED, at = desk()) =>
  faultsOf(document, now, at).map((reason) => `${reason.code} ${reason.bidId ?? 'document'}: ${reason.text}`);
const standing = (bid: Partial<StandingBid> = {}) =>
  new Map([['a', { ...line(), createdAt: epochMs(CREATED - 1000), ...bid }]]);

describe('the document', () => {
  it('is accepted when nothing is wrong', () => {
    expect(texts(documentOf([line(), line({ bidId: 'b', quantityW: 100_000, priceEurPerMwH: '0' })]))).toEqual([]);
  });
  it.each([
    ['Message reference missing', { mrid: '' }, CREATED],
    ['Message can only contain FCR bids', { product: 'aFRR' }, CREATED],
    ['Message was received after deadline', {}, GATE],
    ['Message contains data for more than next 30 days', {}, parseInstant('2025-12-01T12:00:00Z')],
  ])('%s', (text, change, now) => {
    expect(texts(documentOf([line()], change), now)).toEqual([`999 document: ${text}`]);
  });
  it('is taken until the last millisecond', () => {
    expect(texts(documentOf([line()]), epochMs(GATE - 1))).toEqual([]);
  });
  it('is late if one of its hours belongs to a day whose gate is closed', () => {
    const yesterday = line({ mtuStart: parseInstant('2026-01-12T22:00:00Z') });
    expect(texts(documentOf([line({ bidId: 'b' }), yesterday]))).toEqual([
      '999 document: Message was received after deadline',
    ]);
  });
});

describe('a bid', () => {
  it.each([
    ['Quantity contains too many decimals; position 1', { quantityW: 150_000 }],
    ['Quantities must be 0 or larger; position 1', { quantityW: -100_000 }],
    ['Quantity required; position 1', { quantityW: NaN }],
    ['Maximum quantity 5 MW for FCR-N and 10 MW for FCR-D', { quantityW: 5_100_000 }],
    ['Price required; position 1', { priceEurPerMwH: '' }],
    ['Price is lower than the lower limit; position 1', { priceEurPerMwH: '-0.01' }],
    ['Price contains too many decimals; position 1', { priceEurPerMwH: '1.005' }],
    ['The time interval of the bid can be only one hour', { mtuStart: parseInstant('2026-01-13T10:15:00Z') }],
    ['The time interval of the bid can be only one hour', { mtuStart: parseInstant('2026-01-14T10:00:00Z') }],
  ])('%s', (text, change) => {
    expect(texts(documentOf([line(change)]))).toEqual([`999 a: ${text}`]);
  });
  it('has an id of its own', () => {
    expect(texts(documentOf([line(), line()]))).toEqual([
      '999 a: Bid identification must be unique',
      '999 a: Bid identification must be unique',
    ]);
  });
  it('is updated under its id by a newer document, in its hour', () => {
    expect(texts(documentOf([line({ quantityW: 0 })]), CREATED, desk({ standing: standing() }))).toEqual([]);
    expect(texts(documentOf([line()]), CREATED, desk({ standing: standing({ createdAt: CREATED }) }))).toEqual([
      '999 a: A newer version of the bid has been received',
    ]);
    const moved = standing({ mtuStart: parseInstant('2026-01-13T11:00:00Z') });
    expect(texts(documentOf([line()]), CREATED, desk({ standing: moved }))).toEqual([
      '999 a: The hour of a bid can not change; cancel it and send a new one',
    ]);
  });
});

describe('the portfolio limit', () => {
  const limited = { portfolioLimitW: () => 600_000 };
  it('holds for what would stand', () => {
    const second = documentOf([line({ bidId: 'b', quantityW: 200_000 })]);
    expect(texts(second, CREATED, desk(limited))).toEqual([]);
    expect(texts(second, CREATED, desk({ ...limited, standing: standing() }))).toEqual([
      '999 b: Portfolio limit 0.6 MW exceeded; position 1',
    ]);
  });
  it('counts an update once and a withdrawal as nothing', () => {
    const both = documentOf([line({ quantityW: 0 }), line({ bidId: 'b', quantityW: 600_000 })]);
    expect(texts(both, CREATED, desk({ ...limited, standing: standing() }))).toEqual([]);
  });
});
