/** Market documents on their way to the TSO's carrier; keyed by delivery day, so that a correction follows what it corrects. */
export const MARKET_OUTBOUND_TOPIC = 'market.outbound.v1';
/** What the TSO sends; keyed by delivery day. */
export const MARKET_INBOUND_TOPIC = 'market.inbound.v1';
