import { describe, expect, it } from '@jest/globals';
import { anAcknowledgement, anAggregate, aResult } from '../../../test/support/market-samples.js';
import { dayInterval, deliveryDay } from '../../kernel/index.js';
import { messagesOf } from './tso-messages.js';

describe('a document of the TSO', () => {
  it('says of our bids that they stand, or why they do not', () => {
    const rejection = anAcknowledgement({
      reasons: [{ code: 'A02', text: null }],
      rejectedSeries: [{ mrid: 's', reasons: [{ code: '999', text: 'Price required; position 1' }] }],
    });
    expect(messagesOf(rejection)).toEqual([
      {
        kind: 'acknowledgement',
        mrid: rejection.mrid,
        documentMrid: 'd',
        accepted: false,
        reasons: [
          { bidId: null, code: 'A02', text: '' },
          { bidId: 's', code: '999', text: 'Price required; position 1' },
        ],
      },
    ]);
    expect(messagesOf(anAcknowledgement())).toMatchObject([{ accepted: true, reasons: [] }]);
  });

  it('says what a bid was awarded, exactly', () => {
    const result = aResult('2026-03-29');
    expect(messagesOf(result)).toMatchObject([
      {
        kind: 'allocation-per-bid',
        product: 'FCR-N',
        deliveryDay: '2026-03-29',
        bids: [
          { bidId: result.awards[0]?.bidSeriesMrid, offeredW: 500_000, awardedW: 300_000, priceEurPerMwH: '17.00' },
        ],
      },
    ]);
  });

  it('says what each hour of the day adds up to, over the change of the clock', () => {
    const [message] = messagesOf(anAggregate('2026-10-25'));
    if (message?.kind !== 'allocation-aggregate') throw new Error('an aggregate says one aggregate');
    const { start, end } = dayInterval(deliveryDay('2026-10-25'));
    expect(message.mtus).toHaveLength(25);
    expect([message.mtus[0]?.mtuStart, message.mtus[24]?.mtuStart]).toEqual([start, end - 3_600_000]);
  });

  it('may speak of two products', () => {
    const result = aResult();
    const [award] = result.awards;
    const two = award ? [award, { ...award, product: 'FCR-D-up' as const }] : [];
    expect(messagesOf({ ...result, awards: two }).map((message) => 'product' in message && message.product)).toEqual([
      'FCR-N',
      'FCR-D-up',
    ]);
  });
});
