import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aPooledVehicle } from '../../test/support/pool.js';
import { Mode, Pool } from './pool.js';

const energiesOf = (pool: Pool): [string, number][] =>
  pool.sessionIds.map((id, slot): [string, number] => [id, pool.columns.energyMj[slot] as number]).sort();

describe('the pool', () => {
  it('takes a car in as charging and without a share, whatever the slot held before', () => {
    const pool = new Pool();
    pool.add(aPooledVehicle({ sessionId: 'A' }));
    pool.columns.upW[0] = pool.columns.nemDownW[0] = pool.columns.baselineW[0] = 5;
    pool.columns.mode[0] = Mode.Reserve;
    pool.remove('A');
    pool.add(aPooledVehicle({ sessionId: 'B', reserve: false }));
    const { mode, upW, nemDownW, baselineW, reserve } = pool.columns;
    expect([mode[0], upW[0], nemDownW[0], baselineW[0], reserve[0]]).toEqual([Mode.Charging, 0, 0, 0, 0]);
  });
  it('fills the gap of a leaving car with the last one, share and energy included', () => {
    const pool = new Pool();
    for (const [index, sessionId] of ['A', 'B', 'C'].entries())
      pool.add(aPooledVehicle({ sessionId, energyMj: index + 1 }));
    pool.columns.downW[2] = 700;
    expect(pool.remove('A')).toBe(false);
    expect(pool.sessionIds).toEqual(['C', 'B']);
    expect([pool.slotOf('C'), pool.slotOf('B'), pool.slotOf('A')]).toEqual([0, 1, undefined]);
    expect([pool.columns.energyMj[0], pool.columns.downW[0]]).toEqual([3, 700]);
    expect(pool.remove('C')).toBe(true);
    expect(pool.remove('C')).toBe(false);
  });
  it('keeps energy and share when limits and promise change', () => {
    const pool = new Pool();
    pool.add(aPooledVehicle({ energyMj: 10 }));
    pool.columns.energyMj[0] = 20;
    pool.columns.upW[0] = 3_000;
    pool.update(aPooledVehicle({ energyMj: 99, targetMj: 77, dischargeLimitW: 5 }));
    const { energyMj, upW, targetMj, dischargeLimitW } = pool.columns;
    expect([energyMj[0], upW[0], targetMj[0], dischargeLimitW[0]]).toEqual([20, 3_000, 77, 5]);
  });
  it('knows every session once', () => {
    const pool = new Pool();
    pool.add(aPooledVehicle());
    expect(() => pool.add(aPooledVehicle())).toThrow('in the pool once');
    expect(() => pool.update(aPooledVehicle({ sessionId: 'nobody' }))).toThrow('in the pool');
  });
  it('is a map by session, through growth and any order of coming and leaving', () => {
    const moves = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 150 })), { maxLength: 400 });
    fc.assert(
      fc.property(moves, (steps) => {
        const pool = new Pool();
        const expected = new Map<string, number>();
        const first = Array.from({ length: 100 }, (_, id): [boolean, number] => [true, id]);
        for (const [index, [comes, id]] of [...first, ...steps].entries()) {
          const sessionId = `S${id}`;
          if (!comes) expected.delete(sessionId);
          if (!comes) pool.remove(sessionId);
          if (!comes || expected.has(sessionId)) continue;
          pool.add(aPooledVehicle({ sessionId, energyMj: index }));
          expected.set(sessionId, index);
        }
        expect(energiesOf(pool)).toEqual([...expected].sort());
        expect(pool.count).toBe(expected.size);
        pool.sessionIds.forEach((id, slot) => expect(pool.slotOf(id)).toBe(slot));
      }),
      { numRuns: 30 },
    );
  });
});
