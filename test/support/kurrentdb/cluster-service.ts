import type { handleUnaryCall } from '@grpc/grpc-js';
import * as features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import * as gossip from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import type * as shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import type { Endpoint } from './peer-node.js';
import { uuid } from './wire.js';

/** What a server can do beyond reading: a new one all of it, an old one no batches and no multi-stream appends. */
export type Generation = 'new' | 'no-multi-stream' | 'unary-only';

const METHODS: readonly { service: string; method: string; features: string[]; since: readonly Generation[] }[] = [
  {
    service: 'event_store.client.streams.streams',
    method: 'batchappend',
    features: ['deadline_duration'],
    since: ['new', 'no-multi-stream'],
  },
  { service: 'kurrentdb.protocol.v2.streams.streamsservice', method: 'appendsession', features: [], since: ['new'] },
  { service: 'kurrentdb.protocol.v2.streams.streamsservice', method: 'appendrecords', features: [], since: ['new'] },
  ...['create', 'update', 'delete', 'read', 'getinfo', 'list', 'replayparked'].map((method) => ({
    service: 'event_store.client.persistent_subscriptions.persistentsubscriptions',
    method,
    features: ['all', 'stream'],
    since: ['new', 'no-multi-stream', 'unary-only'] as const,
  })),
];

/** `ServerFeatures.GetSupportedMethods`: by it the client chooses how to append. */
export const supportedMethods =
  (generation: Generation): handleUnaryCall<shared.Empty, features.SupportedMethods> =>
  (_, callback) => {
    const answer = new features.SupportedMethods();
    answer.setEventStoreServerVersion(generation === 'new' ? '26.1.0' : '23.10.0');
    for (const { service, method, features: list, since } of METHODS) {
      if (!since.includes(generation)) continue;
      const supported = new features.SupportedMethod();
      supported.setServiceName(service);
      supported.setMethodName(method);
      supported.setFeaturesList(list);
      answer.addMethods(supported);
    }
    callback(null, answer);
  };

export interface Member extends Endpoint {
  readonly leads: boolean;
  readonly alive: boolean;
}

/** `Gossip.Read`: the members of the cluster, by which the client finds the leader. */
export const gossipRead =
  (members: () => readonly Member[]): handleUnaryCall<shared.Empty, gossip.ClusterInfo> =>
  (_, callback) => {
    const info = new gossip.ClusterInfo();
    for (const { host, port, leads, alive } of members()) {
      const endpoint = new gossip.EndPoint();
      endpoint.setAddress(host);
      endpoint.setPort(port);
      const member = new gossip.MemberInfo();
      member.setInstanceId(uuid('00000000-0000-0000-0000-' + String(port).padStart(12, '0')));
      member.setTimeStamp('0');
      member.setIsAlive(alive);
      member.setState(leads ? gossip.MemberInfo.VNodeState.LEADER : gossip.MemberInfo.VNodeState.FOLLOWER);
      member.setHttpEndPoint(endpoint);
      info.addMembers(member);
    }
    callback(null, info);
  };
