import { status, Metadata, type ServiceError } from '@grpc/grpc-js';
import * as shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import type { StoredRecord } from './record-store.js';

const TICKS_PER_MS = 10_000n;

export const text = (bytes: Uint8Array | string): string =>
  typeof bytes === 'string' ? Buffer.from(bytes, 'base64').toString('utf8') : Buffer.from(bytes).toString('utf8');

export const uuid = (id: string): shared.UUID => {
  const message = new shared.UUID();
  message.setString(id);
  return message;
};

export const streamIdentifier = (stream: string): shared.StreamIdentifier => {
  const message = new shared.StreamIdentifier();
  message.setStreamName(Uint8Array.from(Buffer.from(stream, 'utf8')));
  return message;
};

export const streamName = (identifier: shared.StreamIdentifier | undefined): string =>
  text(identifier?.getStreamName_asU8() ?? new Uint8Array());

/** The generated event classes of streams and of persistent subscriptions have the same setters. */
interface RecordedEventMessage {
  setId(value: shared.UUID): unknown;
  setStreamIdentifier(value: shared.StreamIdentifier): unknown;
  setStreamRevision(value: string): unknown;
  setCommitPosition(value: string): unknown;
  setPreparePosition(value: string): unknown;
  setCustomMetadata(value: Uint8Array): unknown;
  setData(value: Uint8Array): unknown;
  getMetadataMap(): { set(key: string, value: string): unknown };
}

export function fillRecorded<M extends RecordedEventMessage>(message: M, record: StoredRecord): M {
  message.setId(uuid(record.id));
  message.setStreamIdentifier(streamIdentifier(record.stream));
  message.setStreamRevision(String(record.revision));
  message.setCommitPosition(String(record.position));
  message.setPreparePosition(String(record.position));
  message.setCustomMetadata(record.metadata);
  message.setData(record.data);
  message.getMetadataMap().set('type', record.type);
  message.getMetadataMap().set('content-type', record.contentType);
  message.getMetadataMap().set('created', String(BigInt(record.createdMs) * TICKS_PER_MS));
  return message;
}

/** An error as gRPC carries it; `exception` is how the server names its own errors in the trailers. */
export function failure(code: status, message: string, trailers: Record<string, string> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(message), { code, details: message, metadata });
}

export const unavailable = (): ServiceError => failure(status.UNAVAILABLE, 'the server is not ready');
