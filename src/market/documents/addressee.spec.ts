import { describe, expect, it } from '@jest/globals';
import { anAcknowledgement, anAggregate, aResult } from '../../../test/support/market-samples.js';
import { strangerRefusal } from './addressee.js';
import { EXAMPLE_PARTY_EIC } from './parties.js';

describe('a document of the TSO', () => {
  it('is ours where it is for us', () => {
    for (const document of [anAcknowledgement(), anAggregate(), aResult()])
      expect(strangerRefusal(document, EXAMPLE_PARTY_EIC)).toBeNull();
  });

  it('is for somebody else where it says so', () => {
    expect(
      [anAcknowledgement(), anAggregate(), aResult()].map((document) => strangerRefusal(document, '44X-00000000248K')),
    ).toMatchObject([
      { code: 'RECEIVER_INVALID', field: 'receiver_MarketParticipant.mRID' },
      { code: 'RECEIVER_INVALID', field: 'ReceiverIdentification' },
      { code: 'RECEIVER_INVALID', field: 'receiver_MarketParticipant.mRID' },
    ]);
  });

  it('is no answer of the TSO where somebody else sent it', () => {
    const sender = { eic: '44X-00000000248K', role: 'A34' };
    expect(strangerRefusal(anAcknowledgement({ sender }), EXAMPLE_PARTY_EIC)?.code).toBe('SENDER_INVALID');
  });
});
