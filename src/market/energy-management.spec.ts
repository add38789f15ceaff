import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseInstant } from '../kernel/index.js';
import { EnergyManagement } from './energy-management.js';
import { fcrnRules, newestFcrnRules } from './fcr-n.rules.js';
import { requiredResponseW } from './fcr-n.js';

const CAPACITY_W = 1_000_000;
const AMPLE = 60;

/**
 * A group of 1 MW with one hour each way, stepped on a leaping clock: the endurance follows from the energy that the
 * response has moved, so that NEM and AEM act back on themselves as in a plant.
 */
class Plant {
  readonly management = new EnergyManagement(newestFcrnRules());
  seconds = 0;
  private upMinutes = 60;

  hold(millihertz: number, seconds: number): void {
    for (let second = 0; second < seconds; second++) {
      this.management.step(millihertz, this.upMinutes, 120 - this.upMinutes);
      this.upMinutes -= this.management.responseW(CAPACITY_W, millihertz) / CAPACITY_W / 60;
      this.seconds++;
    }
  }

  /** @returns seconds until it was so; at most four hours. */
  holdUntil(millihertz: number, reached: (management: EnergyManagement) => boolean): number {
    const start = this.seconds;
    while (!reached(this.management) && this.seconds - start < 4 * 3600) this.hold(millihertz, 1);
    expect(reached(this.management)).toBe(true);
    return this.seconds - start;
  }

  get endurance(): { up: number; down: number } {
    return { up: this.upMinutes, down: 120 - this.upMinutes };
  }
}

describe('energy management at rest', () => {
  it('answers with the plain droop while there is ample endurance, whatever the frequency', () => {
    const management = new EnergyManagement(newestFcrnRules());
    fc.assert(
      fc.property(
        fc.integer({ min: 49_000, max: 51_000 }),
        fc.double({ min: 30, max: 1e9, noNaN: true }),
        (frequency, minutes) => {
          management.step(frequency, minutes, minutes);
          expect(management.responseW(CAPACITY_W, frequency)).toBe(requiredResponseW(CAPACITY_W, frequency));
          expect([management.nemActive, management.aemMeansActive]).toEqual([0, 0]);
        },
      ),
    );
  });

  it('never acts under the rules before 1.9.2023, which know neither', () => {
    const management = new EnergyManagement(fcrnRules(parseInstant('2022-06-01T00:00:00Z')));
    for (let second = 0; second < 600; second++) management.step(49_950, 0, 120);
    expect(management.responseW(CAPACITY_W, 49_950)).toBe(500_000);
    expect([management.nemActive, management.aemMeansActive]).toEqual([0, 0]);
  });
});

