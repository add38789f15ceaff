import { setTimeout as delay } from 'node:timers/promises';
import { type handleBidiStreamingCall, type handleClientStreamingCall } from '@grpc/grpc-js';
import * as pb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import * as shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import * as code from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/code_pb.js';
import * as statusPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import { refusal, type PeerNode } from './peer-node.js';
import { RevisionConflict, type Expected, type Proposed, type Written } from './record-store.js';
import { streamName, unavailable } from './wire.js';

interface ProposedMessage {
  getId(): shared.UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}

export const proposed = (message: ProposedMessage): Proposed => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

/** `Streams.BatchAppend`: many appends over one call, each answered by its correlation id. */
export const batchAppend =
  (node: PeerNode): handleBidiStreamingCall<pb.BatchAppendReq, pb.BatchAppendResp> =>
  (call) => {
    const refused = refusal(node, call.metadata);
    if (refused !== null) return void call.emit('error', refused);
    const open = new Map<string, { options: pb.BatchAppendReq.Options; records: Proposed[] }>();
    let order = Promise.resolve();
    call.on('data', (request: pb.BatchAppendReq) => {
      const id = request.getCorrelationId()?.getString() ?? '';
      const batch = open.get(id) ?? { options: request.getOptions() as pb.BatchAppendReq.Options, records: [] };
      open.set(id, batch);
      batch.records.push(...request.getProposedMessagesList().map(proposed));
      if (!request.getIsFinal()) return;
      open.delete(id);
      order = order.then(() => answerBatch(request, batch.options, batch.records));
    });
    call.on('end', () => void order.then(() => call.end()));
    call.on('error', () => undefined);

    async function answerBatch(
      request: pb.BatchAppendReq,
      options: pb.BatchAppendReq.Options,
      records: readonly Proposed[],
    ): Promise<void> {
      await delay(node.faults.appendDelayMs);
      const stream = streamName(options.getStreamIdentifier());
      const response = new pb.BatchAppendResp();
      response.setCorrelationId(request.getCorrelationId());
      response.setStreamIdentifier(options.getStreamIdentifier());
      try {
        const written = node.store.append({ stream, expected: batchExpected(options), records });
        if (node.faults.take('dropAnswers')) return void call.emit('error', unavailable());
        if (node.faults.take('swallowAnswers')) return;
        response.setSuccess(batchSuccess(written));
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
        response.setError(conflictStatus(error));
      }
      call.write(response);
    }
  };

function batchExpected(options: pb.BatchAppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasAny()) return 'any';
  return options.hasStreamExists() ? 'stream-exists' : Number(options.getStreamPosition());
}

function batchSuccess({ revision, position }: Written): pb.BatchAppendResp.Success {
  const success = new pb.BatchAppendResp.Success();
  success.setCurrentRevision(String(revision));
  const at = new shared.AllStreamPosition();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  success.setPosition(at);
  return success;
}

function conflictStatus({ actual, expected }: RevisionConflict): statusPb.Status {
  const details = new shared.WrongExpectedVersion();
  if (actual < 0) details.setCurrentNoStream(new emptyPb.Empty());
  else details.setCurrentStreamRevision(String(actual));
  if (typeof expected === 'number') details.setExpectedStreamPosition(String(expected));
  else if (expected === 'no-stream') details.setExpectedNoStream(new emptyPb.Empty());
  else details.setExpectedStreamExists(new emptyPb.Empty());
  const any = new anyPb.Any();
  any.pack(details.serializeBinary(), 'event_store.client.WrongExpectedVersion');
  const status = new statusPb.Status();
  status.setCode(code.Code.FAILED_PRECONDITION);
  status.setMessage('WrongExpectedVersion');
  status.setDetails(any);
  return status;
}

/** `Streams.Append`: one append a call, what old servers have and what calls with credentials of their own use. */
export const append =
  (node: PeerNode): handleClientStreamingCall<pb.AppendReq, pb.AppendResp> =>
  (call, callback) => {
    const refused = refusal(node, call.metadata);
    if (refused !== null) return callback(refused);
    let options = new pb.AppendReq.Options();
    const records: Proposed[] = [];
    call.on('data', (request: pb.AppendReq) => {
      if (request.hasOptions()) options = request.getOptions() as pb.AppendReq.Options;
      const message = request.getProposedMessage();
      if (message !== undefined) records.push(proposed(message));
    });
    call.on('end', () => void delay(node.faults.appendDelayMs).then(answer));

    function answer(): void {
      const response = new pb.AppendResp();
      try {
        const stream = streamName(options.getStreamIdentifier());
        const { revision, position } = node.store.append({ stream, expected: singleExpected(options), records });
        if (node.faults.take('dropAnswers')) return callback(unavailable());
        if (node.faults.take('swallowAnswers')) return;
        const success = new pb.AppendResp.Success();
        success.setCurrentRevision(String(revision));
        const at = new pb.AppendResp.Position();
        at.setCommitPosition(String(position));
        at.setPreparePosition(String(position));
        success.setPosition(at);
        response.setSuccess(success);
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
        const conflict = new pb.AppendResp.WrongExpectedVersion();
        if (error.actual < 0) conflict.setCurrentNoStream(new shared.Empty());
        else conflict.setCurrentRevision(String(error.actual));
        if (typeof error.expected === 'number') conflict.setExpectedRevision(String(error.expected));
        else conflict.setExpectedNoStream(new shared.Empty());
        response.setWrongExpectedVersion(conflict);
      }
      callback(null, response);
    }
  };

function singleExpected(options: pb.AppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasAny()) return 'any';
  return options.hasStreamExists() ? 'stream-exists' : Number(options.getRevision());
}
