import { isRefused, type Problem } from './problem.js';
import {
  FULLY_ACCEPTED,
  FULLY_REJECTED,
  SERIES_IN_ERROR,
  type AcknowledgementDocument,
  type DocumentReason,
} from './acknowledgement.js';

/** The verdict of an acknowledgement, without its address. */
export type Verdict = Pick<AcknowledgementDocument, 'reasons' | 'rejectedSeries'>;

const LONGEST_REASON = 512;

/**
 * What a document is answered: accepted whole, or rejected whole with each erroneous series listed under 999. Where the
 * TSO has published no words for a rule, ours stand.
 */
export function verdictOn(problems: readonly Problem[]): Verdict {
  const refusals = problems.filter(isRefused);
  if (refusals.length === 0) return { reasons: [{ code: FULLY_ACCEPTED, text: null }], rejectedSeries: [] };
  const ofDocument = textsOf(refusals.filter(({ seriesMrid }) => seriesMrid === null));
  const series = [...new Set(refusals.flatMap(({ seriesMrid }) => seriesMrid ?? []))];
  return {
    reasons: (ofDocument.length > 0 ? ofDocument : [null]).map((text) => ({ code: FULLY_REJECTED, text })),
    rejectedSeries: series.map((mrid) => ({
      mrid: mrid.slice(0, 60),
      reasons: textsOf(refusals.filter(({ seriesMrid }) => seriesMrid === mrid)).map((text): DocumentReason => ({
        code: SERIES_IN_ERROR,
        text,
      })),
    })),
  };
}

const textsOf = (problems: readonly Problem[]): string[] => [
  ...new Set(problems.map(({ text, path, message }) => (text ?? `${path}: ${message}`).slice(0, LONGEST_REASON))),
];
