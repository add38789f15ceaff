import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import Database from 'libsql';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { KurrentEventLog } from '../../src/platform/eventlog/kurrentdb/kurrentdb.adapter.js';
import { SnapshotFiles } from '../../src/platform/eventlog/snapshot-files.adapter.js';
import { addressOf } from '../support/kurrentdb/address.js';
import { KurrentDbPeer } from '../support/kurrentdb/kurrentdb-peer.js';
import { snapshotStoreSuite } from './snapshot-store.suite.js';

jest.setTimeout(30_000);

snapshotStoreSuite('in the embedded log', async (clock) => {
  const folder = await mkdtemp(join(tmpdir(), 'backfeed-snapshots-'));
  const file = join(folder, 'events.sqlite');
  const log = await SqliteEventLog.open({ file, clock });
  return {
    log,
    store: log.snapshots,
    async damage(group) {
      const database = new Database(file);
      database.prepare('UPDATE snapshots SET state = zeroblob(length(state)) WHERE projection_group = ?').run([group]);
      database.close();
    },
    otherLog: () => SqliteEventLog.open({ file: join(folder, 'other.sqlite'), clock }),
    async remove() {
      await log.close();
      await rm(folder, { recursive: true });
    },
  };
});

snapshotStoreSuite('in files beside a KurrentDB (double of the protocol)', async (clock) => {
  const folder = await mkdtemp(join(tmpdir(), 'backfeed-snapshots-'));
  const peers: KurrentDbPeer[] = [];
  const openLog = async () => {
    const peer = await KurrentDbPeer.start();
    peers.push(peer);
    return KurrentEventLog.open({ address: addressOf(peer.url), clock });
  };
  const log = await openLog();
  return {
    log,
    store: new SnapshotFiles(join(folder, 'read-models')),
    async damage(group) {
      const file = join(folder, 'read-models', `${group}.snapshot`);
      const bytes = await readFile(file);
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
      await writeFile(file, bytes);
    },
    otherLog: openLog,
    async remove() {
      await log.close();
      await Promise.all(peers.map((peer) => peer.stop()));
      await rm(folder, { recursive: true });
    },
  };
});
