import { Refusal } from '../../kernel/index.js';
import { ACKNOWLEDGEMENT } from './acknowledgement.js';
import { ALLOCATION_AGGREGATE } from './allocation-aggregate.js';
import type { MarketDocument } from './market-document.js';
import { FINGRID_EIC } from './parties.js';
import type { RESERVE_BID } from './reserve-bid.js';

/** What the TSO may send. */
export type IncomingDocument = Exclude<MarketDocument, { readonly kind: typeof RESERVE_BID }>;

/** Whether a document is from the TSO and for `partyEic`: RECEIVER_INVALID or SENDER_INVALID where it is not. */
export function strangerRefusal(document: IncomingDocument, partyEic: string): Refusal | null {
  const isAnswer = document.kind === ACKNOWLEDGEMENT;
  const receiver = isAnswer ? document.receiver.eic : document.receiverEic;
  if (receiver !== partyEic)
    return new Refusal(
      'RECEIVER_INVALID',
      `the document is for ${receiver}, we are ${partyEic} (BACKFEED_PARTY_EIC)`,
      document.kind === ALLOCATION_AGGREGATE ? 'ReceiverIdentification' : 'receiver_MarketParticipant.mRID',
    );
  if (isAnswer && document.sender.eic !== FINGRID_EIC)
    return new Refusal(
      'SENDER_INVALID',
      `the document is from ${document.sender.eic}, the TSO is ${FINGRID_EIC}`,
      'sender_MarketParticipant.mRID',
    );
  return null;
}
