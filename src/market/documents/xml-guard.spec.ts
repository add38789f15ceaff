import { describe, expect, it } from '@jest/globals';
import { XML_LIMITS, xmlRefusal } from './xml-guard.js';

const bomb = `<!DOCTYPE a [<!ENTITY b "${'x'.repeat(10)}"><!ENTITY c "&b;&b;">]><a>&c;</a>`;

describe('a text that is no harm', () => {
  it.each([
    '<a/>',
    '<?xml version="1.0" encoding="UTF-8"?>\n<a b="1" c=\'2\'><!-- note --><d>x &amp; &#228; &#xE4;</d></a>\n',
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?><x:a xmlns:x="urn:x"><x:b><![CDATA[<&>]]></x:b></x:a>',
    '<a>\n</a ><!-- after -->',
  ])('%s', (text) => {
    expect(xmlRefusal(text)).toBeNull();
  });
});

describe('a text that is refused', () => {
  it.each([
    ['an entity bomb', bomb, 'XML_DOCTYPE'],
    ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'XML_DOCTYPE'],
    ['an entity that nobody defined', '<a>&b;</a>', 'XML_ENTITY'],
    ['a bare definition', '<!ENTITY a "b"><a/>', 'XML_ENTITY'],
    ['a processing instruction', '<?php 1 ?><a/>', 'XML_PROCESSING_INSTRUCTION'],
    ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'XML_NOT_UTF8'],
    ['a tower', '<a>'.repeat(XML_LIMITS.depth + 1), 'XML_TOO_DEEP'],
    ['an endless text', ' '.repeat(XML_LIMITS.characters + 1), 'XML_TOO_LARGE'],
    ['a comment inside a start tag', '<a <!-- b --> ></a>', 'XML_NOT_WELL_FORMED'],
    ['a comment with two hyphens', '<a><!-- b -- c --></a>', 'XML_NOT_WELL_FORMED'],
    ['an open element', '<a><b></a>', 'XML_NOT_WELL_FORMED'],
    ['an element that nobody closes', '<a><b/>', 'XML_NOT_WELL_FORMED'],
    ['two roots', '<a/><b/>', 'XML_NOT_WELL_FORMED'],
    ['text around the root', '<a/>b', 'XML_NOT_WELL_FORMED'],
    ['nothing', '', 'XML_NOT_WELL_FORMED'],
    ['an attribute twice', '<a b="1" b="2"/>', 'XML_NOT_WELL_FORMED'],
    ['an attribute without quotes', '<a b=1/>', 'XML_NOT_WELL_FORMED'],
    ['a control character', '<a>\u0001</a>', 'XML_NOT_WELL_FORMED'],
    ['a character that is none', '<a>&#0;</a>', 'XML_NOT_WELL_FORMED'],
    ['the end of a CDATA section in a text', '<a>]]></a>', 'XML_NOT_WELL_FORMED'],
  ])('%s', (_, text, code) => {
    expect(xmlRefusal(text)?.code).toBe(code);
  });

  it('says in which line, and what stands there', () => {
    expect(xmlRefusal('<a>\n <b>\n </c>\n</a>')).toEqual({
      code: 'XML_NOT_WELL_FORMED',
      message: 'not well-formed XML: <b> is not closed here',
      line: 3,
      excerpt: '</c>\n</a>',
    });
  });

  it('is read in a time that grows with it, whatever it is made of', () => {
    const long = `<a ${'b '.repeat(200_000)}`;
    const started = performance.now();
    expect(xmlRefusal(long)?.code).toBe('XML_NOT_WELL_FORMED');
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
