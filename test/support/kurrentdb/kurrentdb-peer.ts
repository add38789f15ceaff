import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import * as streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import * as featuresGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import * as gossipGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js';
import * as persistent from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/persistentsubscriptions_grpc_pb.js';
import * as multiStream from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_grpc_pb.js';
import { append, batchAppend } from './append-service.js';
import { gossipRead, supportedMethods, type Generation, type Member } from './cluster-service.js';
import { Faults } from './faults.js';
import { appendRecords, appendSession } from './multi-stream-service.js';
import type { Credentials, Endpoint, PeerNode } from './peer-node.js';
import { persistentSubscriptions } from './persistent-service.js';
import { read } from './read-service.js';
import { RecordStore } from './record-store.js';

const TLS = join(dirname(fileURLToPath(import.meta.url)), 'tls');
/** The certificate of the authority that the double's own is signed by. */
export const PEER_CA_FILE = join(TLS, 'ca.crt');

export interface PeerOptions {
  /** Kept from an earlier peer: a server that was restarted. */
  readonly store?: RecordStore;
  /** What the server writes into `created`; default the machine's clock. */
  readonly now?: () => number;
  /** 0: any free one. */
  readonly port?: number;
  readonly tls?: boolean;
  readonly credentials?: Credentials;
  readonly generation?: Generation;
  /** Set by a cluster. */
  readonly leader?: () => Endpoint | null;
  readonly members?: () => readonly Member[];
}

/**
 * A double of a KurrentDB node for tests: it speaks the server's own protocol, over a real connection, through the stubs
 * that the client package generates from the server's definitions, to the real client. It is not a KurrentDB. What it
 * does it does as documentation and the client's source say a server does; that a server does so is proved only by a
 * server (`KURRENTDB_TEST_URL`).
 */
export class KurrentDbPeer {
  readonly faults = new Faults();
  private constructor(
    readonly store: RecordStore,
    readonly port: number,
    private readonly server: Server,
    private readonly options: PeerOptions,
  ) {}

  static async start(options: PeerOptions = {}): Promise<KurrentDbPeer> {
    const store = options.store ?? new RecordStore(options.now ?? Date.now);
    const server = new Server({ 'grpc.max_receive_message_length': 32 * 1024 * 1024 });
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync(`127.0.0.1:${options.port ?? 0}`, serverCredentials(options), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      ),
    );
    const peer = new KurrentDbPeer(store, port, server, options);
    peer.#serve();
    return peer;
  }

  /** A connection string that fits this node. */
  get url(): string {
    const { credentials, tls = false } = this.options;
    const user =
      credentials === undefined ? '' : `${credentials.username}:${encodeURIComponent(credentials.password)}@`;
    const options = tls ? `tls=true&tlsCAFile=${encodeURIComponent(PEER_CA_FILE)}` : 'tls=false';
    return `kurrentdb://${user}127.0.0.1:${this.port}?${options}`;
  }

  /** Breaks every connection and takes no more. */
  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.tryShutdown(() => resolve());
      this.server.forceShutdown();
    });
  }

  #serve(): void {
    const { store, faults, options, port } = this;
    const node: PeerNode = {
      store,
      faults,
      credentials: options.credentials ?? null,
      leader: options.leader ?? (() => null),
    };
    const alone = (): Member[] => [{ host: '127.0.0.1', port, leads: true, alive: true }];
    this.server.addService(streams.StreamsService, {
      read: read(node),
      append: append(node),
      batchAppend: batchAppend(node),
    });
    this.server.addService(featuresGrpc.ServerFeaturesService, {
      getSupportedMethods: supportedMethods(options.generation ?? 'new'),
    });
    this.server.addService(gossipGrpc.GossipService, { read: gossipRead(options.members ?? alone) });
    this.server.addService(multiStream.StreamsServiceService, {
      appendSession: appendSession(node),
      appendRecords: appendRecords(node),
    });
    this.server.addService(persistent.PersistentSubscriptionsService, persistentSubscriptions(node));
  }
}

function serverCredentials({ tls = false }: PeerOptions): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  const file = (name: string): Buffer => readFileSync(join(TLS, name));
  return ServerCredentials.createSsl(null, [{ private_key: file('server.key'), cert_chain: file('server.crt') }]);
}
