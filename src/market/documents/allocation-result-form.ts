import { RESULT_PROCESS, RESULT_TYPE } from './allocation-result.js';
import { any, maybe, one, several, type ElementRule } from './grammar.js';
import { ROLE } from './parties.js';
import { BID_NAME_REASON } from './reserve-bid.js';
import {
  anyCodingScheme,
  code,
  codingScheme,
  decimal,
  documentIdentifier,
  duration,
  eic,
  fingrid,
  finland,
  hourly,
  identifier,
  interval,
  position,
  quantity,
  reason,
  reasonCode,
  second,
} from './text-rules.js';

const REVISION = code('revision', ['1']);

const POINT: readonly ElementRule[] = [
  one('position', code('position', ['1'])),
  one('quantity', quantity),
  one('price.amount', decimal),
  one('secondaryQuantity', quantity),
  one('bid_Price.amount', decimal),
  maybe('bidEnergy_Price.amount', decimal),
  maybe('energy_Price.amount', decimal),
  any('Reason', reason(reasonCode)),
];

const SERIES: readonly ElementRule[] = [
  one('mRID', identifier),
  maybe('bid_Original_MarketDocument.mRID', identifier),
  maybe('bid_Original_MarketDocument.revisionNumber', REVISION),
  one('bid_Original_MarketDocument.bid_BidTimeSeries.mRID', identifier),
  maybe('bid_Original_MarketDocument.tendering_MarketParticipant.mRID', eic, { attributes: codingScheme }),
  one('auction.mRID', code('auction', ['FCR_CAPACITY_MARKET'])),
  one('businessType', code('business-type', ['C26', 'C27'])),
  one('acquiring_Domain.mRID', finland, { attributes: codingScheme }),
  one('connecting_Domain.mRID', finland, { attributes: codingScheme }),
  maybe('marketAgreement.type', code('agreement', ['A01'])),
  maybe('marketAgreement.mRID', identifier),
  maybe('marketAgreement.createdDateTime', second),
  one('quantity_Measurement_Unit.name', code('quantity-unit', ['MAW'])),
  one('currency_Unit.name', code('currency', ['EUR'])),
  maybe('price_Measurement_Unit.name', code('price-unit', ['MAW'])),
  maybe('energy_Measurement_Unit.name', code('energy-unit', ['MWH'])),
  maybe('registeredResource.mRID', identifier, { attributes: anyCodingScheme }),
  one('flowDirection.direction', code('direction', ['A01', 'A02', 'A03'])),
  maybe('minimumActivation_Quantity.quantity', decimal),
  maybe('stepIncrement_Quantity.quantity', decimal),
  maybe('orderNumber_AttributeInstanceComponent.position', position),
  maybe('activation_ConstraintDuration.duration', duration),
  maybe('resting_ConstraintDuration.duration', duration),
  maybe('minimum_ConstraintDuration.duration', duration),
  maybe('maximum_ConstraintDuration.duration', duration),
  maybe('curveType', code('curve', ['A01', 'A02', 'A03', 'A04', 'A05'])),
  one('Period', [one('timeInterval', interval), one('resolution', hourly), one('Point', POINT)]),
  several('Reason', reason(code('award-reason', ['A73', 'A72', 'B09', BID_NAME_REASON]))),
];

/**
 * ReserveAllocationResult_MarketDocument 6.4 as the TSO sends it per bid. What the schema allows beyond the TSO's table is
 * taken: a result is not refused for saying more. The table and the sample differ in the roles; both are taken.
 */
export const ALLOCATION_RESULT_FORM: readonly ElementRule[] = [
  one('mRID', documentIdentifier()),
  one('revisionNumber', REVISION),
  one('type', code('document-type', [RESULT_TYPE])),
  maybe('process.processType', code('process', [RESULT_PROCESS])),
  one('sender_MarketParticipant.mRID', fingrid, { attributes: codingScheme }),
  one(
    'sender_MarketParticipant.marketRole.type',
    code('sender-role', [ROLE.marketOperator, ROLE.systemOperator, ROLE.reserveAllocator]),
  ),
  one('receiver_MarketParticipant.mRID', eic, { attributes: codingScheme }),
  one(
    'receiver_MarketParticipant.marketRole.type',
    code('receiver-role', [ROLE.marketParticipant, ROLE.balancingServiceProvider, ROLE.resourceProvider]),
  ),
  one('createdDateTime', second),
  one('reserveBid_Period.timeInterval', interval),
  one('domain.mRID', finland, { attributes: codingScheme }),
  any('TimeSeries', SERIES, { isSeries: true }),
  any('Reason', reason(reasonCode)),
];
