import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, Recorded } from '../../kernel/index.js';
import { MemoryEventLog } from './memory.adapter.js';
import { ProjectionParked, ProjectionRunner, type Projection } from './projection-runner.service.js';

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

  it('parks a projection before the event it cannot take, says why, and feeds the others on', async () => {
    const [poisoned, healthy] = [new Seen(undefined, 1), new Seen()];
    runner.add('poisoned', poisoned);
    runner.add('healthy', healthy);
    await append('A', 'B', 'C');
    await runner.start();
    expect([poisoned.positions, healthy.positions]).toEqual([[0], [0, 1, 2]]);
    const reason = { position: 1, type: 'B', reason: 'no such charger' };
    expect(runner.status()).toEqual([
      { name: 'poisoned', position: 0, lag: 2, parked: reason },
      { name: 'healthy', position: 2, lag: 0, parked: null },
    ]);
    expect(parked.map(({ message }) => message)).toEqual([
      'projection poisoned is parked before B at position 1: no such charger',
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
});
