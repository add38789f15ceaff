import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { TOPICS_IN, TOPICS_OUT } from '../../src/bus.js';
import { PUBLIC_EVENT_TYPES, publicEvents } from '../../src/engine/index.js';
import type { Recorded } from '../../src/kernel/index.js';
import { SETTLEMENT_COLUMNS } from '../../src/settlement/index.js';
import { ASYNCAPI_FILE, asyncApiDocument, asyncApiText, contractFaults } from '../support/bus-contract.js';

const document = asyncApiDocument();
const channels = Object.values(document.channels);
const sampleOf = (type: string): Recorded =>
  JSON.parse(readFileSync(`contracts/events/samples/${type}.v1.json`, 'utf8')) as Recorded;
const addressesOf = (action: string): string[] =>
  Object.values(document.operations)
    .filter((operation) => operation.action === action)
    .map(({ channel }) => channel.address)
    .sort();

describe(ASYNCAPI_FILE, () => {
  it('is an AsyncAPI document by the specification’s own schema', () => {
    const file = createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0.json');
    const schema = JSON.parse(readFileSync(file, 'utf8')) as object;
    // It brings the schema of schemas along.
    const validate = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false }).compile(
      schema,
    );
    validate(parse(asyncApiText()));
    expect(validate.errors).toBeNull();
  });

  it('names every topic, in the direction that the program uses it', () => {
    expect(addressesOf('receive')).toEqual([...TOPICS_IN].sort());
    expect(addressesOf('send')).toEqual([...TOPICS_OUT, ...TOPICS_IN.map((topic) => `${topic}.dlq`)].sort());
    expect(channels).toHaveLength(10);
  });

  it('has the columns of the settlement export', () => {
    const { payload } = document.channels['settlementLines']?.messages['settlementLine'] ?? {};
    const { properties, required } = payload as { readonly properties: object; readonly required: readonly string[] };
    expect(Object.keys(properties)).toEqual([...SETTLEMENT_COLUMNS]);
    expect(required).toEqual([...SETTLEMENT_COLUMNS]);
  });

  it('has examples that fit', () => {
    const examples = channels.flatMap(({ address, messages }) =>
      Object.values(messages).flatMap(({ examples = [] }) =>
        examples.map(({ headers = {}, payload }) => ({
          topic: address,
          key: address.startsWith('grid') ? 'nordic' : 'C1',
          value: JSON.stringify(payload),
          headers: headers as Record<string, string>,
        })),
      ),
    );
    expect(examples.length).toBeGreaterThanOrEqual(4);
    expect(examples.flatMap(contractFaults)).toEqual([]);
  });

  it('describes every event of the public feed, as the feed makes it', () => {
    const sent = PUBLIC_EVENT_TYPES.flatMap((type) =>
      publicEvents.messagesOf(sampleOf(type)).map(({ id, key, value, headers }) => ({
        topic: publicEvents.topic,
        key,
        value,
        headers: { ...headers, 'message-id': id, 'content-type': 'application/json' },
      })),
    );
    expect(sent).toHaveLength(PUBLIC_EVENT_TYPES.length);
    expect(sent.flatMap(contractFaults)).toEqual([]);
  });

  it('says what is wrong with a message that does not fit', () => {
    const message = { topic: 'v2g.setpoints.v1', key: 'C1', headers: {}, value: '{"chargerId":"C1","powerW":1.5}' };
    expect(contractFaults(message).join('\n')).toMatch(/message-id[^]*powerW must be integer/);
    expect(contractFaults({ ...message, topic: 'v2g.other.v1' })).toEqual(['v2g.other.v1 is no topic of the contract']);
  });
});
