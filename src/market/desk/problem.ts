/** One thing wrong (or worth knowing) in a document. */
export interface Problem {
  /** Where: names from the root, a number where there are several of a name: `/A/B[2]/C`, an attribute as `/A/@b`. */
  readonly path: string;
  /** What stands there; null where nothing does. */
  readonly value: string | null;
  /** The rule's name, stable. */
  readonly rule: string;
  /** What is wrong and what would be right. */
  readonly message: string;
  /** The TSO's own words, where it has published them. */
  readonly text: string | null;
  /** The series (bid) at fault; null: the document. */
  readonly seriesMrid: string | null;
  /** Whether the TSO would refuse the document for it. */
  readonly weight: 'refused' | 'noted';
}

export const isRefused = ({ weight }: Problem): boolean => weight === 'refused';

/** For a person: where, what, and the TSO's words. */
export function problemText({ path, value, rule, message, text }: Problem): string {
  const found = value === null ? '' : ` = "${value.length > 80 ? `${value.slice(0, 79)}…` : value}"`;
  return `${path}${found}: ${message} [${rule}]${text === null ? '' : ` TSO: "${text}"`}`;
}
