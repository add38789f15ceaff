import {
  deterministicUuid,
  type EpochMs,
  type Metadata,
  type Recorded,
  type StreamName,
} from '../../../kernel/index.js';
import type { NewEvent } from '../event-log.port.js';
import { eventRegistry } from '../event-registry.js';

/**
 * An event as KurrentDB stores it. The id is made from stream, message id and content, so that the same fact has the same
 * id whoever sends it how often, and another fact under the same message id has another, which the server then does not
 * take for a repeat. Metadata is text only: multi-stream appends refuse anything else. `$correlationId` and `$causationId`
 * are the names by which the server's own tools follow a chain of causes.
 */
export interface WireEvent {
  readonly id: string;
  readonly contentType: 'application/json';
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, string>;
}

/** What the client gives back of an event. */
export interface WireRecord {
  readonly streamId: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly position?: { readonly commit: bigint; readonly prepare: bigint } | undefined;
}

export const wireEventId = (stream: StreamName, { type, data, meta }: NewEvent): string =>
  deterministicUuid(stream, meta.messageId, type, JSON.stringify(data));

/**
 * @param event its data must be frozen or the caller's own: it is turned into text later.
 * @param recordedAt by the writer's clock. The server writes its own time as well, but its client reads that to the
 * millisecond in subscriptions and cut off to the second in reads, and a fact must be the same whichever way it comes.
 */
export function toWire(stream: StreamName, event: NewEvent, recordedAt: EpochMs): WireEvent {
  const { messageId, correlationId, causationId, actor } = event.meta;
  return {
    id: wireEventId(stream, event),
    contentType: 'application/json',
    type: event.type,
    data: event.data as Record<string, unknown>,
    metadata: {
      messageId,
      $correlationId: correlationId,
      $causationId: causationId,
      actor,
      schemaVersion: String(event.schemaVersion ?? eventRegistry.versionOf(event.type)),
      // Milliseconds of the epoch: exact for every instant that an event may carry.
      occurredAt: String(event.occurredAt),
      recordedAt: String(recordedAt),
    },
  };
}

/**
 * The event as the log's readers know it; null for one that another program wrote, which is none of ours.
 * @param prefix of all our streams on a server that is shared.
 */
export function fromWire(record: WireRecord, prefix: string): Recorded | null {
  if (!record.streamId.startsWith(prefix)) return null;
  const { messageId, $correlationId, $causationId, actor, schemaVersion, occurredAt, recordedAt } = (record.metadata ??
    {}) as Partial<WireEvent['metadata']>;
  if (messageId === undefined || schemaVersion === undefined || recordedAt === undefined) return null;
  const meta: Metadata = {
    messageId,
    correlationId: $correlationId ?? messageId,
    causationId: $causationId ?? messageId,
    actor: actor ?? 'unknown',
  };
  return eventRegistry.current({
    position: positionOf(record),
    stream: record.streamId.slice(prefix.length),
    revision: Number(record.revision),
    type: record.type,
    schemaVersion: Number(schemaVersion),
    data: record.data as object,
    meta,
    occurredAt: Number(occurredAt) as EpochMs,
    recordedAt: Number(recordedAt) as EpochMs,
  });
}

/**
 * The commit position, a count of bytes: 2^53 of them are nine petabytes.
 * @throws Error for a record written by an explicit transaction of the old TCP protocol: several events then share one
 * commit position, and a checkpoint between them could not be named by one number.
 */
export function positionOf({ position, streamId, revision }: WireRecord): number {
  if (position === undefined) throw new Error(`the event store gave event ${revision} of ${streamId} no position`);
  if (position.commit !== position.prepare)
    throw new Error(
      `event ${revision} of ${streamId} was written by an explicit transaction, which this log cannot hold`,
    );
  return Number(position.commit);
}

/** @returns the position of a checkpoint as the client takes it. */
export const wirePosition = (position: number): { commit: bigint; prepare: bigint } => ({
  commit: BigInt(position),
  prepare: BigInt(position),
});