describe('NEM', () => {
  it.each([
    // endurance up, down (minutes), frequency (mHz), what is allowed
    [30, 90, 49_990, 0],
    [29.99, 90, 49_990, -1],
    [90, 29.99, 49_990, 1],
    [29.99, 90, 49_900, 0],
    [29.99, 90, 49_901, -1],
    [90, 29.99, 50_100, 0],
    [90, 29.99, 50_099, 1],
  ])('with %d min up and %d min down at %i mHz is allowed %i', (up, down, frequency, allowed) => {
    const management = new EnergyManagement(newestFcrnRules());
    management.step(frequency, up, down);
    expect(management.nemAllowed).toBe(allowed);
  });

  it('holds on until 57.5 minutes are back, and needs 30 again after that', () => {
    const management = new EnergyManagement(newestFcrnRules());
    const allowed = [29, 45, 57.4, 57.5, 45, 30, 29].map((up) => {
      management.step(50_000, up, 120 - up);
      return management.nemAllowed;
    });
    expect(allowed).toEqual([-1, -1, -1, 0, 0, 0, -1]);
  });

  it('forgets its hysteresis when the frequency leaves the band', () => {
    const management = new EnergyManagement(newestFcrnRules());
    const seconds = [
      { frequency: 50_000, up: 29 },
      { frequency: 49_900, up: 29 },
      { frequency: 50_000, up: 45 },
    ];
    const allowed = seconds.map(({ frequency, up }) => {
      management.step(frequency, up, 120 - up);
      return management.nemAllowed;
    });
    expect(allowed).toEqual([-1, 0, 0]);
  });

  it('ramps in over 300 s to 0.34·C and out again', () => {
    const management = new EnergyManagement(newestFcrnRules());
    for (let second = 1; second <= 150; second++) management.step(50_000, 20, 100);
    // 150 of 300 seconds allowed: −0.34 × 1 MW × 0.5
    expect(management.responseW(CAPACITY_W, 50_000)).toBe(-170_000);
    for (let second = 1; second <= 150; second++) management.step(50_000, 20, 100);
    expect(management.responseW(CAPACITY_W, 50_000)).toBe(-340_000);
    for (let second = 1; second <= 100; second++) management.step(50_000, AMPLE, AMPLE);
    expect(management.responseW(CAPACITY_W, 50_000)).toBe(-226_667);
    for (let second = 1; second <= 199; second++) management.step(50_000, AMPLE, AMPLE);
    expect(management.nemActive).toBe(1);
    management.step(50_000, AMPLE, AMPLE);
    expect([management.nemActive, management.nemMean]).toEqual([0, 0]);
  });
});

describe('AEM', () => {
  it('turns on below 5 minutes, off at 10', () => {
    const management = new EnergyManagement(newestFcrnRules());
    const on = [5, 4.99, 9.99, 10, 5].map((up) => {
      management.step(49_800, up, 120 - up);
      return management.aemActive;
    });
    expect(on).toEqual([0, 1, 1, 0, 0]);
  });

  it('slides the reference to the frequency within 300 s, so that the response fades out', () => {
    const management = new EnergyManagement(newestFcrnRules());
    for (let second = 1; second <= 150; second++) management.step(49_800, 4, 116);
    expect(management.referenceMhz).toBe(49_950);
    expect(management.responseW(CAPACITY_W, 49_800)).toBe(500_000);
    for (let second = 1; second <= 150; second++) management.step(49_800, 4, 116);
    expect(management.responseW(CAPACITY_W, 49_800)).toBe(0);
    // The response reverses when the frequency comes back: full downward against 50 Hz − 0.1 Hz.
    expect(management.responseW(CAPACITY_W, 50_000)).toBe(-1_000_000);
  });

  it('clips the reversed response together with NEM at 1.34·C', () => {
    const management = new EnergyManagement(newestFcrnRules());
    for (let second = 1; second <= 300; second++) management.step(49_901, 4, 116);
    expect(management.responseW(CAPACITY_W, 50_100)).toBe(-1_340_000);
  });
});

describe('the LER test sequence (Technical Requirements v1.1, Table 12)', () => {
  let plant: Plant;
  beforeEach(() => {
    plant = new Plant();
  });

  it('passes through NEM and AEM at both ends of the reservoir', () => {
    plant.hold(50_000, 120);
    expect(plant.endurance).toEqual({ up: 60, down: 60 });
    // 90 % downward activation uses 30 of 60 minutes in 30 / 0.9 = 33.3 minutes.
    expect(plant.holdUntil(50_090, (m) => m.nemAllowed === 1)).toBeCloseTo(2000, -1);
    plant.hold(50_110, 1);
    expect(plant.management.nemAllowed).toBe(0);
    plant.hold(50_090, 1);
    expect(plant.management.nemAllowed).toBe(1);
    plant.holdUntil(50_110, (m) => m.aemActive === 1);
    expect(plant.endurance.down).toBeCloseTo(5, 1);
    plant.hold(50_110, 300);
    expect(plant.management.responseW(CAPACITY_W, 50_110)).toBe(0);
    plant.hold(50_090, 1);
    expect([plant.management.nemAllowed, plant.management.aemActive]).toEqual([1, 1]);
    plant.holdUntil(49_910, (m) => m.nemAllowed === 0 && m.aemActive === 0);
    plant.holdUntil(49_910, (m) => m.nemAllowed === -1);
    expect(plant.endurance.up).toBeCloseTo(30, 1);
    plant.hold(49_890, 1);
    expect(plant.management.nemAllowed).toBe(0);
    plant.hold(49_910, 1);
    expect(plant.management.nemAllowed).toBe(-1);
    plant.holdUntil(49_890, (m) => m.aemActive === 1);
    plant.hold(49_890, 300);
    plant.hold(49_910, 1);
    expect([plant.management.nemAllowed, plant.management.aemActive]).toEqual([-1, 1]);
    plant.holdUntil(50_000, (m) => m.nemActive === 0 && m.aemMeansActive === 0);
    expect(plant.endurance.up).toBeGreaterThan(57);
  });
});

