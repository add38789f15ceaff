import type { Problem } from './problem.js';

type Found = Partial<Pick<Problem, 'value' | 'text' | 'seriesMrid'>>;

/** A problem for which the document is refused. */
export const refused = (path: string, rule: string, message: string, found: Found = {}): Problem => ({
  path,
  rule,
  message,
  value: null,
  text: null,
  seriesMrid: null,
  ...found,
  weight: 'refused',
});

/** Something worth knowing; the document is taken all the same. */
export const noted = (path: string, rule: string, message: string, found: Found = {}): Problem => ({
  ...refused(path, rule, message, found),
  weight: 'noted',
});
