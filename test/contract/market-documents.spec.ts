import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { documentElement, isRefused } from '../../src/market/index.js';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import { printXml } from '../../src/market/documents/xml.adapter.js';
import {
  acknowledgementDocument,
  allocationAggregateDocument,
  allocationResultDocument,
  marketDocument,
  reserveBidDocument,
} from '../support/market-document-arbitrary.js';
import { edited, mutated } from '../support/market-document-mutations.js';
import { isSchemaName, MarketSchemas } from '../support/market-schemas.js';
import { describeWithShared } from '../support/shared-data.js';

/** With `BACKFEED_BROKEN_DOCUMENTS=100000` the search takes minutes. */
const BROKEN_DOCUMENTS = Number(process.env['BACKFEED_BROKEN_DOCUMENTS'] ?? 900);
/** Reproducible, and a failing run prints the seed and the smallest document. */
const RUNS = { seed: 6, numRuns: 60 };

describe('a market document', () => {
  it.each([
    ['bids', reserveBidDocument],
    ['an acknowledgement', acknowledgementDocument],
    ['a result per bid', allocationResultDocument],
    ['a day aggregate', allocationAggregateDocument],
  ])('of %s reads back as it was printed, and prints the same each time', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (document) => {
        const xml = xmlCodec.print(document);
        const { document: back, problems } = xmlCodec.read(xml);
        expect(problems.filter(isRefused)).toEqual([]);
        expect(back).toEqual(document);
        expect(xmlCodec.print(document)).toBe(xml);
      }),
      RUNS,
    );
  });
});

describeWithShared('the profile against the schemas', ['market', 'xsd'], (folder) => {
  let schemas: MarketSchemas;
  beforeAll(() => {
    schemas = new MarketSchemas(folder);
  });
  afterAll(() => schemas.close());

  const withSchema = fc.oneof(reserveBidDocument, acknowledgementDocument, allocationResultDocument);

  it('what we print is valid', () => {
    fc.assert(
      fc.property(withSchema, (document) => {
        expect(schemas.errorsOf(document.kind, xmlCodec.print(document))).toEqual([]);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('what the profile takes, the schema takes; what only the profile refuses names its rule', () => {
    const seen = { bothTake: 0, bothRefuse: 0, profileRefuses: 0 };
    const rules = new Set<string>();
    const broken = withSchema.chain((document) =>
      fc.oneof(mutated(documentElement(document)).map(printXml), edited(xmlCodec.print(document))).map((xml) => ({
        kind: document.kind,
        xml,
      })),
    );
    fc.assert(
      fc.property(broken, ({ kind, xml }) => {
        const refusals = xmlCodec.read(xml).problems.filter(isRefused);
        const errors = isSchemaName(kind) ? schemas.errorsOf(kind, xml) : [];
        if (refusals.length === 0) expect(errors).toEqual([]);
        for (const { rule, path, message } of refusals) {
          expect(rule).toMatch(/^[a-z0-9-]+$/);
          expect(path.length * message.length).toBeGreaterThan(0);
          rules.add(rule);
        }
        if (refusals.length === 0) seen.bothTake += 1;
        else if (errors.length === 0) seen.profileRefuses += 1;
        else seen.bothRefuse += 1;
      }),
      { seed: 8, numRuns: BROKEN_DOCUMENTS },
    );
    expect(seen.bothTake).toBeGreaterThan(20);
    expect(seen.profileRefuses).toBeGreaterThan(60);
    expect(seen.bothRefuse).toBeGreaterThan(300);
    expect(rules.size).toBeGreaterThan(25);
  });

  it('a text is refused before a parser could be harmed by it', () => {
    fc.assert(
      fc.property(
        marketDocument.chain((document) => edited(xmlCodec.print(document))),
        (xml) => {
          const { document, problems } = xmlCodec.read(xml);
          expect(document === null).toBe(problems.some(isRefused));
        },
      ),
      RUNS,
    );
  });
});
