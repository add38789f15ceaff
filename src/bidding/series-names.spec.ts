import { describe, expect, it } from '@jest/globals';
import { deliveryDay, epochMs } from '../kernel/index.js';
import { seriesMridOf, type Acknowledgement, type AllocationPerBid } from '../market/index.js';
import { inOurNames } from './series-names.js';

const OURS = ['2026-01-13-0-0', '2026-01-13-1-0'];
const series = seriesMridOf('2026-01-13-1-0');

describe('a message of the TSO in our names', () => {
  it('rejects our bids, not series', () => {
    const rejected: Acknowledgement = {
      kind: 'acknowledgement',
      mrid: 'a',
      documentMrid: 'd',
      accepted: false,
      reasons: [
        { bidId: null, code: 'A02', text: 'no' },
        { bidId: series, code: '999', text: 'no' },
        { bidId: 'unknown', code: '999', text: 'no' },
      ],
    };
    expect((inOurNames(rejected, OURS) as Acknowledgement).reasons.map(({ bidId }) => bidId)).toEqual([
      null,
      '2026-01-13-1-0',
      'unknown',
    ]);
  });

  it('awards our bids, whatever the case of the identifier', () => {
    const line = { mtuStart: epochMs(0), offeredW: 1, offerPriceEurPerMwH: '1', awardedW: 1, priceEurPerMwH: '1' };
    const result: AllocationPerBid = {
      kind: 'allocation-per-bid',
      mrid: 'r',
      product: 'FCR-N',
      deliveryDay: deliveryDay('2026-01-13'),
      bids: [
        { ...line, bidId: series.toUpperCase() },
        { ...line, bidId: '2026-01-13-0-0' },
      ],
    };
    expect((inOurNames(result, OURS) as AllocationPerBid).bids.map(({ bidId }) => bidId)).toEqual([
      '2026-01-13-1-0',
      '2026-01-13-0-0',
    ]);
  });

  it('leaves an aggregate alone', () => {
    const aggregate = {
      kind: 'allocation-aggregate' as const,
      mrid: 'x',
      product: 'FCR-N',
      deliveryDay: deliveryDay('2026-01-13'),
      mtus: [],
    };
    expect(inOurNames(aggregate, OURS)).toBe(aggregate);
  });
});