describe('the running sums', () => {
  it('equal the means computed anew over the last 300 seconds', () => {
    const second = fc.record({
      frequency: fc.integer({ min: 49_850, max: 50_150 }),
      up: fc.integer({ min: 0, max: 120 }),
    });
    fc.assert(
      fc.property(fc.array(second, { minLength: 1, maxLength: 900 }), (seconds) => {
        const management = new EnergyManagement(newestFcrnRules());
        const past: { nem: number; reference: number }[] = [];
        for (const { frequency, up } of seconds) {
          management.step(frequency, up, 120 - up);
          const reference = management.aemActive ? Math.min(50_100, Math.max(49_900, frequency)) : 50_000;
          past.push({ nem: management.nemAllowed, reference });
          const last = past.slice(-300);
          const nem = last.reduce((sum, entry) => sum + entry.nem, 0) / 300;
          expect(management.nemMean).toBeCloseTo(nem, 12);
          const deviation = last.reduce((sum, entry) => sum + entry.reference - 50_000, 0) / 300;
          expect(management.referenceMhz).toBeCloseTo(50_000 + deviation, 9);
        }
        management.reset();
        expect(management.responseW(CAPACITY_W, 49_950)).toBe(500_000);
      }),
      { numRuns: 20 },
    );
  });
});

describe('energy management after a restart', () => {
  it('goes on from the decisions of the last 300 seconds as one that never stopped', () => {
    const second = fc.record({
      frequency: fc.integer({ min: 49_850, max: 50_150 }),
      up: fc.integer({ min: 0, max: 120 }),
      lasts: fc.integer({ min: 1, max: 90 }),
    });
    const stretch = fc.array(second, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(stretch, stretch, (before, after) => {
        const unbroken = new EnergyManagement(newestFcrnRules());
        const past: { seconds: number; nemAllowed: number; aemReferenceMhz: number | null }[] = [];
        for (const { frequency, up, lasts } of before)
          for (let index = 0; index < lasts; index++) {
            unbroken.step(frequency, up, 120 - up);
            const aemReferenceMhz = unbroken.aemActive ? Math.min(50_100, Math.max(49_900, frequency)) : null;
            past.push({ seconds: 1, nemAllowed: unbroken.nemAllowed, aemReferenceMhz });
          }
        const restarted = new EnergyManagement(newestFcrnRules());
        restarted.recall(past.slice(-300));
        const stateOf = ({
          nemMean,
          nemAllowed,
          nemActive,
          aemActive,
          aemMeansActive,
          referenceMhz,
        }: EnergyManagement) => ({
          ...{ nemMean, nemAllowed, nemActive, aemActive, aemMeansActive, referenceMhz },
        });
        expect(stateOf(restarted)).toEqual(stateOf(unbroken));
        for (const { frequency, up, lasts } of after)
          for (let index = 0; index < lasts; index++) {
            for (const management of [unbroken, restarted]) management.step(frequency, up, 120 - up);
            expect(restarted.responseW(CAPACITY_W, frequency)).toBe(unbroken.responseW(CAPACITY_W, frequency));
          }
      }),
    );
  });
});
