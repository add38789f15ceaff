/** Text that is HTML or SVG already and must not be escaped again. */
export class Markup {
  constructor(readonly text: string) {}
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

type Value = Markup | string | number | null | readonly Value[];

function printed(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (value === null) return '';
  return typeof value === 'object' ? value.map(printed).join('') : escaped(String(value));
}

/** Template tag: every value is escaped unless it is markup itself; lists are joined, null prints nothing. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(parts.reduce((text, part, index) => text + printed(values[index - 1] ?? null) + part));
}
