import type { Problem } from '../desk/problem.js';
import type { XmlElement } from './xml-element.js';

/** What a text may be: narrower than the schema's type, never wider. */
export interface TextRule {
  /** Name of the rule that a wrong text breaks. */
  readonly rule: string;
  /** What is allowed, for a person. */
  readonly allows: string;
  readonly test: (text: string) => boolean;
  /** The TSO's words for a wrong text. */
  readonly text?: string;
}

/** One element of a document's form. Children stand in the order of their rules, as in the schema's sequence. */
export interface ElementRule {
  readonly name: string;
  readonly least: 0 | 1;
  /** How many there may be in a row. */
  readonly most: number;
  readonly content: TextRule | readonly ElementRule[];
  /** Attributes it must have; others it may not. */
  readonly attributes?: Readonly<Record<string, TextRule>>;
  /** The TSO's words where it is missing or there are too many. */
  readonly text?: string;
  /** Each of these is a series: what is wrong in it is said of its mRID. */
  readonly isSeries?: boolean;
  /** Part of the schema that this market does not use: taken, and said. */
  readonly unused?: boolean;
}

type Extras = Omit<Partial<ElementRule>, 'name' | 'least' | 'most' | 'content'>;
type Inside = TextRule | readonly ElementRule[];

export const one = (name: string, content: Inside, extras: Extras = {}): ElementRule => ({
  name,
  least: 1,
  most: 1,
  content,
  ...extras,
});
export const maybe = (name: string, content: Inside, extras: Extras = {}): ElementRule => ({
  name,
  least: 0,
  most: 1,
  content,
  ...extras,
});
export const any = (name: string, content: Inside, extras: Extras = {}): ElementRule => ({
  name,
  least: 0,
  most: Infinity,
  content,
  ...extras,
});
export const several = (name: string, content: Inside, extras: Extras = {}): ElementRule => ({
  name,
  least: 1,
  most: Infinity,
  content,
  ...extras,
});

/** Attributes of XML Schema instances that a root may carry and that say nothing. */
const ROOT_ATTRIBUTES = new Set(['xsi:schemaLocation']);

interface Place {
  readonly path: string;
  readonly seriesMrid: string | null;
}

/** Everything in which a root element departs from its form: missing, unknown, repeated, out of order, wrong text. */
export function structureProblems(root: XmlElement, form: readonly ElementRule[]): Problem[] {
  const place = { path: `/${root.name}`, seriesMrid: null };
  const attributes = Object.keys(root.attributes).filter((name) => !ROOT_ATTRIBUTES.has(name));
  return [
    ...attributes.map((name) => unknownAttribute(place, name, root.attributes[name] ?? null)),
    ...childProblems(root, form, place),
  ];
}

function childProblems(node: XmlElement, rules: readonly ElementRule[], place: Place): Problem[] {
  const problems: Problem[] = [];
  if (node.text.trim() !== '')
    problems.push(problem(place, node.text.trim(), 'element-only', 'there is text where only elements stand'));
  const counts = new Map<ElementRule, number>();
  let reached = 0;
  for (const child of node.children) {
    const index = rules.findIndex(({ name }) => name === child.name);
    const rule = rules[index];
    if (!rule || child.namespace !== node.namespace) {
      problems.push(unknownElement(place, child));
      continue;
    }
    const count = (counts.get(rule) ?? 0) + 1;
    counts.set(rule, count);
    const at = placeOf(place, rule, child, count);
    if (index < reached) problems.push(outOfOrder(at, child, rules[reached]?.name ?? ''));
    reached = Math.max(reached, index);
    if (count > rule.most)
      problems.push(problem(at, null, 'repeated', `${child.name} may stand here once`, rule.text ?? null));
    else problems.push(...elementProblems(child, rule, at));
  }
  return [...problems, ...missing(rules, counts, place)];
}

const missing = (rules: readonly ElementRule[], counts: ReadonlyMap<ElementRule, number>, place: Place): Problem[] =>
  rules
    .filter((rule) => rule.least > (counts.get(rule) ?? 0))
    .map(({ name, text }) => {
      const at = { ...place, path: `${place.path}/${name}` };
      return problem(at, null, 'required', `${name} is missing`, text ?? null);
    });

function placeOf({ path, seriesMrid }: Place, rule: ElementRule, child: XmlElement, count: number): Place {
  const own = rule.isSeries ? (child.children.find(({ name }) => /^(mRID|TimeSeriesId)/.test(name)) ?? null) : null;
  return {
    path: `${path}/${rule.name}${rule.most > 1 ? `[${count}]` : ''}`,
    seriesMrid: own ? (own.attributes['v'] ?? own.text) : seriesMrid,
  };
}

function elementProblems(node: XmlElement, rule: ElementRule, place: Place): Problem[] {
  const noted = rule.unused ? [unusedElement(place, node)] : [];
  const attributes = attributeProblems(node, rule, place);
  if (!('test' in rule.content)) return [...noted, ...attributes, ...childProblems(node, rule.content, place)];
  if (node.children.length > 0)
    return [...noted, ...attributes, problem(place, null, 'text-only', `${node.name} holds text, no elements`)];
  return [...noted, ...attributes, ...textProblems(node.text, rule.content, place)];
}

function attributeProblems(node: XmlElement, { attributes = {} }: ElementRule, place: Place): Problem[] {
  const unknown = Object.keys(node.attributes).filter((name) => !(name in attributes));
  const wrong = Object.entries(attributes).flatMap(([name, rule]) => {
    const value = node.attributes[name];
    const at = { ...place, path: `${place.path}/@${name}` };
    if (value === undefined)
      return [problem(at, null, 'required', `the attribute ${name} is missing`, rule.text ?? null)];
    return textProblems(value, rule, at);
  });
  return [...unknown.map((name) => unknownAttribute(place, name, node.attributes[name] ?? null)), ...wrong];
}

const textProblems = (value: string, { rule, allows, test, text }: TextRule, place: Place): Problem[] =>
  test(value) ? [] : [problem(place, value, rule, `must be ${allows}`, text ?? null)];

const problem = (
  { path, seriesMrid }: Place,
  value: string | null,
  rule: string,
  message: string,
  text: string | null = null,
): Problem => ({ path, value, rule, message, text, seriesMrid, weight: 'refused' });

const unknownAttribute = (place: Place, name: string, value: string | null): Problem =>
  problem(
    { ...place, path: `${place.path}/@${name}` },
    value,
    'unknown-attribute',
    `the schema has no attribute ${name}`,
  );

const unknownElement = (place: Place, { name, namespace, text }: XmlElement): Problem =>
  problem(
    { ...place, path: `${place.path}/${name}` },
    text.trim() === '' ? namespace : text,
    'unknown-element',
    `${name} of the namespace "${namespace}" has no place here`,
  );

const outOfOrder = (place: Place, { name }: XmlElement, after: string): Problem =>
  problem(place, null, 'order', `${name} must stand before ${after}`);

const unusedElement = (place: Place, { name, text }: XmlElement): Problem => ({
  ...problem(place, text, 'unused', `${name} is not used in this market; the TSO does not read it`),
  weight: 'noted',
});
