import { describe, expect, it } from '@jest/globals';
import { dayInterval, deliveryDay, deterministicUuid, epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import type { BidDocument, BidLine } from '../bid.js';
import { isRefused } from './problem.js';
import { acceptedOf, statedBy } from './stated-bids.js';

const PARTY = '44X-00000000001H';
const day = deliveryDay('2026-01-13');
const { start, end } = dayInterval(day);
const documentOf = (line: Partial<BidLine> = {}, change: Partial<BidDocument> = {}): BidDocument => ({
  mrid: deterministicUuid('d'),
  product: 'FCR-N',
  deliveryDay: day,
  createdAt: epochMs(start - 10 * MS_PER_HOUR + 345),
  bids: [{ bidId: 'a', mtuStart: start, quantityW: 500_000, priceEurPerMwH: '5.25', ...line }],
  ...change,
});
const faults = (document: BidDocument) =>
  statedBy(document, PARTY)
    .problems.filter(isRefused)
    .map(({ text, seriesMrid }) => [text, seriesMrid]);

describe('bids of the engine as the TSO is told', () => {
  it('are a party’s own, of the whole day, in whole seconds', () => {
    expect(statedBy(documentOf(), PARTY)).toMatchObject({
      stated: {
        createdAt: start - 10 * MS_PER_HOUR,
        sender: { eic: PARTY },
        subjectEic: PARTY,
        period: { start, end },
        bids: [{ seriesMrid: 'a', quantityMw: '0.5', priceEurPerMwH: '5.25', kindCode: null }],
      },
      problems: [],
    });
  });

  it.each([
    [-100_000, '-0.1'],
    [150_000, '0.15'],
    [0.5, '0.000000500000'],
    [0, '0.0'],
  ])('of %d W are %s MW, right or wrong', (quantityW, text) => {
    expect(statedBy(documentOf({ quantityW }), PARTY).stated.bids[0]?.quantityMw).toBe(text);
  });

  it.each<[string, Partial<BidLine>]>([
    ['Quantity required; position 1', { quantityW: NaN }],
    ['Price required; position 1', { priceEurPerMwH: '' }],
  ])('"%s": %j says nothing', (text, line) => {
    expect(faults(documentOf(line))).toEqual([[text, 'a']]);
  });

  it('have a reference and a product of this market', () => {
    expect(faults(documentOf({}, { mrid: 'd1' }))).toEqual([['Message reference missing', null]]);
    expect(faults(documentOf({}, { product: 'aFRR' }))).toEqual([['Message can only contain FCR bids', 'a']]);
  });

  it('are read whole once they are accepted, and not before', () => {
    const { stated } = statedBy(documentOf(), PARTY);
    expect(acceptedOf(stated).bids).toEqual([
      {
        seriesMrid: 'a',
        product: 'FCR-N',
        hour: { start, end: start + MS_PER_HOUR },
        quantityMw: '0.5',
        priceEurPerMwH: '5.25',
        name: null,
      },
    ]);
    expect(() => acceptedOf(statedBy(documentOf({ quantityW: NaN }), PARTY).stated)).toThrow('whole');
  });
});
