import { describe, expect, it } from '@jest/globals';
import { anAggregate, aResult } from '../../../test/support/market-samples.js';
import { dayInterval, deliveryDay, epochMs } from '../../kernel/index.js';
import type { AcknowledgementDocument } from './acknowledgement.js';
import { messagesOf } from './tso-messages.js';

describe('a document of the TSO', () => {
  it('says of our bids that they stand, or why they do not', () => {
    const rejection: AcknowledgementDocument = {
      kind: 'Acknowledgement_MarketDocument',
      mrid: 'a',
      createdAt: epochMs(0),
      sender: { eic: '10X1001A1001A264', role: 'A34' },
      receiver: { eic: '44X-00000000001H', role: null },
      received: { mrid: 'd', createdAt: null, type: null, process: null },
      reasons: [{ code: 'A02', text: null }],
      rejectedSeries: [{ mrid: 's', reasons: [{ code: '999', text: 'Price required; position 1' }] }],
    };
    expect(messagesOf(rejection)).toEqual([
      {
        kind: 'acknowledgement',
        mrid: 'a',
        documentMrid: 'd',
        accepted: false,
        reasons: [
          { bidId: null, code: 'A02', text: '' },
          { bidId: 's', code: '999', text: 'Price required; position 1' },
        ],
      },
    ]);
    expect(messagesOf({ ...rejection, reasons: [{ code: 'A01', text: null }], rejectedSeries: [] })).toMatchObject([
      { accepted: true, reasons: [] },
    ]);
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
