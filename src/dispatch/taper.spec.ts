import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { poolOf } from '../../test/support/pool.js';
import { curvedVehicleArbitrary, NOON, ONE_PM } from '../../test/support/vehicle-arbitrary.js';
import { recoveryLineWh } from '../flexibility/index.js';
import { epochMs, MJ_PER_WH, MS_PER_HOUR } from '../kernel/index.js';
import { EnergyManagement, newestFcrnRules } from '../market/index.js';
import { allocateMtu, vehicleAt } from './allocation.js';
import { Frame } from './frame.js';
import { stepSecond } from './set-point.js';
import { Taper } from './taper.js';

const chargeCurve = [
  { energyWh: 30_000, powerW: 20_000 },
  { energyWh: 50_000, powerW: 0 },
];
const limits = { chargeLimitW: 15_000, dischargeLimitW: 11_000, chargePermille: 900, standbyW: 0 };

describe('a taper', () => {
  it('limits power by curve and charger, in whole watts', () => {
    const taper = new Taper({ chargeCurve, dischargeCurve: [{ energyWh: 0, powerW: 4_000 }] }, limits);
    expect(taper.chargeLimitW(20_000 * MJ_PER_WH)).toBe(15_000);
    expect(taper.chargeLimitW(40_000.5 * MJ_PER_WH)).toBe(9_999);
    expect(taper.dischargeLimitW(40_000 * MJ_PER_WH)).toBe(4_000);
    expect(new Taper({ chargeCurve }, limits).dischargeLimitW(0)).toBe(11_000);
  });

  it('has the line of a car that takes a watt less', () => {
    const taper = new Taper({ chargeCurve }, limits);
    const target = 48_000 * MJ_PER_WH;
    // Battery-side 0.9 · (49 999 − e) an hour: 1 999 Wh short of rest, times exp(0.9) an hour before.
    expect(taper.lineMj(3600, target, 0) / MJ_PER_WH).toBeCloseTo(49_999 - 1_999 * Math.exp(0.9), 5);
    expect(taper.lineMj(0, target, 0)).toBe(target);
  });

  it('says of a car far above the line no more than that it is: never less than the line, never more than the car has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 0, max: 60_000 }), (seconds, energyWh) => {
        const taper = new Taper({ chargeCurve }, limits);
        const target = 48_000 * MJ_PER_WH;
        const exact = new Taper({ chargeCurve }, limits).lineMj(seconds, target, -Infinity);
        const line = taper.lineMj(seconds, target, energyWh * MJ_PER_WH);
        expect(line).toBeGreaterThanOrEqual(exact);
        if (line > exact) expect(line).toBeLessThanOrEqual(energyWh * MJ_PER_WH);
      }),
    );
  });
});

describe('a car with a taper under dispatch', () => {
  const rules = newestFcrnRules();

  it('gives all it can and still has its target at the departure, to the millijoule', () => {
    fc.assert(
      fc.property(curvedVehicleArbitrary, fc.integer({ min: 30, max: 90 }), (vehicle, minutes) => {
        const departureAt = epochMs(NOON + minutes * 60_000);
        const { chargeCurve: charge, dischargeCurve: discharge } = vehicle;
        const curves = { ...(charge && { chargeCurve: charge }), ...(discharge && { dischargeCurve: discharge }) };
        const energyMj = Math.round(vehicle.energyWh) * MJ_PER_WH;
        const pool = poolOf([
          {
            energyMj,
            minMj: 0,
            maxMj: Math.round(vehicle.maxEnergyWh) * MJ_PER_WH,
            targetMj: Math.round(vehicle.targetEnergyWh) * MJ_PER_WH,
            departureAt,
            chargeLimitW: vehicle.maxChargeW,
            dischargeLimitW: vehicle.maxDischargeW,
            curves,
            standbyW: vehicle.standbyW ?? 0,
          },
        ]);
        const c = pool.columns;
        const target = c.targetMj[0] as number;
        const lineMj = new Taper(curves, {
          chargeLimitW: vehicle.maxChargeW,
          dischargeLimitW: vehicle.maxDischargeW,
          chargePermille: 950,
          standbyW: vehicle.standbyW ?? 0,
        }).lineMj((departureAt - NOON) / 1000, target, -Infinity);
        fc.pre(energyMj >= lineMj);
        c.mode[0] = 1;
        c.baselineW[0] = vehicle.maxDischargeW;
        const group = {
          committedW: 0,
          heldW: 0,
          reservoirUpWh: 0,
          reservoirDownWh: 0,
          givenWs: 0,
          nemPowerFactor: 0.34,
        };
        const management = new EnergyManagement(rules);
        const frame = new Frame();
        for (let second = 0; second < minutes * 60; second++) {
          frame.millihertz[0] = 50_000;
          stepSecond(pool, group, management, frame, 0, NOON + second * 1000);
        }
        expect(c.energyMj[0]).toBeGreaterThanOrEqual(target - 1);
      }),
      { numRuns: 40 },
    );
  });

  it('stops at its allowance and asks for other shares', () => {
    const pool = poolOf([{ dischargeAllowanceMj: 10 * 1_000 * 1_000 }]);
    const c = pool.columns;
    c.mode[0] = 1;
    c.baselineW[0] = 5_000;
    const frame = new Frame();
    const group = { committedW: 0, heldW: 0, reservoirUpWh: 0, reservoirDownWh: 0, givenWs: 0, nemPowerFactor: 0.34 };
    const step = (second: number): boolean => {
      frame.millihertz[0] = 50_000;
      return stepSecond(pool, group, new EnergyManagement(rules), frame, 0, NOON + second * 1000);
    };
    // 10 000 J at the battery: 5 000 W / 0.95 = 5 263 J a second, then 4 736 J · 0.95.
    expect([step(0), frame.powerW[0]]).toEqual([false, 5_000]);
    expect([step(1), frame.powerW[0]]).toEqual([true, 4_499]);
    expect([step(2), frame.powerW[0]]).toEqual([true, 0]);
  });

  it('shares what its curve allows at the end of the hour', () => {
    const charging = {
      chargeCurve: [
        { energyWh: 30_000, powerW: 11_000 },
        { energyWh: 50_000, powerW: 1_000 },
      ],
    };
    const pool = poolOf([{ curves: charging, targetMj: 30_000 * MJ_PER_WH }]);
    const { mtuEnd } = { mtuEnd: ONE_PM };
    const { firm } = allocateMtu(pool, NOON, {
      mtuEnd,
      committedW: 0,
      mtuHours: 1,
      enduranceHours: 1,
      nemPowerFactor: 0.34,
    });
    const vehicle = vehicleAt(pool, 0);
    expect(vehicle).toMatchObject({ ...charging, energyWh: 30_000 });
    expect(recoveryLineWh(vehicle, epochMs(NOON + MS_PER_HOUR))).toBeLessThan(30_000);
    expect(firm.downW).toBeLessThan(11_000);
  });
});
