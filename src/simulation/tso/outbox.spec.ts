import { describe, expect, it } from '@jest/globals';
import { epochMs, MS_PER_SECOND } from '../../kernel/index.js';
import { NO_FAULTS, type TsoFaults } from '../tso-faults.js';
import { Outbox } from './outbox.js';

const at = epochMs;
function filled(faults: Partial<TsoFaults> = {}, seed = 1) {
  const outbox = new Outbox<string>({ ...NO_FAULTS, ...faults }, seed);
  outbox.post('second', 'b', at(2_000));
  outbox.post('first', 'a', at(1_000));
  outbox.post('third', 'c', at(2_000));
  const said: string[] = [];
  const say = (message: string) => Promise.resolve(void said.push(message));
  return { outbox, said, say };
}

describe('an outbox', () => {
  it('says what is due, in order, once', async () => {
    const { outbox, said, say } = filled();
    await outbox.deliver(at(1_999), say);
    expect([said, outbox.nextDueAt()]).toEqual([['first'], 2_000]);
    await outbox.deliver(at(2_000), say);
    await outbox.deliver(at(9_000), say);
    expect([said, outbox.nextDueAt()]).toEqual([['first', 'second', 'third'], null]);
  });

  it('keeps what nobody took, and leaves the failure to the caller', async () => {
    const { outbox, said, say } = filled();
    await expect(outbox.deliver(at(2_000), () => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
    await outbox.deliver(at(2_000), say);
    expect(said).toEqual(['first', 'second', 'third']);
  });

  it('or tries again later, and goes on with the others', async () => {
    const { outbox, said, say } = filled();
    const picky = (message: string) => (message === 'first' ? Promise.reject(new Error('no')) : say(message));
    await outbox.deliver(at(2_000), picky, MS_PER_SECOND);
    expect([said, outbox.nextDueAt()]).toEqual([['second', 'third'], 3_000]);
  });

  it('holds everything back until an outage is over', async () => {
    const { outbox, said, say } = filled({ outages: [{ start: at(0), end: at(5_000) }] });
    await outbox.deliver(at(2_000), say);
    expect([said, outbox.nextDueAt()]).toEqual([[], 5_000]);
    await outbox.deliver(at(5_000), say);
    expect(new Set(said)).toEqual(new Set(['first', 'second', 'third']));
  });

  it('says things twice and late, by the seed', async () => {
    const run = async (seed: number) => {
      const { outbox, said, say } = filled({ duplicatedShare: 0.5, lateShare: 0.5, latestMs: 60_000 }, seed);
      await outbox.deliver(at(600_000), say);
      return said.join(' ');
    };
    expect(await run(3)).toBe(await run(3));
    expect(new Set(await Promise.all([1, 2, 3, 4, 5, 6].map(run))).size).toBeGreaterThan(1);
  });

  it('forgets what was said before', async () => {
    const { outbox, said, say } = filled();
    outbox.forget((message) => message !== 'third');
    await outbox.deliver(at(2_000), say);
    expect(said).toEqual(['third']);
  });
});
