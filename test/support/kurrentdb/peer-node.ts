import { status, type Metadata, type ServiceError } from '@grpc/grpc-js';
import { type Faults } from './faults.js';
import type { RecordStore } from './record-store.js';
import { failure, unavailable } from './wire.js';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** One node of the double as its services see it. */
export interface PeerNode {
  readonly store: RecordStore;
  readonly faults: Faults;
  /** Null: anybody may do anything. */
  readonly credentials: Credentials | null;
  /** The leader's address; null when this node leads. */
  leader(): Endpoint | null;
}

/** Why this node will not carry out a request; null when it will. */
export function refusal(node: PeerNode, metadata: Metadata): ServiceError | null {
  if (node.faults.take('unavailable')) return unavailable();
  if (node.credentials !== null && !authorized(node.credentials, metadata))
    return failure(status.UNAUTHENTICATED, 'the credentials are not right');
  const leader = node.leader();
  if (leader === null || metadata.get('requires-leader')[0]?.toString().toLowerCase() !== 'true') return null;
  return failure(status.NOT_FOUND, 'this node does not lead', {
    exception: 'not-leader',
    'leader-endpoint-host': leader.host,
    'leader-endpoint-port': String(leader.port),
  });
}

function authorized({ username, password }: Credentials, metadata: Metadata): boolean {
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return metadata.get('authorization')[0]?.toString() === expected;
}
