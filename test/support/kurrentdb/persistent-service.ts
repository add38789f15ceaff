import { status, type ServerDuplexStream } from '@grpc/grpc-js';
import type { IPersistentSubscriptionsServer } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/persistentsubscriptions_grpc_pb.js';
import * as pb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/persistentsubscriptions_pb.js';
import type * as shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import { refusal, type PeerNode } from './peer-node.js';
import { recordFilter, type RecordFilter } from './read-service.js';
import type { StoredRecord } from './record-store.js';
import { failure, fillRecorded } from './wire.js';

type Call = ServerDuplexStream<pb.ReadReq, pb.ReadResp>;

interface Delivery {
  readonly record: StoredRecord;
  readonly retries: number;
}

interface Subscriber {
  readonly call: Call;
  readonly buffer: number;
  readonly inFlight: Map<string, Delivery>;
}

/** A group of competing consumers: each event goes to one of them, and back into the queue when that one goes away. */
class Group {
  readonly #subscribers: Subscriber[] = [];
  readonly #retry: Delivery[] = [];
  readonly parked: StoredRecord[] = [];
  #next = 0;

  constructor(
    private readonly node: PeerNode,
    private readonly filter: RecordFilter,
    private readonly maxRetries: number,
  ) {
    void this.#follow();
  }

  join(call: Call, buffer: number): Subscriber {
    const subscriber = { call, buffer, inFlight: new Map<string, Delivery>() };
    this.#subscribers.push(subscriber);
    this.#pump();
    return subscriber;
  }

  leave(subscriber: Subscriber): void {
    const index = this.#subscribers.indexOf(subscriber);
    if (index < 0) return;
    this.#subscribers.splice(index, 1);
    for (const { record, retries } of subscriber.inFlight.values()) this.#retry.push({ record, retries: retries + 1 });
    this.#pump();
  }

  settle(subscriber: Subscriber, ids: readonly shared.UUID[], how: 'done' | 'park' | 'retry'): void {
    for (const id of ids) {
      const delivery = subscriber.inFlight.get(id.getString());
      if (delivery === undefined) continue;
      subscriber.inFlight.delete(id.getString());
      const retries = delivery.retries + 1;
      if (how === 'park' || (how === 'retry' && retries > this.maxRetries)) this.parked.push(delivery.record);
      else if (how === 'retry') this.#retry.push({ record: delivery.record, retries });
    }
    this.#pump();
  }

  async #follow(): Promise<void> {
    const forEver = new AbortController().signal;
    for (;;) {
      await this.node.store.grown(forEver);
      this.#pump();
    }
  }

  #pump(): void {
    for (let free = this.#mostFree(); free !== undefined; free = this.#mostFree()) {
      const delivery = this.#retry.shift() ?? this.#nextMatching();
      if (delivery === undefined) return;
      free.inFlight.set(delivery.record.id, delivery);
      free.call.write(eventResponse(delivery));
    }
  }

  #mostFree(): Subscriber | undefined {
    const free = this.#subscribers.filter(({ inFlight, buffer }) => inFlight.size < buffer);
    return free.sort((a, b) => a.inFlight.size - b.inFlight.size)[0];
  }

  #nextMatching(): Delivery | undefined {
    const { records } = this.node.store;
    for (let record = records[this.#next]; record !== undefined; record = records[this.#next]) {
      this.#next += 1;
      if (this.filter.matches(record)) return { record, retries: 0 };
    }
    return undefined;
  }
}

function eventResponse({ record, retries }: Delivery): pb.ReadResp {
  const event = new pb.ReadResp.ReadEvent();
  event.setEvent(fillRecorded(new pb.ReadResp.ReadEvent.RecordedEvent(), record));
  event.setCommitPosition(String(record.position));
  event.setRetryCount(retries);
  return new pb.ReadResp().setEvent(event);
}

const groupFailure = (exception: string, group: string): ReturnType<typeof failure> =>
  failure(status.UNKNOWN, `group ${group}: ${exception}`, { exception, 'stream-name': '$all', 'group-name': group });

/** `PersistentSubscriptions` for `$all`: create, read with acknowledgements, and how much is parked. */
export function persistentSubscriptions(node: PeerNode): IPersistentSubscriptionsServer {
  const groups = new Map<string, Group>();
  const notServed: IPersistentSubscriptionsServer['update'] = (_, callback) =>
    callback(failure(status.UNIMPLEMENTED, 'the double does not do this'));
  return {
    create(call, callback) {
      const refused = refusal(node, call.metadata);
      if (refused !== null) return callback(refused);
      const options = call.request.getOptions() as pb.CreateReq.Options;
      const name = options.getGroupName();
      if (groups.has(name)) return callback(groupFailure('persistent-subscription-exists', name));
      const filter = recordFilter(options.getAll()?.getFilter());
      groups.set(name, new Group(node, filter, options.getSettings()?.getMaxRetryCount() ?? 10));
      callback(null, new pb.CreateResp());
    },
    read(call) {
      const refused = refusal(node, call.metadata);
      if (refused !== null) return void call.emit('error', refused);
      let group: Group | undefined;
      let subscriber: Subscriber | undefined;
      call.on('data', (request: pb.ReadReq) => {
        const options = request.getOptions();
        if (options !== undefined) {
          group = groups.get(options.getGroupName());
          if (group === undefined)
            return void call.emit(
              'error',
              groupFailure('persistent-subscription-does-not-exist', options.getGroupName()),
            );
          subscriber = group.join(call, options.getBufferSize());
        }
        if (group === undefined || subscriber === undefined) return;
        if (request.hasAck()) group.settle(subscriber, request.getAck()?.getIdsList() ?? [], 'done');
        const nack = request.getNack();
        if (nack === undefined) return;
        const { PARK, RETRY } = pb.ReadReq.Nack.Action;
        const action = nack.getAction();
        group.settle(subscriber, nack.getIdsList(), action === PARK ? 'park' : action === RETRY ? 'retry' : 'done');
      });
      const leave = (): void => {
        if (subscriber !== undefined) group?.leave(subscriber);
      };
      call.on('cancelled', leave);
      call.on('end', () => {
        leave();
        call.end();
      });
      call.on('error', leave);
    },
    getInfo(call, callback) {
      const name = call.request.getOptions()?.getGroupName() ?? '';
      const info = new pb.SubscriptionInfo();
      info.setGroupName(name);
      info.setEventSource('$all');
      info.setParkedMessageCount(String(groups.get(name)?.parked.length ?? 0));
      callback(null, new pb.GetInfoResp().setSubscriptionInfo(info));
    },
    update: notServed,
    delete: notServed as never,
    replayParked: notServed as never,
    list: notServed as never,
    restartSubsystem: notServed as never,
  };
}
