import type { DocumentCodec, ReadDocument } from './document-codec.port.js';
import { refused } from '../desk/finding.js';
import { documentElement, documentOf } from './market-document.js';
import { isRefused, type Problem } from '../desk/problem.js';
import { profileProblems, type ProfileContext } from './profile.js';
import type { XmlRefusal } from './xml-guard.js';
import { isXmlRefusal, parseXml, printXml } from './xml.adapter.js';

/** The documents of the market as XML. */
export const xmlCodec: DocumentCodec = {
  print: (document) => printXml(documentElement(document)),
  read(xml: string | Uint8Array, context: ProfileContext = {}): ReadDocument {
    const root = parseXml(xml);
    if (isXmlRefusal(root)) return { document: null, problems: [xmlProblem(root)] };
    const problems = profileProblems(root, context);
    return { document: problems.some(isRefused) ? null : documentOf(root), problems };
  },
};

const xmlProblem = ({ code, message, line, excerpt }: XmlRefusal): Problem =>
  refused(`line ${line}`, code.toLowerCase().replaceAll('_', '-'), message, { value: excerpt });
