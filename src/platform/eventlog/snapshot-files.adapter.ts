import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { digestOfKept } from './snapshot-digest.adapter.js';
import type { EventPlace, SnapshotCondition, SnapshotSet, SnapshotStore } from './snapshot-store.port.js';

/** The file's first line, as JSON; the states follow one another in its order. */
interface Head {
  readonly version: string;
  readonly place: EventPlace;
  readonly states: readonly { readonly projection: string; readonly bytes: number; readonly digest: string }[];
}

const LINE_END = '\n'.charCodeAt(0);

/**
 * Snapshots for a log that lies elsewhere: one file a group, in a folder of this process's machine. A file takes the
 * place of the last one by its name alone, so that a reader has the old one or the new one whole. It is not flushed: what
 * a power cut leaves of it does not give its digests.
 */
export class SnapshotFiles implements SnapshotStore {
  constructor(private readonly folder: string) {}

  load(group: string, version: string): SnapshotSet | null {
    const read = this.#read(group);
    return typeof read === 'string' || read.version !== version ? null : read.set;
  }

  condition(group: string, version: string): SnapshotCondition {
    const read = this.#read(group);
    if (typeof read === 'string') return read;
    return read.version === version ? 'whole' : 'stale';
  }

  save(group: string, version: string, { states, ...place }: SnapshotSet): void {
    const kept = [...states].map(([projection, state]) => ({ projection, state: serialize(state) }));
    const head: Head = {
      version,
      place,
      states: kept.map(({ projection, state }) => ({
        projection,
        bytes: state.length,
        digest: digestOfKept({ ...place, version, projection, state }).toString('hex'),
      })),
    };
    mkdirSync(this.folder, { recursive: true });
    // Several processes may share the folder, from containers in which each is process 1: each writes a file of its own,
    // and the last to finish is kept.
    const unfinished = `${this.#file(group)}.${hostname()}-${process.pid}`;
    try {
      writeParts(unfinished, [`${JSON.stringify(head)}\n`, ...kept.map(({ state }) => state)]);
      renameSync(unfinished, this.#file(group));
    } finally {
      rmSync(unfinished, { force: true });
    }
  }

  #read(group: string): { readonly version: string; readonly set: SnapshotSet } | 'none' | 'damaged' {
    try {
      return parsed(readFileSync(this.#file(group)));
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'damaged';
    }
  }

  #file(group: string): string {
    return join(this.folder, `${group}.snapshot`);
  }
}

/** @throws Error for anything that `save` has not written. */
function parsed(file: Buffer): { readonly version: string; readonly set: SnapshotSet } {
  const headEnd = file.indexOf(LINE_END);
  const { version, place, states: kept } = JSON.parse(file.toString('utf8', 0, headEnd)) as Head;
  const states = new Map<string, object>();
  let from = headEnd + 1;
  for (const { projection, bytes, digest } of kept) {
    const state = file.subarray(from, (from += bytes));
    if (digestOfKept({ ...place, version, projection, state }).toString('hex') !== digest)
      throw new Error(`the state of ${projection} is not what was written`);
    states.set(projection, deserialize(state) as object);
  }
  return { version, set: { ...place, states } };
}

function writeParts(file: string, parts: readonly (string | Buffer)[]): void {
  const descriptor = openSync(file, 'w');
  try {
    for (const part of parts) writeFileSync(descriptor, part);
  } finally {
    closeSync(descriptor);
  }
}
