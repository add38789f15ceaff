/** Why a text is not taken as XML. `line` counts from 1. */
export interface XmlRefusal {
  readonly code:
    | 'XML_TOO_LARGE'
    | 'XML_NOT_UTF8'
    | 'XML_DOCTYPE'
    | 'XML_ENTITY'
    | 'XML_TOO_DEEP'
    | 'XML_PROCESSING_INSTRUCTION'
    | 'XML_NOT_WELL_FORMED';
  readonly message: string;
  readonly line: number;
  /** What stands there. */
  readonly excerpt: string;
}

/** A document of 2 000 bids has 3.5 million characters and six levels. */
export const XML_LIMITS = { characters: 8_000_000, depth: 16, attributes: 16, nameLength: 200 } as const;

const NAME = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?';
const START = new RegExp(`<(${NAME})`, 'y');
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y');
const END_OF_START = /\s*(\/?)>/y;
const END = new RegExp(`</(${NAME})\\s*>`, 'y');
const TEXT = /[^<]+/y;
const DECLARATION =
  /^<\?xml\s+version\s*=\s*(?:"1\.[01]"|'1\.[01]')(?:\s+encoding\s*=\s*(?:"([\w.-]+)"|'([\w.-]+)'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>/;
/** Everything but the characters of XML 1.0; halves of surrogate pairs are none. */
const FORBIDDEN_CHARACTER = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const REFERENCE = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([\dA-Fa-f]{1,6}));/y;

const EXCERPT = 60;

class Refused extends Error {
  constructor(
    readonly code: XmlRefusal['code'],
    message: string,
    readonly index: number,
  ) {
    super(message);
  }
}

/**
 * Reads a text as XML without building anything, and refuses what has no place in a market document before any parser
 * sees it: document types and entities (expansion, external files), processing instructions, depth and size beyond
 * reason, and everything that is not well-formed. Null: it may be parsed.
 */
export function xmlRefusal(text: string): XmlRefusal | null {
  try {
    new Scanner(text).run();
    return null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code, message, index } = error;
    return {
      code,
      message,
      line: text.slice(0, index).split('\n').length,
      excerpt: text.slice(index, index + EXCERPT),
    };
  }
}

class Scanner {
  private at = 0;
  private readonly open: string[] = [];
  private rootSeen = false;

  constructor(private readonly text: string) {}

  run(): void {
    const { text } = this;
    if (text.length > XML_LIMITS.characters)
      throw new Refused('XML_TOO_LARGE', `the document has more than ${XML_LIMITS.characters} characters`, 0);
    const bad = FORBIDDEN_CHARACTER.exec(text);
    if (bad) throw this.malformed('a character that XML does not allow', bad.index);
    this.declaration();
    while (this.at < text.length) this.next();
    const open = this.open.at(-1);
    if (open !== undefined) throw this.malformed(`the document ends inside <${open}>`);
    if (!this.rootSeen) throw this.malformed('there is no element in it');
  }

  private declaration(): void {
    if (!/^<\?xml\s/.test(this.text)) return;
    const declaration = DECLARATION.exec(this.text);
    if (!declaration) throw this.malformed('the XML declaration can not be read');
    const encoding = declaration[1] ?? declaration[2] ?? 'UTF-8';
    if (!/^(utf-?8|us-ascii)$/i.test(encoding))
      throw new Refused('XML_NOT_UTF8', `encoding ${encoding}; market documents are UTF-8`, 0);
    this.at = declaration[0].length;
  }

  private next(): void {
    const { text, at } = this;
    if (text.charCodeAt(at) !== 60) return this.characters();
    if (text.startsWith('<!--', at)) return this.comment();
    if (text.startsWith('<![CDATA[', at)) return this.characterSection();
    if (text.startsWith('<!', at)) throw this.declared();
    if (text.startsWith('<?', at))
      throw new Refused('XML_PROCESSING_INSTRUCTION', 'a processing instruction has no place in a market document', at);
    if (text.startsWith('</', at)) return this.endTag();
    return this.startTag();
  }

