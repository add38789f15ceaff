import { status, type handleClientStreamingCall, type handleUnaryCall, type ServiceError } from '@grpc/grpc-js';
import * as errors from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/errors_pb.js';
import * as pb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import * as statusPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import * as code from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/code_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import { refusal, type PeerNode } from './peer-node.js';
import { RevisionConflict, type Expected, type Proposed, type StreamWrite, type Written } from './record-store.js';
import { failure, unavailable } from './wire.js';

/** Version 2 keeps metadata as a map of values and stores it as the JSON object that version 1 reads. */
function proposed(record: pb.AppendRecord): Proposed {
  const metadata: Record<string, unknown> = {};
  record.getPropertiesMap().forEach((value, key) => (metadata[key] = value.toJavaScript()));
  return {
    id: record.getRecordId() ?? '',
    type: record.getSchema()?.getName() ?? '',
    contentType: 'application/json',
    data: record.getData_asU8(),
    metadata: Buffer.from(JSON.stringify(metadata)),
  };
}

function expected(revision: string): Expected {
  const wanted = Number(revision);
  return wanted === -2 ? 'any' : wanted === -1 ? 'no-stream' : wanted === -4 ? 'stream-exists' : wanted;
}

/** `StreamsService.AppendSession`: appends to several streams in one transaction. */
export const appendSession =
  (node: PeerNode): handleClientStreamingCall<pb.AppendRequest, pb.AppendSessionResponse> =>
  (call, callback) => {
    const refused = refusal(node, call.metadata);
    if (refused !== null) return callback(refused);
    const writes: StreamWrite[] = [];
    call.on('data', (request: pb.AppendRequest) => {
      const records = request.getRecordsList().map(proposed);
      writes.push({ stream: request.getStream(), expected: expected(request.getExpectedRevision() ?? '-2'), records });
    });
    call.on('end', () => {
      const written = transact(node, writes, callback);
      if (written === null) return;
      const response = new pb.AppendSessionResponse();
      response.setPosition(String(written.at(-1)?.position ?? -1));
      for (const [index, { revision, position }] of written.entries()) {
        const output = new pb.AppendResponse();
        output.setStream(writes[index]?.stream ?? '');
        output.setStreamRevision(String(revision));
        output.setPosition(String(position));
        response.addOutput(output);
      }
      callback(null, response);
    });
  };

/** `StreamsService.AppendRecords`: the same with checks of its own, also on streams that are not written. */
export const appendRecords =
  (node: PeerNode): handleUnaryCall<pb.AppendRecordsRequest, pb.AppendRecordsResponse> =>
  (call, callback) => {
    const refused = refusal(node, call.metadata);
    if (refused !== null) return callback(refused);
    const checks = new Map<string, Expected>();
    for (const check of call.request.getChecksList()) {
      const state = check.getStreamState();
      if (state !== undefined) checks.set(state.getStream(), expected(state.getExpectedState()));
    }
    const byStream = new Map<string, Proposed[]>();
    for (const record of call.request.getRecordsList())
      byStream.set(record.getStream(), [...(byStream.get(record.getStream()) ?? []), proposed(record)]);
    const writes = [...byStream].map(
      ([stream, records]) => ({ stream, expected: checks.get(stream) ?? 'any', records }) as const,
    );
    const written = transact(node, writes, callback);
    if (written === null) return;
    const response = new pb.AppendRecordsResponse();
    response.setPosition(String(written.at(-1)?.position ?? -1));
    for (const [index, { revision }] of written.entries()) {
      const output = new pb.StreamRevision();
      output.setStream(writes[index]?.stream ?? '');
      output.setRevision(String(revision));
      response.addRevisions(output);
    }
    callback(null, response);
  };

/** Null: the caller has been told why not, or is left without an answer. */
function transact(
  node: PeerNode,
  writes: readonly StreamWrite[],
  callback: (error: ServiceError) => void,
): Written[] | null {
  try {
    const written = node.store.transact(writes);
    if (node.faults.take('swallowAnswers')) return null;
    if (!node.faults.take('dropAnswers')) return written;
    callback(unavailable());
  } catch (error) {
    if (!(error instanceof RevisionConflict)) throw error;
    callback(conflict(error));
  }
  return null;
}

/** Version 2 tells its errors in the trailer `grpc-status-details-bin`. */
function conflict({ stream, actual, expected: wanted }: RevisionConflict): ServiceError {
  const details = new errors.StreamRevisionConflictErrorDetails();
  details.setStream(stream);
  details.setExpectedRevision(String(typeof wanted === 'number' ? wanted : -1));
  details.setActualRevision(String(actual));
  const any = new anyPb.Any();
  any.pack(details.serializeBinary(), 'kurrentdb.protocol.v2.streams.errors.StreamRevisionConflictErrorDetails');
  const wrapped = new statusPb.Status();
  wrapped.setCode(code.Code.FAILED_PRECONDITION);
  wrapped.setMessage('stream revision conflict');
  wrapped.setDetails(any);
  const error = failure(status.FAILED_PRECONDITION, 'stream revision conflict');
  error.metadata.set('grpc-status-details-bin', Buffer.from(wrapped.serializeBinary()));
  return error;
}
