import type { Acknowledgement } from '../bid.js';
import { isRefused, type Problem } from './problem.js';

/** Reason codes of an acknowledgement: the whole document, and one series of it. */
export const FULLY_ACCEPTED = 'A01';
export const FULLY_REJECTED = 'A02';
/** "Error not specifically identified": every erroneous series is listed under it, with a text. */
export const SERIES_IN_ERROR = '999';

export interface DocumentReason {
  readonly code: string;
  readonly text: string | null;
}

/** What an acknowledgement says, without its address. */
export interface Verdict {
  /** A01, or one A02 or more; never both. */
  readonly reasons: readonly DocumentReason[];
  /** The series at fault; none in an acknowledgement that accepts. */
  readonly rejectedSeries: readonly { readonly mrid: string; readonly reasons: readonly DocumentReason[] }[];
}

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

export const accepts = ({ reasons }: Pick<Verdict, 'reasons'>): boolean =>
  reasons.every(({ code }) => code === FULLY_ACCEPTED);

/** A verdict as the engine hears it: reasons in one list, document level first; none where all is accepted. */
export function answerOf(verdict: Verdict): Pick<Acknowledgement, 'accepted' | 'reasons'> {
  const accepted = accepts(verdict);
  const ofDocument = accepted ? [] : verdict.reasons.map(({ code, text }) => ({ bidId: null, code, text: text ?? '' }));
  const ofSeries = verdict.rejectedSeries.flatMap(({ mrid, reasons }) =>
    reasons.map(({ code, text }) => ({ bidId: mrid, code, text: text ?? '' })),
  );
  return { accepted, reasons: [...ofDocument, ...ofSeries] };
}
