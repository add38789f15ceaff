import type { Recorded } from '../../src/kernel/index.js';

interface TallySnapshot {
  readonly streams: ReadonlyMap<string, { readonly events: number; readonly revision: number }>;
}

export class Tally {
  apply(event: Recorded): void;
  snapshot(): TallySnapshot;
  restore(snapshot: TallySnapshot): void;
}

export const TALLY_SNAPSHOTS: { readonly group: string; readonly version: string };
