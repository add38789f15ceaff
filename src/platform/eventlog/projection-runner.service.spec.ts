import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, Recorded } from '../../kernel/index.js';
import type { SubscribeOptions } from './event-log.port.js';
import { MemoryEventLog } from './memory.adapter.js';
import type { Projection } from './projection.js';
import { ProjectionParked, ProjectionRunner, type SnapshotPolicy } from './projection-runner.service.js';
import type { SnapshotCondition, SnapshotSet, SnapshotStore } from './snapshot-store.port.js';

class Seen implements Projection {
  readonly positions: number[] = [];
  constructor(
    readonly types?: readonly string[],
    private readonly poison = -1,
  ) {}

  apply({ position }: Recorded): void {
    if (position === this.poison) throw new Error('no such charger');
    this.positions.push(position);
  }
}

describe('ProjectionRunner', () => {
  let log: MemoryEventLog;
  let runner: ProjectionRunner;
  const parked: ProjectionParked[] = [];
  let count = 0;

  const append = async (...types: string[]): Promise<void> => {
    for (const type of types) {
      const messageId = `m-${(count += 1)}`;
      const meta = { messageId, correlationId: messageId, causationId: messageId, actor: 'test' };
      await log.append('s', 'any', [{ type, data: {}, meta, occurredAt: 0 as EpochMs }]);
    }
  };

  beforeEach(() => {
    log = new MemoryEventLog({ now: () => 0 as EpochMs });
    parked.length = 0;
    count = 0;
    runner = new ProjectionRunner(log, (each) => parked.push(each));
  });

  it('feeds each projection the events of its types, from the first to the newest', async () => {
    const [all, some] = [new Seen(), new Seen(['B'])];
    runner.add('all', all);
    runner.add('some', some);
    await append('A', 'B');
    await runner.start();
    expect([all.positions, some.positions]).toEqual([[0, 1], [1]]);
    await append('B', 'A');
    await runner.caughtUp();
    expect([all.positions, some.positions]).toEqual([
      [0, 1, 2, 3],
      [1, 2],
    ]);
  });

  it('reports position and lag, which passed-over types do not raise', async () => {
    runner.add('some', new Seen(['B']));
    await append('B', 'A', 'A');
    expect(runner.status()).toEqual([{ name: 'some', position: -1, lag: 3, parked: null }]);
    await runner.start();
    expect(runner.status()).toEqual([{ name: 'some', position: 2, lag: 0, parked: null }]);
  });

  it.each([
    ['only the types that somebody reads', [['B'], ['B', 'C']], ['B', 'C']],
    ['all, where somebody reads all', [['B'], undefined], undefined],
  ])('takes of the past %s, and of what comes all', async (_, types, asked) => {
    const asks: SubscribeOptions[] = [];
    const subscribe = log.subscribe.bind(log);
    log.subscribe = (options, handle) => {
      asks.push(options);
      return subscribe(options, handle);
    };
    types.forEach((each, index) => runner.add(`p${index}`, new Seen(each)));
    await append('A', 'B', 'A');
    await runner.start();
    expect(asks).toEqual([asked === undefined ? { after: -1 } : { after: -1, types: asked }, { after: 2 }]);
    await append('A');
    await runner.caughtUp();
    expect(runner.status().map(({ position, lag }) => [position, lag])).toEqual([
      [3, 0],
      [3, 0],
    ]);
  });

  it('parks a projection before the event it cannot take, says why, and feeds the others on', async () => {
    const [poisoned, healthy] = [new Seen(undefined, 1), new Seen()];
    runner.add('poisoned', poisoned);
    runner.add('healthy', healthy);
    await append('A', 'B', 'C');
    await runner.start();
    expect([poisoned.positions, healthy.positions]).toEqual([[0], [0, 1, 2]]);
    const reason = { position: 1, type: 'B', messageId: 'm-2', reason: 'no such charger' };
    expect(runner.status()).toEqual([
      { name: 'poisoned', position: 0, lag: 2, parked: reason },
      { name: 'healthy', position: 2, lag: 0, parked: null },
    ]);
    expect(parked.map(({ message }) => message)).toEqual([
      'projection poisoned is parked before B at position 1 (message m-2): no such charger',
    ]);
    await expect(runner.caughtUp()).rejects.toThrow(ProjectionParked);
  });

  it('stops', async () => {
    const all = new Seen();
    runner.add('all', all);
    await runner.start();
    await runner.stop();
    await append('A');
    expect(all.positions).toEqual([]);
    await expect(runner.caughtUp()).rejects.toThrow('closed');
  });

  it('refuses a name twice, an addition after the start, and a second start', async () => {
    runner.add('a', new Seen());
    expect(() => runner.add('a', new Seen())).toThrow('two projections named a');
    await expect(runner.caughtUp()).rejects.toThrow('not been started');
    await runner.start();
    expect(() => runner.add('b', new Seen())).toThrow('after the start');
    await expect(runner.start()).rejects.toThrow('already');
  });

  describe('with snapshots', () => {
    /** Counts events by type, and remembers which it was fed. */
    class Tally implements Projection {
      readonly fed: number[] = [];
      private counts = new Map<string, number>();

      apply({ type, position }: Recorded): void {
        this.fed.push(position);
        this.counts.set(type, (this.counts.get(type) ?? 0) + 1);
      }
      snapshot(): { counts: Map<string, number> } {
        return { counts: this.counts };
      }
      restore({ counts }: ReturnType<Tally['snapshot']>): void {
        this.counts = counts;
      }
    }

    class Store implements SnapshotStore {
      set: { readonly group: string; readonly version: string; readonly kept: SnapshotSet } | null = null;

      load(group: string, version: string): SnapshotSet | null {
        return this.condition(group, version) === 'whole' ? structuredClone(this.set?.kept ?? null) : null;
      }
      condition(group: string, version: string): SnapshotCondition {
        if (this.set?.group !== group) return 'none';
        return this.set.version === version ? 'whole' : 'stale';
      }
      save(group: string, version: string, kept: SnapshotSet): void {
        this.set = { group, version, kept: structuredClone(kept) };
      }
    }

    let store: Store;
    const passedOver: string[] = [];
    const onPassedOver = (reason: string): unknown => passedOver.push(reason);
    beforeEach(() => {
      store = new Store();
      passedOver.length = 0;
    });

    const run = async (policy: Partial<SnapshotPolicy> = {}, ...names: string[]) => {
      const usual = { store, group: 'g', version: '1', everyEvents: 3, onPassedOver };
      const all = new ProjectionRunner(log, undefined, { ...usual, ...policy });
      const tallies = (names.length === 0 ? ['tally'] : names).map((name) => {
        const tally = new Tally();
        all.add(name, tally);
        return tally;
      });
      await all.start();
      return { all, tally: tallies[0] as Tally };
    };

    it('goes on from what the last run put aside when it stopped', async () => {
      await append('A', 'B');
      await (await run()).all.stop();
      await append('B', 'C');
      const { all, tally } = await run();
      expect([all.startedAfter, tally.fed]).toEqual([1, [2, 3]]);
      expect([...tally.snapshot().counts]).toEqual([
        ['A', 1],
        ['B', 2],
        ['C', 1],
      ]);
    });

    it('puts aside on the way too, at the end of the log only', async () => {
      await append('A', 'A', 'A', 'A', 'A');
      await run();
      expect(store.set?.kept).toMatchObject({ position: 4, messageId: 'm-5' });
      await append('A');
      expect((await run()).tally.fed).toEqual([5]);
    });

    it.each([
      ['another version', { version: '2' }, ['tally'], ['other code has made it']],
      ['another group', { group: 'h' }, ['tally'], []],
      ['a projection more', {}, ['tally', 'more'], ['it is of other projections']],
      ['another projection', {}, ['other'], ['it is of other projections']],
    ])('reads the whole log for %s, and says why', async (_, policy, names, why) => {
      await append('A', 'B');
      await (await run()).all.stop();
      const { all, tally } = await run(policy, ...names);
      expect([all.startedAfter, tally.fed, passedOver]).toEqual([-1, [0, 1], why]);
    });

    it('does not take up what another log has put aside', async () => {
      await append('A', 'B');
      await (await run()).all.stop();
      log = new MemoryEventLog({ now: () => 0 as EpochMs });
      await append('A');
      expect((await run()).tally.fed).toEqual([0]);
      expect(passedOver).toEqual(['it is of another log']);
      // What had to be read is put aside in its place.
      await append('C');
      expect((await run()).tally.fed).toEqual([1]);
      expect(passedOver).toHaveLength(1);
    });

    it('puts aside at once what a start had to read, where it is a fifth of the most', async () => {
      await append('A');
      await run({ everyEvents: 10 });
      expect(store.set).toBeNull();
      await append('A');
      await run({ everyEvents: 10 });
      expect(store.set?.kept.position).toBe(1);
    });

    it('puts nothing aside while a projection is parked', async () => {
      await append('A', 'A', 'A', 'A');
      const all = new ProjectionRunner(log, undefined, { store, group: 'g', version: '1', everyEvents: 1 });
      const poisoned = Object.assign(new Tally(), {
        apply: () => {
          throw new Error('no');
        },
      });
      all.add('poisoned', poisoned);
      await all.start();
      await all.stop();
      expect(store.set).toBeNull();
    });

    it('says that it could not write a snapshot, and goes on', async () => {
      const failures: unknown[] = [];
      const full = new Error('disk full');
      store.save = () => {
        throw full;
      };
      await append('A', 'A', 'A');
      const { all, tally } = await run({ onFailure: (error) => failures.push(error) });
      await append('A');
      await all.caughtUp();
      expect([failures, tally.fed.length]).toEqual([[full], 4]);
    });

    it('rebuilds one beside the live one, which goes on, and lets it take its place', async () => {
      await append(...Array.from({ length: 3000 }, () => 'A'));
      const { all, tally } = await run();
      tally.snapshot().counts.set('A', 7);
      const rebuilt = all.rebuild('tally', new Tally());
      await append('B');
      await rebuilt;
      await append('C');
      await all.caughtUp();
      expect([...tally.snapshot().counts]).toEqual([
        ['A', 3000],
        ['B', 1],
        ['C', 1],
      ]);
    });

    it('lets a parked projection go on once a mended one could be built', async () => {
      await append('A', 'B');
      const tally = new Tally();
      const apply = tally.apply.bind(tally);
      tally.apply = (event) => {
        if (event.type === 'B') throw new Error('no');
        apply(event);
      };
      runner.add('tally', tally);
      await runner.start();
      await expect(runner.caughtUp()).rejects.toThrow(ProjectionParked);
      tally.apply = apply;
      await runner.rebuild('tally', new Tally());
      await append('B');
      await runner.caughtUp();
      expect([...tally.snapshot().counts]).toEqual([
        ['A', 1],
        ['B', 2],
      ]);
    });

    it('keeps the live one when the new one fails', async () => {
      await append('A');
      const { all, tally } = await run();
      const broken = new Tally();
      broken.apply = () => {
        throw new Error('poison');
      };
      await expect(all.rebuild('tally', broken)).rejects.toThrow('poison');
      expect([...tally.snapshot().counts]).toEqual([['A', 1]]);
    });
  });
});
