import { RESULT_PROCESS, RESULT_TYPE } from './allocation-result.js';
import { any, maybe, one, several, type ElementRule, type TextRule } from './grammar.js';
import { FINLAND_EIC, ROLE } from './parties.js';
import {
  code,
  codingScheme,
  decimal,
  documentIdentifier,
  eic,
  fingrid,
  hourly,
  identifier,
  minute,
  position,
  quantity,
  second,
} from './text-rules.js';

/** ERRP writes every value as the attribute `v` of an empty element. */
const valued = (name: string, v: TextRule): ElementRule => one(name, [], { attributes: { v } });
const coded = (name: string, v: TextRule): ElementRule => one(name, [], { attributes: { v, ...codingScheme } });

const AREA = code('area', [FINLAND_EIC]);
const ENDS: TextRule = {
  rule: 'time-interval',
  allows: 'UTC start and end, YYYY-MM-DDThh:mmZ/YYYY-MM-DDThh:mmZ',
  test: (text) => text.split('/').length === 2 && text.split('/').every(minute.test),
};

const SERIES: readonly ElementRule[] = [
  valued('TimeSeriesIdentification', identifier),
  valued('ReserveBidDocumentIdentification', identifier),
  valued('ReserveBidDocumentVersion', code('revision', ['1'])),
  valued('ReserveBidIdentification', identifier),
  coded('TenderingParty', eic),
  valued('AuctionIdentification', code('auction', ['FCR'])),
  valued('BusinessType', code('business-type', ['Z03', 'Z06'])),
  coded('AcquiringArea', AREA),
  coded('ConnectingArea', AREA),
  valued('ContractType', code('agreement', ['A01'])),
  valued('ContractIdentification', identifier),
  valued('MeasureUnitQuantity', code('quantity-unit', ['MAW'])),
  valued('Currency', code('currency', ['EUR'])),
  { ...valued('MeasureUnitPrice', code('price-unit', ['MAW'])), least: 0 },
  valued('Direction', code('direction', ['A01', 'A02', 'A03'])),
  one('Period', [
    valued('TimeInterval', ENDS),
    valued('Resolution', hourly),
    several('Interval', [valued('Pos', position), valued('Qty', quantity), valued('Price', decimal)]),
  ]),
  maybe('Reason', [valued('ReasonCode', identifier), { ...valued('ReasonText', identifier), least: 0 }]),
];

/** ReserveAllocationResultDocument, ERRP 5.0, as the TSO's table and sample show it; the table and the sample differ in the roles. */
export const ALLOCATION_AGGREGATE_FORM: readonly ElementRule[] = [
  valued('DocumentIdentification', documentIdentifier()),
  valued('DocumentVersion', code('revision', ['1'])),
  valued('DocumentType', code('document-type', [RESULT_TYPE])),
  valued('ProcessType', code('process', [RESULT_PROCESS])),
  coded('SenderIdentification', fingrid),
  valued('SenderRole', code('sender-role', [ROLE.marketOperator, ROLE.systemOperator])),
  coded('ReceiverIdentification', eic),
  valued('ReceiverRole', code('receiver-role', [ROLE.marketParticipant, ROLE.balancingServiceProvider])),
  valued('CreationDateTime', second),
  valued('ReserveBidTimeInterval', ENDS),
  coded('Domain', AREA),
  any('AllocationTimeSeries', SERIES, { isSeries: true }),
];
