import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import type { XmlElement } from './xml-element.js';
import { xmlRefusal, type XmlRefusal } from './xml-guard.js';

/** As the parser gives it: one key is the tag's name, `:@` holds its attributes; text stands in nodes of its own. */
type Node = Readonly<Record<string, unknown>>;

const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';

/** Everything stays text as it was written: a price that passes through a number is no longer the price. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: CDATA,
  ignoreDeclaration: true,
});

const builder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  format: true,
  indentBy: '  ',
  suppressEmptyNode: true,
  processEntities: false,
});

export const isXmlRefusal = (parsed: XmlElement | XmlRefusal): parsed is XmlRefusal => 'code' in parsed;

/** A document's root element, or why the text is no XML that we take. Bytes must be UTF-8. */
export function parseXml(input: string | Uint8Array): XmlElement | XmlRefusal {
  const text = typeof input === 'string' ? input : decoded(input);
  if (text === null)
    return { code: 'XML_NOT_UTF8', message: 'the bytes are not UTF-8; market documents are', line: 1, excerpt: '' };
  const unmarked = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const refusal = xmlRefusal(unmarked);
  if (refusal) return refusal;
  const roots = (parser.parse(unmarked) as Node[]).filter((node) => nameOf(node) !== TEXT);
  try {
    return elementOf(roots[0] ?? {}, new Map());
  } catch (error) {
    if (!(error instanceof UndeclaredPrefix)) throw error;
    return { code: 'XML_NOT_WELL_FORMED', message: `not well-formed XML: ${error.message}`, line: 1, excerpt: '' };
  }
}

/** Prints a document with its namespace as the default one, UTF-8, two spaces a level. The same element, the same text. */
export function printXml(root: XmlElement): string {
  const declaration = { '?xml': [{ [TEXT]: '' }], [ATTRIBUTES]: { version: '1.0', encoding: 'UTF-8' } };
  const body = nodeOf(root, root.namespace === '' ? {} : { xmlns: root.namespace });
  return `${builder.build([declaration, body]).trim()}\n`;
}

class UndeclaredPrefix extends Error {}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ATTRIBUTES) ?? '';

function elementOf(node: Node, outer: ReadonlyMap<string, string>): XmlElement {
  const tag = nameOf(node);
  const written = Object.entries((node[ATTRIBUTES] ?? {}) as Record<string, string>);
  const scope = new Map(outer);
  for (const [name, value] of written)
    if (/^xmlns(:|$)/.test(name)) scope.set(name === 'xmlns' ? '' : name.slice(6), unescaped(value));
  const inside = (node[tag] ?? []) as Node[];
  const kept = written.filter(([name]) => !/^xmlns(:|$)/.test(name));
  for (const [name] of kept) namespaceOf(name, scope);
  return {
    name: tag.slice(tag.indexOf(':') + 1),
    namespace: namespaceOf(tag, scope),
    attributes: Object.fromEntries(kept.map(([name, value]) => [name, unescaped(value).replace(/[\t\n]/g, ' ')])),
    children: inside.filter((child) => ![TEXT, CDATA].includes(nameOf(child))).map((child) => elementOf(child, scope)),
    text: inside.map(textOf).join(''),
  };
}

function namespaceOf(name: string, scope: ReadonlyMap<string, string>): string {
  const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
  const namespace = scope.get(prefix);
  if (namespace === undefined && prefix !== '' && prefix !== 'xml')
    throw new UndeclaredPrefix(`the prefix ${prefix} has no namespace`);
  return namespace ?? '';
}

function textOf(node: Node): string {
  const name = nameOf(node);
  if (name === TEXT) return unescaped(String(node[TEXT]));
  return name === CDATA ? (node[CDATA] as Node[]).map((part) => String(part[TEXT])).join('') : '';
}

function nodeOf({ name, attributes, children, text }: XmlElement, declared: Record<string, string>): Node {
  const written = Object.entries({ ...declared, ...attributes }).map(([key, value]) => [key, escapedAttribute(value)]);
  const content =
    children.length > 0 ? children.map((child) => nodeOf(child, {})) : text === '' ? [] : [textNode(text)];
  return { [name]: content, ...(written.length > 0 && { [ATTRIBUTES]: Object.fromEntries(written) as object }) };
}

const textNode = (text: string): Node => ({ [TEXT]: escaped(text) });

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replace(/&(?:#x([\dA-Fa-f]+)|#(\d+)|(\w+));/g, (_, hex?: string, decimal?: string, name?: string) =>
    name === undefined
      ? String.fromCodePoint(hex === undefined ? Number(decimal) : parseInt(hex, 16))
      : (NAMED[name] ?? ''),
  );

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r/g, '&#13;');

const escapedAttribute = (text: string): string =>
  escaped(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;');
