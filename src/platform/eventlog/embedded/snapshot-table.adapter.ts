import { deserialize, serialize } from 'node:v8';
import type Database from 'libsql';
import { digestOfKept } from '../snapshot-digest.adapter.js';
import type { SnapshotCondition, SnapshotSet, SnapshotStore } from '../snapshot-store.port.js';

type Row = readonly [projection: string, position: number, messageId: string, digest: Buffer, state: Buffer];

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS snapshots (
    projection_group TEXT NOT NULL,
    projection TEXT NOT NULL,
    version TEXT NOT NULL,
    position INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    digest BLOB NOT NULL,
    state BLOB NOT NULL,
    PRIMARY KEY (projection_group, projection)
  ) STRICT;
`;

/**
 * Snapshots beside the events, in the same file: a backup has both. The table comes with the first snapshot, and a
 * program that does not know it passes it over.
 */
export class SnapshotTable implements SnapshotStore {
  constructor(private readonly database: Database.Database) {}

  load(group: string, version: string): SnapshotSet | null {
    if (!this.#exists()) return null;
    const rows = this.#rows(group, version);
    const [first] = rows;
    if (first === undefined) return null;
    const states = new Map<string, object>();
    for (const row of rows) {
      const [projection, position, messageId, digest, state] = row;
      if (position !== first[1] || messageId !== first[2]) return null;
      if (!digestOfKept({ version, projection, position, messageId, state }).equals(digest)) return null;
      states.set(projection, deserialize(state) as object);
    }
    const place = this.#placeOf(first[1]);
    return place && { ...place, messageId: first[2], states };
  }

  condition(group: string, version: string): SnapshotCondition {
    if (!this.#exists()) return 'none';
    if (this.load(group, version) !== null) return 'whole';
    if (this.#rows(group, version).length > 0) return 'damaged';
    const any = this.database.prepare('SELECT 1 FROM snapshots WHERE projection_group = ?').raw().get([group]);
    return any === undefined ? 'none' : 'stale';
  }

  save(group: string, version: string, set: Pick<SnapshotSet, 'position' | 'messageId' | 'states'>): void {
    const { position, messageId, states } = set;
    const rows = [...states].map(([projection, state]) => [projection, serialize(state)] as const);
    this.database.exec('BEGIN IMMEDIATE');
    try {
      this.database.exec(SCHEMA);
      this.database.prepare('DELETE FROM snapshots WHERE projection_group = ?').run([group]);
      const insert = this.database.prepare('INSERT INTO snapshots VALUES (?, ?, ?, ?, ?, ?, ?)');
      for (const [projection, state] of rows) {
        const digest = digestOfKept({ version, projection, position, messageId, state });
        insert.run([group, projection, version, position, messageId, digest, state]);
      }
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  /** The events are beside it. Null: there is none at the position. */
  #placeOf(position: number): Pick<SnapshotSet, 'position' | 'stream' | 'revision'> | null {
    const row = this.database
      .prepare('SELECT s.name, e.revision FROM events e JOIN streams s ON s.id = e.stream_id WHERE e.position = ?')
      .raw()
      .get([position]) as [string, number] | undefined;
    return row === undefined ? null : { position, stream: row[0], revision: row[1] };
  }

  #exists(): boolean {
    return this.database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'snapshots'").raw().get() !== undefined;
  }

  #rows(group: string, version: string): Row[] {
    return this.database
      .prepare(
        `SELECT projection, position, message_id, digest, state FROM snapshots
         WHERE projection_group = ? AND version = ? ORDER BY projection`,
      )
      .raw()
      .all([group, version]) as Row[];
  }
}
