import { describe, expect, it } from '@jest/globals';
import { aBid, BIDS, limits, SECOND_HOUR } from '../../test/support/auction-events.js';
import { correctedBids, saysRepeated } from './rejection.js';

const of = (bidId: string | null, text: string, code = '999') => ({ bidId, code, text });

describe('correctedBids', () => {
  it('keeps the cheapest bids of the hour up to the stated portfolio limit', () => {
    const bids = [aBid('dear', { priceEurPerMwH: '20' }), aBid('cheap'), aBid('other', { mtuStart: SECOND_HOUR })];
    const reasons = ['dear', 'cheap'].map((id) => of(id, 'Portfolio limit 0.7 MW exceeded; position 1'));
    expect(correctedBids(bids, reasons, limits)).toEqual([{ ...bids[0], quantityW: 200_000 }, bids[1], bids[2]]);
  });
  it('halves the hour where no limit is stated', () => {
    expect(correctedBids(BIDS, [of('a', 'Portfolio limit exceeded')], limits)).toEqual([
      { ...BIDS[0], quantityW: 200_000 },
      BIDS[1],
    ]);
  });
  it.each([
    ['Quantity contains too many decimals; position 1', aBid('a', { quantityW: 250_000 }), 200_000],
    ['Maximum quantity 5 MW for FCR-N and 10 MW for FCR-D', aBid('a', { quantityW: 6_000_000 }), 5_000_000],
  ])('cuts on "%s"', (text, bid, quantityW) => {
    expect(correctedBids([bid], [of('a', text)], limits)).toEqual([{ ...bid, quantityW }]);
  });
  it.each([
    'Price required; position 1',
    'Price is lower than the lower limit; position 1',
    'Quantities must be 0 or larger; position 1',
  ])('drops the bid on "%s"', (text) => expect(correctedBids(BIDS, [of('a', text)], limits)).toEqual([BIDS[1]]));
  it('sends the same bids again when only the reference was used before', () => {
    expect(
      correctedBids(
        BIDS,
        [of(null, 'Message reference must be unique'), of(null, 'Message fully rejected', 'A02')],
        limits,
      ),
    ).toEqual(BIDS);
  });
  it('takes a repeated reference for the whole reason, whatever else follows from it', () => {
    const reasons = [
      of(null, 'Message reference must be unique', 'A02'),
      of('a', 'an update needs a later createdDateTime than the bid it changes'),
    ];
    expect([saysRepeated(reasons), correctedBids(BIDS, reasons, limits)]).toEqual([true, BIDS]);
    expect(saysRepeated([of('a', 'Message reference must be unique')])).toBe(false);
  });
  it.each([
    [
      'a reason of the document beside one of a bid',
      [of(null, 'Sender is not connected to the Subject Party', 'A02'), of('a', 'Price required; position 1')],
    ],
    ['no reason', []],
    ['a document-level reason', [of(null, 'Sender is not connected to the Subject Party')]],
    ['one reason of two not understood', [of('a', 'Price required; position 1'), of('b', 'Currency must be EUR')]],
    ['a bid of another document', [of('z', 'Price required; position 1')]],
    ['nothing left', BIDS.map((bid) => of(bid.bidId, 'Portfolio limit 0.0 MW exceeded'))],
  ])('leaves it to a person: %s', (_, reasons) => {
    expect(correctedBids(BIDS, reasons, limits)).toBeNull();
  });
});
