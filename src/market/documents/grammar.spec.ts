import { describe, expect, it } from '@jest/globals';
import { any, maybe, one, several, structureProblems, type TextRule } from './grammar.js';
import { document, element, type Content, type XmlElement } from './xml-element.js';

const digit: TextRule = { rule: 'digit', allows: 'a digit', test: (text) => /^\d$/.test(text), text: 'Digit!' };
const FORM = [
  one('id', digit, { text: 'Id required' }),
  maybe('name', digit),
  maybe('old', digit, { unused: true }),
  any('Line', [one('mRID', digit), one('value', [], { attributes: { v: digit } })], { isSeries: true }),
  several('Reason', [one('code', digit)]),
];
const reason = element('Reason', [element('code', '1')]);
const line = (mrid: string, v = '1'): XmlElement =>
  element('Line', [element('mRID', mrid), element('value', [], { v })]);
const problemsOf = (content: Content, attributes = {}) =>
  structureProblems({ ...document('Doc', 'urn:x', content), attributes }, FORM);
const found = (content: Content, attributes = {}) =>
  problemsOf(content, attributes).map(({ path, rule, value }) => [path, rule, value]);
const ID = element('id', '1');

describe('the form of a document', () => {
  it('is kept', () => {
    expect(found([ID, element('name', '2'), line('1'), line('2'), reason, reason])).toEqual([]);
  });

  it('misses what must be there, with the TSO’s words', () => {
    expect(problemsOf([reason])).toEqual([
      expect.objectContaining({ path: '/Doc/id', rule: 'required', value: null, text: 'Id required' }),
    ]);
    expect(found([ID])).toEqual([['/Doc/Reason', 'required', null]]);
  });

  it('names a wrong text, its rule and its series', () => {
    expect(problemsOf([ID, line('1'), line('2', 'x'), reason])[0]).toMatchObject({
      path: '/Doc/Line[2]/value/@v',
      value: 'x',
      rule: 'digit',
      message: 'must be a digit',
      text: 'Digit!',
      seriesMrid: '2',
    });
  });

  it.each<[string, Content, readonly (string | null)[]]>([
    ['an unknown element', [ID, element('more', 'x'), reason], ['/Doc/more', 'unknown-element', 'x']],
    ['elements out of order', [element('name', '2'), ID, reason], ['/Doc/id', 'order', null]],
    ['one too many', [ID, ID, reason], ['/Doc/id', 'repeated', null]],
    [
      'a missing attribute',
      [ID, element('Line', [element('mRID', '1'), element('value', [])]), reason],
      ['/Doc/Line[1]/value/@v', 'required', null],
    ],
    ['an attribute too many', [element('id', '1', { x: 'y' }), reason], ['/Doc/id/@x', 'unknown-attribute', 'y']],
    ['elements where text stands', [element('id', [ID]), reason], ['/Doc/id', 'text-only', null]],
  ])('names %s', (_, content, expected) => {
    expect(found(content)).toEqual([expected]);
  });

  it('names text between elements, and another namespace', () => {
    expect(structureProblems({ ...document('Doc', 'urn:x', [ID, reason]), text: 'x' }, FORM)[0]?.rule).toBe(
      'element-only',
    );
    const foreign = document('Doc', 'urn:x', [ID, reason]);
    const mixed = { ...foreign, children: foreign.children.map((child) => ({ ...child, namespace: 'urn:y' })) };
    expect(structureProblems(mixed, FORM).map(({ rule }) => rule)).toEqual([
      'unknown-element',
      'unknown-element',
      'required',
      'required',
    ]);
  });

  it('notes what the market does not use, and lets a root say where its schema is', () => {
    expect(problemsOf([ID, element('old', '1'), reason], { 'xsi:schemaLocation': 'x' })).toEqual([
      expect.objectContaining({ rule: 'unused', weight: 'noted' }),
    ]);
    expect(found([ID, reason], { ArchiveFilePath: 'x' })).toEqual([
      ['/Doc/@ArchiveFilePath', 'unknown-attribute', 'x'],
    ]);
  });
});
