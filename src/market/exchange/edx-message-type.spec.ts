import { describe, expect, it } from '@jest/globals';
import { answerTypeOf, documentKindOf, EDX_TYPE, isEdxMessageType } from './edx-message-type.js';

describe('EDX message types of FI-FCR', () => {
  it.each([
    [EDX_TYPE.bid, 'ReserveBid_MarketDocument', 'FI-FCR-BID-CIM-ACK'],
    [EDX_TYPE.aggregate, 'ReserveAllocationResultDocument', 'FI-FCR-RESERVERESULTS-ERRP-ACK'],
    [EDX_TYPE.perBid, 'ReserveAllocationResult_MarketDocument', 'FI-FCR-ACCEPTED-BIDS-CIM-ACK'],
    [EDX_TYPE.bidAnswer, 'Acknowledgement_MarketDocument', null],
    [EDX_TYPE.aggregateAnswer, 'Acknowledgement_MarketDocument', null],
    [EDX_TYPE.perBidAnswer, 'Acknowledgement_MarketDocument', null],
  ])('%s carries a %s and is answered by %s', (type, kind, answer) => {
    expect([documentKindOf(type), answerTypeOf(type)]).toEqual([kind, answer]);
  });

  it('are these six', () => {
    expect([isEdxMessageType('FI-FCR-BID-CIM'), isEdxMessageType('FI-AFRR-BID-CIM')]).toEqual([true, false]);
  });
});
