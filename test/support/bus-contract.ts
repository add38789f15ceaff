import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';

export const ASYNCAPI_FILE = 'contracts/kafka/backfeed.asyncapi.yaml';

export interface SentMessage {
  readonly topic: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface AsyncApiMessage {
  readonly headers?: object;
  readonly payload: object;
  readonly bindings?: { readonly kafka: { readonly key: object } };
  readonly examples?: readonly { readonly headers?: object; readonly payload: object }[];
}

export interface AsyncApiDocument {
  readonly asyncapi: string;
  readonly channels: Readonly<
    Record<string, { readonly address: string; readonly messages: Record<string, AsyncApiMessage> }>
  >;
  readonly operations: Readonly<
    Record<string, { readonly action: string; readonly channel: { readonly address: string } }>
  >;
}

export const asyncApiText = (): string => readFileSync(ASYNCAPI_FILE, 'utf8');

/** The document with every reference replaced by what it points at, in this file or in another contract. */
export const asyncApiDocument = (): AsyncApiDocument => {
  const document = parse(asyncApiText()) as unknown;
  return resolved(document, document, ASYNCAPI_FILE) as AsyncApiDocument;
};

function resolved(value: unknown, root: unknown, file: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => resolved(item, root, file));
  if ('$ref' in value) {
    const [path = '', pointer = ''] = String(value.$ref).split('#');
    if (path === '') return resolved(target(root, pointer), root, file);
    const other = join(dirname(file), path);
    return JSON.parse(readFileSync(other, 'utf8'));
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolved(item, root, file)]));
}

/** @throws where the pointer leads to nothing. */
function target(root: unknown, pointer: string): unknown {
  const found = pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], root);
  if (found === undefined) throw new Error(`${ASYNCAPI_FILE}: #${pointer} is not there`);
  return found;
}

const ajv = new Ajv({ strict: false, allErrors: true });
const schemas = new Map<object, ValidateFunction>();

function faultsAgainst(schema: object | undefined, value: unknown, what: string): string[] {
  if (schema === undefined) return [];
  const validate = schemas.get(schema) ?? ajv.compile(schema);
  schemas.set(schema, validate);
  return validate(value) ? [] : [`${what}${ajv.errorsText(validate.errors, { dataVar: '' })}`];
}

const eventData = new Map<string, object>();

/** The schema of an event's data in `contracts/events`. */
function dataSchema(type: string, version: number): object {
  const name = `${type}.v${version}`;
  const schema =
    eventData.get(name) ??
    (JSON.parse(readFileSync(`contracts/events/${name}.json`, 'utf8')) as { properties: { data: object } }).properties
      .data;
  eventData.set(name, schema);
  return schema;
}

const document = asyncApiDocument();
const channels = new Map(Object.values(document.channels).map((channel) => [channel.address, channel]));

/** What a message that was really sent has wrong, compared with the contract; empty when all is well. */
export function contractFaults({ topic, key, value, headers }: SentMessage): string[] {
  const channel = channels.get(topic);
  if (channel === undefined) return [`${topic} is no topic of the contract`];
  const attempts = Object.values(channel.messages).map((message) => {
    const payload: unknown = topic.endsWith('.dlq') ? value : JSON.parse(value ?? 'null');
    return [
      ...faultsAgainst(message.headers, headers, `${topic} headers`),
      ...faultsAgainst(message.bindings?.kafka.key, key, `${topic} key`),
      ...faultsAgainst(message.payload, payload, `${topic} payload`),
      ...(topic === 'backfeed.events.v1' ? eventFaults(payload as PublishedEvent, headers) : []),
    ];
  });
  return attempts.find((faults) => faults.length === 0) ?? attempts[0] ?? [`${topic} has no message`];
}

interface PublishedEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: unknown;
}

const eventFaults = (event: PublishedEvent, headers: SentMessage['headers']): string[] => [
  ...faultsAgainst(dataSchema(event.type, event.schemaVersion), event.data, `${event.type} data`),
  ...(event.id === headers['message-id'] && event.type === headers['event-type']
    ? []
    : [`${event.type} ${event.id} has other headers`]),
];
