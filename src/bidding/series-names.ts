import { seriesMridOf, type MarketMessage } from '../market/index.js';

/**
 * The TSO names a bid by its series, we by its own id: a message as we name bids. Names that are none of `bidIds`' series
 * stay as they are.
 */
export function inOurNames(message: MarketMessage, bidIds: Iterable<string>): MarketMessage {
  const ours = new Map([...bidIds].map((bidId) => [seriesMridOf(bidId), bidId]));
  const named = <L extends { readonly bidId: string | null }>(line: L): L => {
    const bidId = line.bidId === null ? undefined : ours.get(line.bidId.toLowerCase());
    return bidId === undefined ? line : { ...line, bidId };
  };
  switch (message.kind) {
    case 'acknowledgement':
      return { ...message, reasons: message.reasons.map(named) };
    case 'allocation-per-bid':
      return { ...message, bids: message.bids.map(named) };
    case 'allocation-aggregate':
      return message;
  }
}
