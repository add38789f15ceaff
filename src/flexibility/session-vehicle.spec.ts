import { describe, expect, it } from '@jest/globals';
import { aSessionView } from '../../test/support/session-view.js';
import { energyDependenceOf, mayHoldReserve, vehicleOf } from './session-vehicle.js';

describe('the vehicle of a session', () => {
  it('has its energies as shares of the battery', () => {
    const session = aSessionView();
    expect(vehicleOf(session)).toEqual({
      energyWh: 30_000,
      minEnergyWh: 12_000,
      maxEnergyWh: 60_000,
      targetEnergyWh: 48_000,
      departureAt: session.departureAt,
      maxChargeW: 11_000,
      maxDischargeW: 11_000,
      chargeEfficiency: 0.95,
      dischargeEfficiency: 0.95,
    });
  });

  it('is not promised more than its window holds', () => {
    expect(vehicleOf(aSessionView({ targetSocPermille: 1000, maxSocPermille: 900 }))?.targetEnergyWh).toBe(54_000);
  });

  it.each([
    ['battery', { batteryWh: null }],
    ['SoC', { socPermille: null }],
    ['departure', { departureAt: null }],
  ])('is null while its %s is unknown', (_, change) => {
    expect(vehicleOf(aSessionView(change))).toBeNull();
  });
});

describe('what depends on energy', () => {
  it('is a curve over the battery instead of the gauge, standby and allowance as they are', () => {
    const session = aSessionView({
      chargeCurve: [
        { socPermille: 500, maxW: 50_000 },
        { socPermille: 1000, maxW: 5_000 },
      ],
      dischargeCurve: null,
      standbyW: 25,
      dischargeAllowanceWh: 0,
    });
    expect(vehicleOf(session)).toMatchObject({
      chargeCurve: [
        { energyWh: 30_000, powerW: 50_000 },
        { energyWh: 60_000, powerW: 5_000 },
      ],
      standbyW: 25,
      dischargeAllowanceWh: 0,
    });
    expect(vehicleOf(session)).not.toHaveProperty('dischargeCurve');
    expect(energyDependenceOf(aSessionView())).toEqual({});
  });
});

describe('a session that may hold reserve', () => {
  it('has consent, hardware, prequalification and a trusted gauge', () => {
    expect(mayHoldReserve(aSessionView())).toBe(true);
    expect(mayHoldReserve(aSessionView({ socQuality: 'estimated' }))).toBe(true);
  });

  it.each([
    ['no consent', { v2g: false }],
    ['no discharge power', { maxDischargeW: 0 }],
    ['no prequalification', { prequalified: false }],
    ['a stale gauge', { socQuality: 'stale' }],
    ['an unknown gauge', { socQuality: 'unknown' }],
  ] as const)('is not one with %s', (_, change) => {
    expect(mayHoldReserve(aSessionView(change))).toBe(false);
  });
});
