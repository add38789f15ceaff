import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { curvedVehicleArbitrary, NOON, vehicleArbitrary } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { cappedCurve, type PowerCurve } from './power-curve.js';
import { recoveryLineWh } from './recovery.js';
import { safelyDischargeableWh } from './safe-discharge.js';
import { drainWh, maxChargeWAt, maxDischargeWAt, type Vehicle } from './vehicle.js';

const hours = (count: number): number => count * MS_PER_HOUR;

/** At noon: 30 of 60 kWh, promised 48 kWh at 16:00; full charging adds 0.9 · 10 000 W = 9 000 Wh an hour. */
const car: Vehicle = {
  energyWh: 30_000,
  minEnergyWh: 12_000,
  maxEnergyWh: 60_000,
  targetEnergyWh: 48_000,
  departureAt: epochMs(NOON + hours(4)),
  maxChargeW: 10_000,
  maxDischargeW: 8_000,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.8,
};

describe('what can safely be discharged', () => {
  it('may supply what it can charge back: 18 000 Wh over the line, lost at 10 000 + 9 000 Wh an hour', () => {
    expect(safelyDischargeableWh(car, NOON)).toBeCloseTo((8_000 * 18_000) / 19_000);
    expect(safelyDischargeableWh({ ...car, minEnergyWh: 29_000 }, NOON)).toBeCloseTo(800); // 1 000 Wh · 0.8
    expect(safelyDischargeableWh({ ...car, energyWh: 11_000 }, NOON)).toBe(0);
    expect(safelyDischargeableWh({ ...car, maxDischargeW: 0 }, NOON)).toBe(0);
  });

  it('reaches its target after the safe discharge, by charging alone', () => {
    fc.assert(
      fc.property(vehicleArbitrary, (vehicle) => {
        const safeWh = safelyDischargeableWh(vehicle, NOON);
        if (safeWh === 0) return;
        const until = epochMs(NOON + Math.round((safeWh / vehicle.maxDischargeW) * MS_PER_HOUR));
        const energyWh = vehicle.energyWh - drainWh(vehicle, vehicle.maxDischargeW, safeWh / vehicle.maxDischargeW);
        expect(energyWh).toBeGreaterThanOrEqual(vehicle.minEnergyWh - 1e-6);
        // Half a millisecond of rounding at 50 kW is under 0.02 Wh.
        expect(energyWh).toBeGreaterThanOrEqual(recoveryLineWh(vehicle, until) - 0.02);
      }),
    );
  });

  it('stops at the owner’s allowance, and is less where standby takes its part', () => {
    expect(safelyDischargeableWh({ ...car, dischargeAllowanceWh: 5_000 }, NOON)).toBeCloseTo(4_000); // 5 000 · 0.8
    // 30 000 − (48 000 − 8 800 · 4) = 17 200 Wh over the line.
    expect(safelyDischargeableWh({ ...car, standbyW: 200 }, NOON)).toBeCloseTo((8_000 * 17_200) / 19_000);
    expect(safelyDischargeableWh({ ...car, standbyW: 200, minEnergyWh: 29_000 }, NOON)).toBeCloseTo(8_000_000 / 10_200);
  });

  it('can be supplied and charged back in time, and one watt-hour more can’t', () => {
    fc.assert(
      fc.property(fc.oneof(curvedVehicleArbitrary, vehicleArbitrary), (vehicle) => {
        const safeWh = safelyDischargeableWh(vehicle, NOON);
        fc.pre(vehicle.energyWh >= recoveryLineWh(vehicle, NOON));
        if (vehicle.maxDischargeW === 0) return expect(safeWh).toBe(0);
        expect(slackHours(vehicle, safeWh)).toBeGreaterThanOrEqual(-1e-5);
        expect(slackHours(vehicle, safeWh + 1)).toBeLessThan(0);
      }),
      { numRuns: 100 },
    );
  });
});

/**
 * Hours to spare when `supplyWh` is given at full power and then charged back; minus infinity below the minimum or
 * beyond the allowance. Calculated over energy instead of time: ∫ de / rate, by Simpson's rule between the curves' points.
 */
function slackHours(vehicle: Vehicle, supplyWh: number): number {
  const { energyWh, minEnergyWh, targetEnergyWh, dischargeEfficiency, standbyW = 0 } = vehicle;
  const fallW = (atWh: number): number => maxDischargeWAt(vehicle, atWh) / dischargeEfficiency + standbyW;
  const riseW = (atWh: number): number => vehicle.chargeEfficiency * maxChargeWAt(vehicle, atWh) - standbyW;
  const supplied = (downTo: number): number =>
    integral(vehicle, downTo, energyWh, (atWh) => maxDischargeWAt(vehicle, atWh) / fallW(atWh));
  let [deep, shallow] = [minEnergyWh - 1_000, energyWh];
  for (let step = 0; step < 36; step++) {
    const middle = (deep + shallow) / 2;
    if (supplied(middle) < supplyWh) shallow = middle;
    else deep = middle;
  }
  if (
    shallow < minEnergyWh - 0.01 ||
    supplyWh / dischargeEfficiency > (vehicle.dischargeAllowanceWh ?? Infinity) + 0.01
  )
    return -Infinity;
  const downHours = integral(vehicle, shallow, energyWh, (atWh) => 1 / fallW(atWh));
  const upHours = shallow >= targetEnergyWh ? 0 : integral(vehicle, shallow, targetEnergyWh, (atWh) => 1 / riseW(atWh));
  const hoursLeft = (vehicle.departureAt - NOON) / MS_PER_HOUR;
  // Above its target a car holds what it has: charging beats standby losses at any energy here.
  return hoursLeft - downHours - upHours;
}

function integral(vehicle: Vehicle, fromWh: number, toWh: number, of: (energyWh: number) => number): number {
  const bends = [vehicle.chargeCurve ?? [], vehicle.dischargeCurve ?? []].flat().map(({ energyWh }) => energyWh);
  const capped = capCrossings(vehicle);
  const inside = [...bends, ...capped].filter((energyWh) => energyWh > fromWh && energyWh < toWh);
  const knots = [fromWh, ...inside.sort((a, b) => a - b), toWh];
  let sum = 0;
  for (let index = 1; index < knots.length; index++)
    sum += simpson(knots[index - 1] as number, knots[index] as number, of);
  return sum;
}

function capCrossings({ chargeCurve = [], dischargeCurve = [], maxChargeW, maxDischargeW }: Vehicle): number[] {
  const crossings = (curve: PowerCurve, capW: number): number[] =>
    cappedCurve(curve, capW).map(({ energyWh }) => energyWh);
  return [...crossings(chargeCurve, maxChargeW), ...crossings(dischargeCurve, maxDischargeW)];
}

function simpson(from: number, to: number, of: (energyWh: number) => number): number {
  const parts = 256;
  const step = (to - from) / parts;
  let sum = of(from) + of(to);
  for (let part = 1; part < parts; part++) sum += of(from + part * step) * (part % 2 === 1 ? 4 : 2);
  return (sum * step) / 3;
}
