import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alike, aPooledVehicle, poolOf } from '../../test/support/pool.js';
import { NOON, ONE_PM } from '../../test/support/vehicle-arbitrary.js';
import { bestCapacity, memberOf, recoveryLineWh, sharesAt } from '../flexibility/index.js';
import { epochMs, MJ_PER_WH, MS_PER_MINUTE } from '../kernel/index.js';
import { allocateMtu, reallocate, vehicleAt, welcome } from './allocation.js';
import { apportion } from './deal.js';
import { Mode, type Pool } from './pool.js';

const HALF_PAST = epochMs(NOON + 30 * MS_PER_MINUTE);
const sold = (committedW: number) => ({
  mtuEnd: ONE_PM,
  committedW,
  mtuHours: 1,
  enduranceHours: 1,
  nemPowerFactor: 0.34,
});
const sum = (column: Iterable<number>): number => [...column].reduce((total, value) => total + value, 0);
const memberAt = (pool: Pool, slot: number) => {
  const vehicle = vehicleAt(pool, slot);
  const baselineW = pool.columns.baselineW[slot] as number;
  const { upW, downW } = sharesAt(vehicle, NOON, baselineW, { horizonHours: 1, mtuEnd: ONE_PM });
  return memberOf(vehicle, baselineW, { upW: Math.floor(upW), downW: Math.floor(downW) });
};

