import fc from 'fast-check';
import type { XmlElement } from '../../src/market/index.js';

/** Texts that some field takes and others must not. */
const TEXTS = [
  '',
  ' ',
  'A01',
  'A02',
  'A03',
  'A24',
  'A38',
  'A46',
  'A52',
  'A95',
  'A99',
  'B09',
  'C26',
  'C27',
  'C99',
  'Z02',
  'Z06',
  'MAW',
  'KWT',
  'EUR',
  'USD',
  '0',
  '00',
  '0.1',
  '5.0',
  '5.1',
  '10.1',
  '0.15',
  '1.25',
  '12.345',
  '-1',
  '-0',
  '1e5',
  '+5',
  '.5',
  '5.',
  '5,1',
  'NaN',
  '1',
  '2',
  '999999',
  '1000000',
  '123456789012345678',
  'PT60M',
  'PT1H',
  'PT15M',
  'P1D',
  'no duration',
  '10X1001A1001A264',
  '10YFI-1--------U',
  '44X-00000000001H',
  '44X-00000000001K',
  '44X-00000000001HX',
  'NA',
  '2026-02-30T00:00:00Z',
  '2026-01-12T10:00:00Z',
  '2026-01-12T10:00Z',
  '2026-01-12T10:00:00+02:00',
  '2024-02-29T00:00Z',
  '2026-01-12T10:00:00.5Z',
  '1926-01-12T10:00Z',
  '2026-01-12T24:00Z',
  'x'.repeat(61),
  'x'.repeat(101),
  'ä'.repeat(60),
  'x'.repeat(513),
  'bid/1',
  'bid 1',
  '<&>',
  '\n',
  '11',
  '3',
];
const NAMES = [
  'mRID',
  'status',
  'Point',
  'Reason',
  'priority',
  'type',
  'text',
  'unknown',
  'exclusiveBidsIdentification',
];

type Change = (node: XmlElement) => XmlElement;

const withChildren = (node: XmlElement, children: readonly XmlElement[]): XmlElement => ({ ...node, children });
const replaced = (node: XmlElement, index: number, child: readonly XmlElement[]): XmlElement =>
  withChildren(node, node.children.toSpliced(index, 1, ...child));

/** One change at one element, chosen anywhere in the tree. */
const change = (node: XmlElement): fc.Arbitrary<Change> => {
  const index = fc.nat(Math.max(0, node.children.length - 1));
  const anywhere: fc.Arbitrary<Change>[] = [
    fc.constantFrom(...TEXTS).map((text) => (each: XmlElement) => ({ ...each, text })),
    fc
      .tuple(fc.constantFrom('codingScheme', 'v', 'x'), fc.constantFrom(...TEXTS))
      .map(([key, value]) => (each) => ({ ...each, attributes: { ...each.attributes, [key]: value } })),
    fc.constant((each) => ({ ...each, attributes: {} })),
    fc.constantFrom(...NAMES).map((name) => (each) => ({ ...each, name })),
    fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...TEXTS), fc.nat(node.children.length)).map(
      ([name, text, at]) =>
        (each) =>
          withChildren(each, each.children.toSpliced(at, 0, { ...each, name, text, attributes: {}, children: [] })),
    ),
  ];
  if (node.children.length === 0) return fc.oneof(...anywhere);
  return fc.oneof(
    ...anywhere,
    index.map((at) => (each: XmlElement) => replaced(each, at, [])),
    index.map((at) => (each: XmlElement) => {
      const child = each.children[at];
      return child ? replaced(each, at, [child, child]) : each;
    }),
    index.map((at) => (each: XmlElement) => {
      const [one, other] = [each.children[at], each.children[at + 1]];
      return one && other ? withChildren(each, each.children.toSpliced(at, 2, other, one)) : each;
    }),
  );
};

/** A document with one thing changed: at the root, or further down. */
export const mutated = (node: XmlElement): fc.Arbitrary<XmlElement> => {
  const here = change(node).map((apply) => apply(node));
  if (node.children.length === 0) return here;
  const below = fc.nat(node.children.length - 1).chain((index) => {
    const child = node.children[index];
    return child ? mutated(child).map((next) => replaced(node, index, [next])) : here;
  });
  return fc.oneof({ weight: 1, arbitrary: here }, { weight: 4, arbitrary: below });
};

/** What a hand, a network or an attacker does to a text. */
const EDITS: readonly ((xml: string, at: number) => string)[] = [
  (xml) => xml.replace('<mRID>', '<mRID <!-- id -->>'),
  (xml) => xml.replace('<type>', '<type <!-- kind --> >'),
  (xml) => xml.replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>'),
  (xml, at) => xml.slice(0, at),
  (xml, at) => `${xml.slice(0, at)}${xml.slice(at + 1)}`,
  (xml, at) => `${xml.slice(0, at)}&${xml.slice(at)}`,
  (xml, at) => `${xml.slice(0, at)}&amp;${xml.slice(at)}`,
  (xml, at) => `${xml.slice(0, at)}<${xml.slice(at)}`,
  (xml, at) => `${xml.slice(0, at)}>${xml.slice(at)}`,
  (xml, at) => `${xml.slice(0, at)}<!-- note -->${xml.slice(at)}`,
  (xml, at) => `${xml.slice(0, at)}<![CDATA[x]]>${xml.slice(at)}`,
  (xml, at) => `${xml.slice(0, at)}&#65;${xml.slice(at)}`,
  (xml, at) => `${xml.slice(0, at)}\u0001${xml.slice(at)}`,
  (xml, at) => `${xml.slice(0, at)} ${xml.slice(at)}`,
  (xml, at) => `${xml.slice(0, at)}"${xml.slice(at)}`,
  (xml) => `${xml}<again/>`,
  (xml) => xml.replaceAll('<Period>', '<p:Period xmlns:p="urn:other">').replaceAll('</Period>', '</p:Period>'),
  (xml) => xml.replace(/xmlns="[^"]*"/, 'xmlns="urn:other"'),
  (xml) => xml.replace(/:7:4"/, ':7:1"'),
  (xml) => xml.replace('UTF-8', 'ISO-8859-1'),
  (xml) => xml.replace(/codingScheme="A01"/, 'codingScheme="A01" codingScheme="A01"'),
];

export const edited = (xml: string): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...EDITS), fc.nat(xml.length)).map(([edit, at]) => edit(xml, at));