  private declared(): Refused {
    const word = /^<!(\w*)/.exec(this.text.slice(this.at, this.at + 12))?.[1] ?? '';
    if (/^doctype$/i.test(word))
      return new Refused('XML_DOCTYPE', 'a document type (DOCTYPE) is refused: it may define entities', this.at);
    if (/^entity$/i.test(word)) return new Refused('XML_ENTITY', 'an entity definition is refused', this.at);
    return this.malformed(`"<!${word}" is no markup of a document`);
  }

  private comment(): void {
    const end = this.text.indexOf('--', this.at + 4);
    if (end < 0) throw this.malformed('a comment does not end');
    if (this.text.charAt(end + 2) !== '>') throw this.malformed('a comment has "--" in it', end);
    this.at = end + 3;
  }

  private characterSection(): void {
    if (this.open.length === 0) throw this.malformed('text outside the root element');
    const end = this.text.indexOf(']]>', this.at);
    if (end < 0) throw this.malformed('a CDATA section does not end');
    this.at = end + 3;
  }

  private characters(): void {
    TEXT.lastIndex = this.at;
    const run = TEXT.exec(this.text)?.[0] ?? '';
    if (this.open.length === 0 && /[^ \t\r\n]/.test(run)) throw this.malformed('text outside the root element');
    if (run.includes(']]>')) throw this.malformed('"]]>" in a text');
    this.references(this.at, this.at + run.length);
    this.at += run.length;
  }

  private references(from: number, to: number): void {
    for (let at = this.text.indexOf('&', from); at >= 0 && at < to; at = this.text.indexOf('&', at + 1)) {
      REFERENCE.lastIndex = at;
      const reference = REFERENCE.exec(this.text);
      if (!reference)
        throw new Refused('XML_ENTITY', 'an entity other than &lt; &gt; &amp; &quot; &apos; is refused', at);
      const [, , decimal, hexadecimal] = reference;
      const code = decimal === undefined ? parseInt(hexadecimal ?? '20', 16) : Number(decimal);
      if (!isXmlCharacter(code)) throw this.malformed(`${reference[0]} is no character of XML`, at);
    }
  }

  private startTag(): void {
    const start = this.at;
    START.lastIndex = start;
    const name = START.exec(this.text)?.[1];
    if (name === undefined || name.length > XML_LIMITS.nameLength) throw this.malformed('"<" begins no tag here');
    if (this.rootSeen && this.open.length === 0) throw this.malformed(`a second root element, <${name}>`);
    this.at += name.length + 1;
    this.attributesOf(name);
    END_OF_START.lastIndex = this.at;
    const end = END_OF_START.exec(this.text);
    if (!end) throw this.malformed(this.insideTag(name), this.at);
    this.at += end[0].length;
    this.rootSeen = true;
    if (end[1] === '/') return;
    this.open.push(name);
    if (this.open.length > XML_LIMITS.depth)
      throw new Refused('XML_TOO_DEEP', `elements nested deeper than ${XML_LIMITS.depth}`, start);
  }

  private attributesOf(tag: string): void {
    const names = new Set<string>();
    for (;;) {
      ATTRIBUTE.lastIndex = this.at;
      const attribute = ATTRIBUTE.exec(this.text);
      if (!attribute) return;
      const name = attribute[1] ?? '';
      if (names.has(name)) throw this.malformed(`<${tag}> has the attribute ${name} twice`);
      names.add(name);
      if (names.size > XML_LIMITS.attributes) throw this.malformed(`<${tag}> has too many attributes`);
      this.references(this.at, this.at + attribute[0].length);
      this.at += attribute[0].length;
    }
  }

  private insideTag(name: string): string {
    const rest = this.text.slice(this.at, this.at + 40).trimStart();
    return rest.startsWith('<!--')
      ? `a comment inside the start tag <${name}>`
      : `the start tag <${name}> does not end`;
  }

  private endTag(): void {
    END.lastIndex = this.at;
    const end = END.exec(this.text);
    const open = this.open.pop();
    if (!end || end[1] !== open)
      throw this.malformed(open === undefined ? 'an end tag without its start' : `<${open}> is not closed here`);
    this.at += end[0].length;
  }

  private malformed(what: string, index = this.at): Refused {
    return new Refused('XML_NOT_WELL_FORMED', `not well-formed XML: ${what}`, index);
  }
}

const isXmlCharacter = (code: number): boolean =>
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);
