import {
  deliveryDayOf,
  epochMs,
  InputError,
  MS_PER_MINUTE,
  plusDays,
  type EpochMs,
  type Interval,
} from '../../kernel/index.js';
import { bidRulesOf, FCR_N, gateClosureOf } from '../../market/index.js';
import type { TsoFaults } from '../tso-faults.js';

/** What can go wrong, by the names that people type. A share may follow: `lost-acknowledgements=0.5`. */
export const FAULT_NAMES = [
  'lost-documents',
  'lost-acknowledgements',
  'duplicates',
  'late',
  'lost-results',
  'contradictions',
  'outage-at-gate',
] as const;

type FaultName = (typeof FAULT_NAMES)[number];

const DEFAULT_SHARE = 0.1;
/** Late messages also overtake each other. */
const LATEST_MS = 10 * MS_PER_MINUTE;
/** Around each gate closure, for so many days from the start on. */
const OUTAGE_DAYS = 400;
const OUTAGE_MS = { before: 20 * MS_PER_MINUTE, after: 10 * MS_PER_MINUTE };

/** `NAME[=share],…` as faults. @throws InputError that names the part and what is allowed. */
export function faultsNamed(text: string, start: EpochMs): Partial<TsoFaults> {
  return Object.assign({}, ...text.split(',').map((part) => faultOf(part.trim(), start))) as Partial<TsoFaults>;
}

function faultOf(part: string, start: EpochMs): Partial<TsoFaults> {
  const [name = '', shareText] = part.split('=');
  const share = shareText === undefined ? DEFAULT_SHARE : shareText.trim() === '' ? NaN : Number(shareText);
  if (!(share >= 0 && share <= 1)) throw new InputError(`--faults ${part}: the share must be a number from 0 to 1`);
  switch (name as FaultName) {
    case 'lost-documents':
      return { lostDocumentShare: share };
    case 'lost-acknowledgements':
      return { lostAcknowledgementShare: share };
    case 'duplicates':
      return { duplicatedShare: share };
    case 'late':
      return { lateShare: share, latestMs: LATEST_MS };
    case 'lost-results':
      return { lostResultShare: share };
    case 'contradictions':
      return { contradictoryShare: share };
    case 'outage-at-gate':
      return { outages: outagesAtGates(start) };
    default:
      throw new InputError(`--faults ${part}: must be one of ${FAULT_NAMES.join(', ')}`);
  }
}

function outagesAtGates(start: EpochMs): Interval[] {
  const first = deliveryDayOf(start);
  return Array.from({ length: OUTAGE_DAYS }, (_, index) => {
    const day = plusDays(first, index);
    const gate = gateClosureOf(day, bidRulesOf(FCR_N, start));
    return { start: epochMs(gate - OUTAGE_MS.before), end: epochMs(gate + OUTAGE_MS.after) };
  });
}
