import { FULLY_ACCEPTED, FULLY_REJECTED } from '../desk/verdict.js';
import { any, maybe, one, several, type ElementRule } from './grammar.js';
import { ROLE } from './parties.js';
import {
  code,
  codingScheme,
  documentIdentifier,
  eic,
  identifier,
  interval,
  reason,
  reasonCode,
  reasonText,
  second,
} from './text-rules.js';

const ROLES = [ROLE.balancingServiceProvider, ROLE.resourceProvider, ROLE.reserveAllocator, ROLE.systemOperator];

/** Periods in error: part of the schema; the reasons that count stand beside them. */
const IN_ERROR: ElementRule = any('InError_Period', [
  one('timeInterval', interval),
  several('Reason', reason(reasonCode)),
]);

/** Acknowledgement_MarketDocument 8.1, in both directions. Documents of this market are bids (A24), plans (A26) and results (A38). */
export const ACKNOWLEDGEMENT_FORM: readonly ElementRule[] = [
  one('mRID', documentIdentifier()),
  one('createdDateTime', second),
  one('sender_MarketParticipant.mRID', eic, { attributes: codingScheme }),
  one('sender_MarketParticipant.marketRole.type', code('sender-role', ROLES)),
  one('receiver_MarketParticipant.mRID', eic, { attributes: codingScheme }),
  maybe('receiver_MarketParticipant.marketRole.type', code('receiver-role', ROLES)),
  one('received_MarketDocument.mRID', identifier),
  maybe('received_MarketDocument.revisionNumber', code('revision', ['1'])),
  maybe('received_MarketDocument.type', code('document-type', ['A24', 'A26', 'A38'])),
  maybe('received_MarketDocument.process.processType', code('process', ['A28', 'A52'])),
  maybe('received_MarketDocument.title', reasonTextUpTo(150)),
  maybe('received_MarketDocument.createdDateTime', second),
  any(
    'Rejected_TimeSeries',
    [one('mRID', identifier), maybe('version', code('revision', ['1'])), IN_ERROR, any('Reason', reason(reasonCode))],
    { isSeries: true },
  ),
  several('Reason', reason(code('acknowledgement-code', [FULLY_ACCEPTED, FULLY_REJECTED]))),
  IN_ERROR,
];

function reasonTextUpTo(characters: number) {
  return {
    ...reasonText,
    allows: `at most ${characters} characters`,
    test: (text: string) => text.length <= characters,
  };
}