describe('the allocation of an MTU', () => {
  it('deals out what was sold to the watt, within what every car can hold', () => {
    const energies = fc.array(fc.integer({ min: 12_000, max: 60_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(energies, fc.integer({ min: 0, max: 5 }), (wattHours, steps) => {
        const pool = poolOf(wattHours.map((wh) => ({ energyMj: wh * MJ_PER_WH })));
        const { group } = allocateMtu(pool, NOON, sold(steps * 100_000));
        const c = pool.columns;
        const members = wattHours.map((_, slot) => memberAt(pool, slot));
        expect(sum(c.upW)).toBe(group.heldW);
        expect(sum(c.downW)).toBe(group.heldW);
        members.forEach((member, slot) => {
          expect(c.upW[slot]).toBeLessThanOrEqual(member.upW);
          expect(c.downW[slot]).toBeLessThanOrEqual(member.downW);
        });
        const able = (way: 'upW' | 'downW'): number => sum(members.map((member) => member[way]));
        expect(group.heldW).toBe(Math.min(steps * 100_000, able('upW'), able('downW')));
      }),
      { numRuns: 60 },
    );
  });
  it('measures the firm capacity of the group, whatever was sold', () => {
    const pool = poolOf([...alike(30), { energyMj: 58_000 * MJ_PER_WH }, { energyMj: 13_000 * MJ_PER_WH }]);
    const { firm } = allocateMtu(pool, NOON, sold(100_000));
    expect(firm).toEqual(
      bestCapacity(
        Array.from({ length: pool.count }, (_, slot) => memberAt(pool, slot)),
        0.34,
      ),
    );
    expect(firm.capacityW).toBeGreaterThan(100_000);
  });
  it('holds what it measured as firm to the last watt: shares are whole watts before the group is counted', () => {
    const pool = poolOf([{}, { energyMj: 13_333 * MJ_PER_WH }, { energyMj: 51_111 * MJ_PER_WH }]);
    const { group, firm } = allocateMtu(pool, NOON, sold(0), Math.floor);
    expect(group.heldW).toBe(Math.floor(firm.capacityW));
    expect(group.heldW).toBeGreaterThan(10_000);
  });
  it('keeps the power of NEM free besides the shares, when no more than firm was sold', () => {
    const pool = poolOf(alike(30));
    allocateMtu(pool, NOON, sold(100_000));
    const { upW, nemUpW, downW, nemDownW, baselineW } = pool.columns;
    expect(sum(nemUpW)).toBeGreaterThan(34_000 - 31);
    expect(sum(nemDownW)).toBeGreaterThan(34_000 - 31);
    for (let slot = 0; slot < 30; slot++) {
      const baseline = baselineW[slot] as number;
      expect(baseline + (upW[slot] as number) + (nemUpW[slot] as number)).toBeLessThanOrEqual(11_000);
      expect(baseline - (downW[slot] as number) - (nemDownW[slot] as number)).toBeGreaterThanOrEqual(-11_000);
    }
  });
  it.each([
    ['leaves within the MTU', { departureAt: epochMs(ONE_PM - 1) }],
    ['may not hold reserve', { reserve: false }],
    ['is below its minimum', { energyMj: 11_000 * MJ_PER_WH }],
    ['can only just reach its target', { departureAt: ONE_PM, energyMj: 30_000 * MJ_PER_WH }],
  ])('charges a car that %s', (_, change) => {
    const pool = poolOf([{}, change]);
    allocateMtu(pool, NOON, sold(1_000));
    const { mode, upW, downW } = pool.columns;
    expect([mode[1], upW[1], downW[1]]).toEqual([Mode.Charging, 0, 0]);
    expect(upW[0]).toBe(1_000);
  });
  it('charges a car at once whose line bends away from any constant baseline', () => {
    const chargeCurve = [
      { energyWh: 40_000, powerW: 11_000 },
      { energyWh: 60_000, powerW: 1_000 },
    ];
    const departureAt = epochMs(NOON + 120 * MS_PER_MINUTE);
    const car = { curves: { chargeCurve }, departureAt, targetMj: 50_000 * MJ_PER_WH };
    const onLineWh = recoveryLineWh(vehicleAt(poolOf([car]), 0), NOON);
    const pool = poolOf([{ ...car, energyMj: Math.ceil((onLineWh + 50) * MJ_PER_WH) }, {}]);
    const { group } = allocateMtu(pool, NOON, sold(0));
    expect([...pool.columns.mode.subarray(0, 2)]).toEqual([Mode.Charging, Mode.Reserve]);
    expect(group.heldW).toBe(0);
  });
  it('can pretend that a share of the firm capacity was sold', () => {
    const pool = poolOf(alike(30));
    const { group, firm } = allocateMtu(pool, NOON, sold(0), (firmW) => Math.floor(firmW / 2));
    expect(group.committedW).toBe(Math.floor(firm.capacityW / 2));
    expect(group.heldW).toBe(group.committedW);
  });
});

describe('a new allocation inside the MTU', () => {
  const allocated = (): Pool => {
    const pool = poolOf(alike(20));
    allocateMtu(pool, NOON, sold(100_000));
    return pool;
  };
  it('keeps baselines and deals the share of a car that left to the others', () => {
    const pool = allocated();
    const baselines = [...pool.columns.baselineW.subarray(0, 19)];
    pool.remove('S20');
    const group = reallocate(pool, HALF_PAST, sold(100_000));
    expect([...pool.columns.baselineW.subarray(0, 19)]).toEqual(baselines);
    expect([group.heldW, sum(pool.columns.upW.subarray(0, 19))]).toEqual([100_000, 100_000]);
  });
  it('charges a car at once whose driver has withdrawn consent', () => {
    const pool = allocated();
    pool.update(aPooledVehicle({ sessionId: 'S7', reserve: false, dischargeLimitW: 0 }));
    reallocate(pool, HALF_PAST, sold(100_000));
    const slot = pool.slotOf('S7') as number;
    const { mode, upW, downW } = pool.columns;
    expect([mode[slot], upW[slot], downW[slot]]).toEqual([Mode.Charging, 0, 0]);
  });
  it('lets a car rest that can no longer hold its baseline, if that leaves it something to give', () => {
    const pool = allocated();
    pool.columns.baselineW[0] = 5_000;
    pool.columns.energyMj[0] = 13_000 * MJ_PER_WH;
    pool.columns.targetMj[0] = 13_000 * MJ_PER_WH;
    reallocate(pool, HALF_PAST, sold(100_000));
    expect([pool.columns.mode[0], pool.columns.baselineW[0]]).toEqual([Mode.Reserve, 0]);
    expect(pool.columns.downW[0]).toBeGreaterThan(0);
  });
  it('charges a car that can hold nothing any more', () => {
    const pool = allocated();
    pool.columns.energyMj[0] = 11_999 * MJ_PER_WH;
    reallocate(pool, HALF_PAST, sold(100_000));
    expect([pool.columns.mode[0], pool.columns.upW[0]]).toEqual([Mode.Charging, 0]);
  });
  it('counts a reservoir that halves with the time left, unless power binds', () => {
    const pool = poolOf(alike(20));
    const { group } = allocateMtu(pool, NOON, sold(100_000));
    // 20 cars, 11 kW for at most an hour each way.
    expect(group.reservoirUpWh).toBeLessThanOrEqual(220_000);
    expect(group.reservoirUpWh).toBeGreaterThanOrEqual(100_000);
    expect(group.reservoirDownWh).toBeGreaterThanOrEqual(100_000);
    expect(group.givenWs).toBe(0);
  });
});

describe('a newcomer inside the MTU', () => {
  it('waits on a baseline and takes a share at the next allocation', () => {
    const pool = poolOf(alike(3));
    allocateMtu(pool, NOON, sold(20_000));
    pool.add(aPooledVehicle({ sessionId: 'late' }));
    welcome(pool, 3, HALF_PAST, sold(20_000));
    expect([pool.columns.mode[3], pool.columns.upW[3]]).toEqual([Mode.Reserve, 0]);
    reallocate(pool, HALF_PAST, sold(20_000));
    expect(pool.columns.upW[3]).toBeGreaterThan(0);
  });
  it('charges when it leaves before the MTU ends', () => {
    const pool = poolOf([{ departureAt: epochMs(ONE_PM - 1) }]);
    welcome(pool, 0, HALF_PAST, sold(0));
    expect(pool.columns.mode[0]).toBe(Mode.Charging);
  });
});

describe('apportioning', () => {
  it('adds up exactly, in whole parts, none above its weight or more than one from its due', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 50_000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (weight, share) => {
        const whole = sum(weight);
        const total = Math.floor(whole * share);
        const parts = apportion(total, weight);
        expect(sum(parts)).toBe(total);
        parts.forEach((part, index) => {
          const due = whole === 0 ? 0 : (total * (weight[index] as number)) / whole;
          expect(Number.isInteger(part) && part >= 0 && part <= (weight[index] as number)).toBe(true);
          expect(Math.abs(part - due)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});
