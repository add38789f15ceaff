import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { TELEMETRY_SCHEMAS } from '../../src/fleet/telemetry-schema.adapter.js';
import { parseNdjson } from '../../src/platform/http/ndjson.js';
import { fleetRoom } from '../support/fleet-room.js';
import { PLUG_IN } from '../support/fleet.js';

const contracts = join(dirname(fileURLToPath(import.meta.url)), '../../contracts/telemetry');
const text = (name: string): string => readFileSync(join(contracts, name), 'utf8');

describe('the contract of telemetry messages', () => {
  it.each(Object.entries(TELEMETRY_SCHEMAS))('describes %s as the code takes it', (type, schema) => {
    expect(JSON.parse(text(`${type}.schema.json`))).toEqual(schema);
  });
  it('has a sample of each message, and they are taken', async () => {
    const samples = parseNdjson(text('samples.ndjson')) as { readonly type: string }[];
    expect(samples.map(({ type }) => type)).toEqual(Object.keys(TELEMETRY_SCHEMAS));
    expect(await fleetRoom().intake.accept(samples, PLUG_IN)).toEqual({ accepted: 4, rejected: [] });
  });
});
