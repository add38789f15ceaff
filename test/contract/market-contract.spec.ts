import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import { FAULT_NAMES } from '../../src/simulation/index.js';
import { EDX_TYPE, isRefused, REJECTION_TEXT } from '../../src/market/index.js';
import { CONTRACT_SAMPLES } from '../support/market-contract.js';
import { isSchemaName, MarketSchemas } from '../support/market-schemas.js';
import { describeWithShared } from '../support/shared-data.js';

const FOLDER = 'contracts/market/samples';
const page = readFileSync('contracts/market/README.md', 'utf8');
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

/** `BACKFEED_WRITE_SAMPLES=1` writes the samples anew; without it they are compared. */
if (process.env['BACKFEED_WRITE_SAMPLES'] === '1')
  for (const [file, text] of Object.entries(CONTRACT_SAMPLES)) writeFileSync(join(FOLDER, file), text);

describe('the samples of market documents', () => {
  it('are what the code prints, and no others', () => {
    expect(Object.fromEntries(readdirSync(FOLDER).map((file) => [file, read(file)]))).toEqual(CONTRACT_SAMPLES);
  });

  it('are accepted, but for the one that shows a rejection', () => {
    const rejected = Object.keys(CONTRACT_SAMPLES).filter((file) => xmlCodec.read(read(file)).problems.some(isRefused));
    expect(rejected).toEqual(['05-bids-too-large.xml']);
    expect(read('06-bids-rejected.xml')).toContain(REJECTION_TEXT.quantityMaximum);
  });

  it('stand on the page, each of them', () => {
    expect(Object.keys(CONTRACT_SAMPLES).filter((file) => !page.includes(`samples/${file}`))).toEqual([]);
  });
});

describeWithShared('the samples against the schemas', ['market', 'xsd'], (folder) => {
  it('are valid, the rejected one too: its fault is in the rules, not in the form', () => {
    const schemas = new MarketSchemas(folder);
    for (const file of Object.keys(CONTRACT_SAMPLES)) {
      const kind = /<(\w+) xmlns/.exec(read(file))?.[1] ?? '';
      if (isSchemaName(kind))
        expect({ file, errors: schemas.errorsOf(kind, read(file)) }).toEqual({ file, errors: [] });
    }
    schemas.close();
  });
});

describe('the page for integrators', () => {
  it('has every text of a rejection, every message type and every fault', () => {
    const wanted = [...Object.values(REJECTION_TEXT), ...Object.values(EDX_TYPE), ...FAULT_NAMES];
    expect(wanted.filter((text) => !page.includes(text))).toEqual([]);
  });

  it('shows no table row longer than a person reads', () => {
    expect(page.split('\n').filter((line) => line.length > 400)).toEqual([]);
  });
});
