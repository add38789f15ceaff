import type { Member } from './cluster-service.js';
import { KurrentDbPeer } from './kurrentdb-peer.js';
import type { Endpoint } from './peer-node.js';
import { RecordStore } from './record-store.js';

/**
 * Three doubles over one store: a cluster whose replication is perfect, and of which the test says who leads. A node that
 * does not lead refuses requests that need the leader and names it.
 */
export class PeerCluster {
  readonly nodes: KurrentDbPeer[] = [];
  #leader = 0;
  readonly #down = new Set<number>();

  private constructor(readonly store: RecordStore) {}

  static async start(): Promise<PeerCluster> {
    const cluster = new PeerCluster(new RecordStore(Date.now));
    for (let index = 0; index < 3; index += 1)
      cluster.nodes.push(
        await KurrentDbPeer.start({
          store: cluster.store,
          leader: () => (cluster.#leader === index ? null : cluster.#endpoint(cluster.#leader)),
          members: () => cluster.#members(),
        }),
      );
    return cluster;
  }

  /** All nodes as seeds; the client asks them who leads. */
  get url(): string {
    const hosts = this.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',');
    return `kurrentdb://${hosts}?tls=false&discoveryInterval=20`;
  }

  get leader(): KurrentDbPeer {
    return this.nodes[this.#leader] as KurrentDbPeer;
  }

  /** The next node leads; the one before follows, and says so. */
  elect(): void {
    do this.#leader = (this.#leader + 1) % this.nodes.length;
    while (this.#down.has(this.#leader));
  }

  /** The leading node dies with all its connections, another one leads. */
  async killLeader(): Promise<void> {
    const killed = this.leader;
    this.#down.add(this.#leader);
    this.elect();
    await killed.stop();
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.filter((_, index) => !this.#down.has(index)).map((node) => node.stop()));
  }

  #endpoint(index: number): Endpoint {
    return { host: '127.0.0.1', port: this.nodes[index]?.port ?? 0 };
  }

  #members(): Member[] {
    return this.nodes.map((_, index) => ({
      ...this.#endpoint(index),
      leads: index === this.#leader,
      alive: !this.#down.has(index),
    }));
  }
}
