import {
  ACKNOWLEDGEMENT,
  ALLOCATION_AGGREGATE,
  ALLOCATION_RESULT,
  RESERVE_BID,
  type MarketDocumentKind,
} from '../documents/index.js';

/** Message types of the service FI-FCR (Fingrid developer portal, EDX message types). */
export const EDX_TYPE = {
  bid: 'FI-FCR-BID-CIM',
  bidAnswer: 'FI-FCR-BID-CIM-ACK',
  aggregate: 'FI-FCR-RESERVERESULTS-ERRP',
  aggregateAnswer: 'FI-FCR-RESERVERESULTS-ERRP-ACK',
  perBid: 'FI-FCR-ACCEPTED-BIDS-CIM',
  perBidAnswer: 'FI-FCR-ACCEPTED-BIDS-CIM-ACK',
} as const;

export type EdxMessageType = (typeof EDX_TYPE)[keyof typeof EDX_TYPE];

export const isEdxMessageType = (text: string): text is EdxMessageType =>
  Object.values<string>(EDX_TYPE).includes(text);

/** Which document a message of a type carries. */
export function documentKindOf(type: EdxMessageType): MarketDocumentKind {
  switch (type) {
    case EDX_TYPE.bid:
      return RESERVE_BID;
    case EDX_TYPE.aggregate:
      return ALLOCATION_AGGREGATE;
    case EDX_TYPE.perBid:
      return ALLOCATION_RESULT;
    default:
      return ACKNOWLEDGEMENT;
  }
}

/** The type under which the receiver of a message answers it; null: an answer is not answered. */
export function answerTypeOf(type: EdxMessageType): EdxMessageType | null {
  switch (type) {
    case EDX_TYPE.bid:
      return EDX_TYPE.bidAnswer;
    case EDX_TYPE.aggregate:
      return EDX_TYPE.aggregateAnswer;
    case EDX_TYPE.perBid:
      return EDX_TYPE.perBidAnswer;
    default:
      return null;
  }
}
