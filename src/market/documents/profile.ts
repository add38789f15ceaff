import type { EpochMs } from '../../kernel/index.js';
import { ACKNOWLEDGEMENT, ACKNOWLEDGEMENT_NAMESPACE } from './acknowledgement.js';
import { ACKNOWLEDGEMENT_FORM } from './acknowledgement-form.js';
import { ALLOCATION_AGGREGATE, ALLOCATION_AGGREGATE_NAMESPACE } from './allocation-aggregate.js';
import { ALLOCATION_AGGREGATE_FORM } from './allocation-aggregate-form.js';
import { ALLOCATION_RESULT, ALLOCATION_RESULT_NAMESPACE } from './allocation-result.js';
import { ALLOCATION_RESULT_FORM } from './allocation-result-form.js';
import { bidDocumentProblems, type BidCheckContext } from '../desk/bid-document-checks.js';
import { statedIn } from './stated-in-xml.js';
import { refused } from '../desk/finding.js';
import { structureProblems, type ElementRule } from './grammar.js';
import type { MarketDocumentKind } from './market-document.js';
import type { Problem } from '../desk/problem.js';
import { RESERVE_BID, RESERVE_BID_NAMESPACE } from './reserve-bid.js';
import { RESERVE_BID_FORM } from './reserve-bid-form.js';
import { acknowledgementProblems, allocationAggregateProblems, allocationResultProblems } from './result-checks.js';
import { BidRegister, type TsoDesk } from '../desk/tso-desk.js';
import type { XmlElement } from './xml-element.js';

interface Profile {
  readonly namespace: string;
  readonly form: readonly ElementRule[];
  readonly contents: (root: XmlElement, context: BidCheckContext) => Problem[];
}

/** What the TSO makes of the standard, document by document. */
const PROFILES: Readonly<Record<MarketDocumentKind, Profile>> = {
  [RESERVE_BID]: {
    namespace: RESERVE_BID_NAMESPACE,
    form: RESERVE_BID_FORM,
    contents: (root, context) => bidDocumentProblems(statedIn(root), context),
  },
  [ACKNOWLEDGEMENT]: {
    namespace: ACKNOWLEDGEMENT_NAMESPACE,
    form: ACKNOWLEDGEMENT_FORM,
    contents: acknowledgementProblems,
  },
  [ALLOCATION_RESULT]: {
    namespace: ALLOCATION_RESULT_NAMESPACE,
    form: ALLOCATION_RESULT_FORM,
    contents: allocationResultProblems,
  },
  [ALLOCATION_AGGREGATE]: {
    namespace: ALLOCATION_AGGREGATE_NAMESPACE,
    form: ALLOCATION_AGGREGATE_FORM,
    contents: allocationAggregateProblems,
  },
};

export const isMarketDocumentKind = (name: string): name is MarketDocumentKind => name in PROFILES;

export interface ProfileContext {
  /** When a bid document arrives; left out: when it says that it was made. */
  readonly at?: EpochMs | null;
  /** What the TSO knows; left out: nothing. */
  readonly desk?: TsoDesk;
}

/**
 * Everything that is wrong with a document, its form first. A document without a refused problem is valid against the
 * TSO's schema too, and can be read; the rules of a bid are those of its delivery day.
 */
export function profileProblems(
  root: XmlElement,
  { at = null, desk = new BidRegister() }: ProfileContext = {},
): Problem[] {
  if (!isMarketDocumentKind(root.name))
    return [
      refused(`/${root.name}`, 'document-kind', `one of ${Object.keys(PROFILES).join(', ')}`, { value: root.name }),
    ];
  const { namespace, form, contents } = PROFILES[root.name];
  if (root.namespace !== namespace)
    return [refused(`/${root.name}`, 'namespace', `the namespace must be ${namespace}`, { value: root.namespace })];
  return [...structureProblems(root, form), ...contents(root, { at, desk })];
}
