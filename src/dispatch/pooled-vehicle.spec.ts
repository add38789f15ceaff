import { describe, expect, it } from '@jest/globals';
import { aSessionView } from '../../test/support/session-view.js';
import { MJ_PER_WH } from '../kernel/index.js';
import { energyAt, pooledVehicle, reconciled } from './pooled-vehicle.js';

describe('a session in the pool', () => {
  it('is its battery in millijoules', () => {
    expect(pooledVehicle(aSessionView())).toMatchObject({
      sessionId: 'S1',
      energyMj: 30_000 * MJ_PER_WH,
      minMj: 12_000 * MJ_PER_WH,
      maxMj: 60_000 * MJ_PER_WH,
      targetMj: 48_000 * MJ_PER_WH,
      reserve: true,
    });
  });
  it.each([{ batteryWh: null }, { socPermille: null }])('is no part of it with %p', (unknown) => {
    expect(pooledVehicle(aSessionView(unknown))).toBeNull();
  });
  it.each([
    { departureAt: null },
    { v2g: false },
    { prequalified: false },
    { socQuality: 'stale' as const },
    { socQuality: 'unknown' as const },
    { maxDischargeW: 0 },
  ])('holds no reserve with %p', (change) => {
    expect(pooledVehicle(aSessionView(change))).toMatchObject({ reserve: false });
  });
  it('without a departure is charged at once', () => {
    const session = aSessionView({ departureAt: null });
    expect(pooledVehicle(session)).toMatchObject({ departureAt: session.pluggedInAt });
  });
  it('carries what depends on its energy, and nothing of it where nothing does', () => {
    const curved = aSessionView({
      chargeCurve: [{ socPermille: 800, maxW: 7_000 }],
      standbyW: 30,
      dischargeAllowanceWh: 5_000,
    });
    expect(pooledVehicle(curved)).toMatchObject({
      curves: { chargeCurve: [{ energyWh: 48_000, powerW: 7_000 }] },
      standbyW: 30,
      dischargeAllowanceMj: 5_000 * MJ_PER_WH,
    });
    expect(pooledVehicle(aSessionView())).not.toHaveProperty('curves');
  });
  it('is promised no more than its window holds', () => {
    const vehicle = pooledVehicle(aSessionView({ targetSocPermille: 900, maxSocPermille: 850 }));
    expect(vehicle?.targetMj).toBe(51_000 * MJ_PER_WH);
  });
});

describe('a gauge report', () => {
  const report = energyAt(60_000, 500);
  // A tenth of a percent of 60 kWh is 60 Wh.
  const step = 60 * MJ_PER_WH;
  it.each([0, 1, step - 1, step])('leaves our own %i mJ off as they are', (off) => {
    expect(reconciled(report + off, 60_000, 500)).toBe(report + off);
    expect(reconciled(report - off, 60_000, 500)).toBe(report - off);
  });
  it('wins where it says something else', () => {
    expect(reconciled(report + step + 1, 60_000, 500)).toBe(report);
    expect(reconciled(report - step - 1, 60_000, 500)).toBe(report);
  });
});
