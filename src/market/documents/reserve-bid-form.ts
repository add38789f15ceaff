import { any, maybe, one, type ElementRule } from './grammar.js';
import { ROLE } from './parties.js';
import { REJECTION_TEXT as TEXT } from '../desk/rejection-texts.js';
import { BID_NAME_REASON, RESERVE_BID_PROCESS, RESERVE_BID_TYPE } from './reserve-bid.js';
import {
  anyCodingScheme,
  code,
  codingScheme,
  documentIdentifier,
  eic,
  fingrid,
  finland,
  hourly,
  identifier,
  interval,
  number,
  reason,
  second,
} from './text-rules.js';

/** Optional elements of the schema that the TSO's table lists as not used. */
const unused = (name: string): ElementRule => maybe(name, identifier, { unused: true });

const POINT: readonly ElementRule[] = [
  one('position', code('position', ['1'], TEXT.onlyOneHour), { text: TEXT.onlyOneHour }),
  one('quantity.quantity', { ...number, text: TEXT.quantityRequired }, { text: TEXT.quantityRequired }),
  one('price.amount', { ...number, text: TEXT.priceRequired }, { text: TEXT.priceRequired }),
];

const SERIES: readonly ElementRule[] = [
  one('mRID', identifier),
  one('auction.mRID', code('auction', ['FCR'], TEXT.onlyFcrBids)),
  one('businessType', code('business-type', ['C26', 'C27'], TEXT.onlyFcrBids)),
  one('acquiring_Domain.mRID', finland, { attributes: codingScheme }),
  one('connecting_Domain.mRID', finland, { attributes: codingScheme }),
  one('quantity_Measurement_Unit.name', code('quantity-unit', ['MAW'], TEXT.quantityUnitMaw), {
    text: TEXT.quantityUnitRequired,
  }),
  one('currency_Unit.name', code('currency', ['EUR'], TEXT.currencyEur), { text: TEXT.currencyRequired }),
  maybe('price_Measurement_Unit.name', code('price-unit', ['MAW'])),
  one('divisible', code('divisible', ['A01'])),
  maybe('linkedBidsIdentification', identifier),
  unused('multipartBidIdentification'),
  unused('exclusiveBidsIdentification'),
  maybe('blockBid', code('block-bid', ['A02'])),
  maybe('registeredResource.mRID', identifier, { attributes: anyCodingScheme }),
  one('flowDirection.direction', code('direction', ['A01', 'A02', 'A03'])),
  one('marketAgreement.type', code('agreement', ['A13'])),
  maybe('standard_MarketProduct.marketProductType', code('product-type', ['Z02', 'Z03'])),
  one(
    'Period',
    [
      one('timeInterval', interval, { text: TEXT.onlyOneHour }),
      one('resolution', hourly),
      one('Point', POINT, { text: TEXT.onlyOneHour }),
    ],
    { text: TEXT.onlyOneHour },
  ),
  maybe('Reason', reason(code('bid-name-reason', [BID_NAME_REASON]))),
];

/**
 * ReserveBid_MarketDocument 7.4 as the TSO's document structure narrows it. Elements of the schema that are not listed
 * have no place in a bid of this market.
 */
export const RESERVE_BID_FORM: readonly ElementRule[] = [
  one('mRID', documentIdentifier(), { text: TEXT.referenceMissing }),
  one('revisionNumber', code('revision', ['1'])),
  one('type', code('document-type', [RESERVE_BID_TYPE])),
  one('process.processType', code('process', [RESERVE_BID_PROCESS], TEXT.onlyFcrBids)),
  one('sender_MarketParticipant.mRID', eic, { attributes: codingScheme }),
  one(
    'sender_MarketParticipant.marketRole.type',
    code('sender-role', [ROLE.balancingServiceProvider, ROLE.dataProvider]),
  ),
  one('receiver_MarketParticipant.mRID', fingrid, { attributes: codingScheme }),
  one('receiver_MarketParticipant.marketRole.type', code('receiver-role', [ROLE.systemOperator])),
  one('createdDateTime', second),
  one('reserveBid_Period.timeInterval', interval),
  one('domain.mRID', finland, { attributes: codingScheme }),
  one('subject_MarketParticipant.mRID', eic, { attributes: codingScheme, text: TEXT.senderNotConnected }),
  one('subject_MarketParticipant.marketRole.type', code('subject-role', [ROLE.balancingServiceProvider])),
  any('Bid_TimeSeries', SERIES, { isSeries: true }),
];
