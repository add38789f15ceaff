import { once } from 'node:events';
import { status, type handleServerStreamingCall, type ServerWritableStream } from '@grpc/grpc-js';
import * as pb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { refusal, type PeerNode } from './peer-node.js';
import type { StoredRecord } from './record-store.js';
import { fillRecorded, streamIdentifier, streamName, unavailable } from './wire.js';

type Call = ServerWritableStream<pb.ReadReq, pb.ReadResp>;
type Options = pb.ReadReq.Options;

export interface RecordFilter {
  matches(record: StoredRecord): boolean;
  /** A checkpoint after so many records, those that do not match included. */
  readonly checkpointEvery: number;
}

/** The generated filters of reads and of persistent subscriptions have the same getters. */
interface FilterMessage {
  hasStreamIdentifier(): boolean;
  getStreamIdentifier(): { getRegex(): string; getPrefixList(): string[] } | undefined;
  getEventType(): { getRegex(): string; getPrefixList(): string[] } | undefined;
  hasMax(): boolean;
  getMax(): number;
  getCheckpointintervalmultiplier(): number;
}

const DEFAULT_WINDOW = 32;

export function recordFilter(message: FilterMessage | undefined): RecordFilter {
  if (message === undefined) return { matches: () => true, checkpointEvery: Infinity };
  const byStream = message.hasStreamIdentifier();
  const expression = byStream ? message.getStreamIdentifier() : message.getEventType();
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = new RegExp(expression?.getRegex() ?? '');
  const fits = (name: string): boolean =>
    prefixes.length > 0 ? prefixes.some((prefix) => name.startsWith(prefix)) : regex.test(name);
  return {
    matches: (record) => fits(byStream ? record.stream : record.type),
    checkpointEvery: (message.hasMax() ? message.getMax() : DEFAULT_WINDOW) * message.getCheckpointintervalmultiplier(),
  };
}

/** `Streams.Read`: a stream or the whole log, either way, and catch-up subscriptions to the whole log. */
export const read =
  (node: PeerNode): handleServerStreamingCall<pb.ReadReq, pb.ReadResp> =>
  (call) => {
    const refused = refusal(node, call.metadata);
    if (refused !== null) return void call.emit('error', refused);
    const options = call.request.getOptions() as Options;
    const work = options.hasSubscription()
      ? subscribe(node, call, options)
      : options.hasStream()
        ? readStream(node, call, options)
        : readAll(node, call, options);
    work.catch((error: unknown) => call.emit('error', error));
  };

async function readStream(node: PeerNode, call: Call, options: Options): Promise<void> {
  const source = options.getStream() as pb.ReadReq.Options.StreamOptions;
  const stream = streamName(source.getStreamIdentifier());
  const visible = node.store.visible(stream);
  if (visible.length === 0 && node.store.lastRevision(stream) < 0) return void (await notFound(call, stream));
  const from = Number(source.getRevision());
  const backwards = options.getReadDirection() === pb.ReadReq.Options.ReadDirection.BACKWARDS;
  const chosen = backwards
    ? visible.filter(({ revision }) => source.hasEnd() || revision <= from).reverse()
    : visible.filter(({ revision }) => source.hasStart() || revision >= from);
  await sendAll(call, chosen.slice(0, limitOf(options)), false);
}

async function readAll(node: PeerNode, call: Call, options: Options): Promise<void> {
  const source = options.getAll() as pb.ReadReq.Options.AllOptions;
  const at = Number(source.getPosition()?.getCommitPosition() ?? 0);
  if (source.hasPosition()) checkPosition(node, at);
  const { matches } = recordFilter(options.getFilter());
  // Forwards a read begins with the record at its position, backwards with the one before it.
  const { records } = node.store;
  const backwards = options.getReadDirection() === pb.ReadReq.Options.ReadDirection.BACKWARDS;
  const limit = limitOf(options);
  const chosen: StoredRecord[] = [];
  const end = backwards ? -1 : records.length;
  let index = backwards
    ? (source.hasEnd() ? records.length : node.store.indexAt(at)) - 1
    : source.hasStart()
      ? 0
      : node.store.indexAt(at);
  for (; index !== end && chosen.length < limit; index += backwards ? -1 : 1) {
    const record = records[index] as StoredRecord;
    if (matches(record)) chosen.push(record);
  }
  await sendAll(call, chosen, true);
}

/** A position that no record begins at cannot be read from: the server would read in the middle of one. */
function checkPosition(node: PeerNode, at: number): void {
  if (node.store.records[node.store.indexAt(at)]?.position !== at)
    throw Object.assign(new Error(`no record begins at position ${at}`), { code: status.INVALID_ARGUMENT });
}

const limitOf = (options: Options): number => Number(options.getCount());

async function sendAll(call: Call, records: readonly StoredRecord[], withPosition: boolean): Promise<void> {
  for (const record of records) await send(call, eventResponse(record, withPosition));
  call.end();
}

async function subscribe(node: PeerNode, call: Call, options: Options): Promise<void> {
  const source = options.getAll() as pb.ReadReq.Options.AllOptions;
  const after = source.hasPosition() ? Number(source.getPosition()?.getCommitPosition()) : -1;
  if (after >= 0) checkPosition(node, after);
  const filter = recordFilter(options.getFilter());
  const cancelled = new AbortController();
  call.on('cancelled', () => cancelled.abort());
  const confirmation = new pb.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId('double');
  await send(call, new pb.ReadResp().setConfirmation(confirmation));
  let next = after < 0 ? 0 : node.store.indexAt(after) + 1;
  let sinceCheckpoint = 0;
  for (let live = false; !cancelled.signal.aborted;) {
    const record = node.store.records[next];
    if (record === undefined) {
      if (!live) await send(call, new pb.ReadResp().setCaughtUp(new pb.ReadResp.CaughtUp()));
      live = true;
      await node.store.grown(cancelled.signal);
      continue;
    }
    next += 1;
    sinceCheckpoint += 1;
    if (filter.matches(record)) {
      await send(call, eventResponse(record, true));
      if ((node.faults.breakSubscriptionsAfter -= 1) <= 0) {
        node.faults.breakSubscriptionsAfter = Infinity;
        throw unavailable();
      }
    }
    if (sinceCheckpoint >= filter.checkpointEvery) {
      sinceCheckpoint = 0;
      await send(call, checkpoint(record.position));
    }
  }
}

function checkpoint(position: number): pb.ReadResp {
  const message = new pb.ReadResp.Checkpoint();
  message.setCommitPosition(String(position));
  message.setPreparePosition(String(position));
  return new pb.ReadResp().setCheckpoint(message);
}

function eventResponse(record: StoredRecord, withPosition: boolean): pb.ReadResp {
  const event = new pb.ReadResp.ReadEvent();
  event.setEvent(fillRecorded(new pb.ReadResp.ReadEvent.RecordedEvent(), record));
  if (withPosition) event.setCommitPosition(String(record.position));
  return new pb.ReadResp().setEvent(event);
}

async function notFound(call: Call, stream: string): Promise<void> {
  const message = new pb.ReadResp.StreamNotFound();
  message.setStreamIdentifier(streamIdentifier(stream));
  await send(call, new pb.ReadResp().setStreamNotFound(message));
  call.end();
}

async function send(call: Call, response: pb.ReadResp): Promise<void> {
  if (!call.write(response) && !call.cancelled) await Promise.race([once(call, 'drain'), once(call, 'cancelled')]);
}
