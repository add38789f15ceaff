import { describe, expect, it } from '@jest/globals';
import { EnergyManagement, newestFcrnRules } from '../market/index.js';
import { NEM_AT_REST, nemInHand, nemOutlook } from './nem-in-hand.js';

const charging = { ...NEM_AT_REST, mean: -0.5, allowed: -1 };

describe('NEM in hand', () => {
  it('is what energy management has, by the rules of the day', () => {
    const rules = {
      ...newestFcrnRules(),
      nemEnableMinutes: 30,
      nemDisableMinutes: 60,
      energyManagementMeanSeconds: 300,
    };
    expect(nemInHand(new EnergyManagement(rules), rules)).toEqual(NEM_AT_REST);
    expect(nemInHand({ nemMean: -0.5, nemAllowed: -1 }, { ...rules, nemDisableMinutes: 57.5 })).toEqual({
      ...charging,
      disableHours: 57.5 / 60,
    });
  });
});

describe('the outlook for NEM', () => {
  it('is half a quiet hour at an endurance of one hour, with nothing acting', () => {
    expect(nemOutlook(NEM_AT_REST, -1, 1, 1)).toEqual({ hours: 1, quietHours: 0.5, tailHours: 0 });
    expect(nemOutlook(NEM_AT_REST, 1, 0.2, 0.7)).toEqual({ hours: 0.7, quietHours: 0, tailHours: 0 });
  });

  it('has no quiet while it acts and the endurance is not restored', () => {
    expect(nemOutlook(charging, -1, 0.9, 0.6)).toEqual({ hours: 0.6, quietHours: 0, tailHours: 0 });
  });

  it('has a tail where a new hour restores the endurance, in its own direction only', () => {
    const { tailHours, quietHours } = nemOutlook(charging, -1, 1.2, 1);
    expect(quietHours).toBeCloseTo(0.7);
    expect(tailHours * 3600).toBeCloseTo(300 * 0.5 * 0.75);
    expect(nemOutlook(charging, 1, 1.2, 1).tailHours).toBe(0);
  });

  it('has the tail that the mean runs out with, at most', () => {
    for (const seconds of [1, 60, 150, 300, 400]) {
      const management = new EnergyManagement(newestFcrnRules());
      for (let second = 0; second < seconds; second++) management.step(50_000, 10, 110);
      const outlook = nemOutlook({ ...NEM_AT_REST, mean: management.nemMean }, -1, 1, 1);
      let full = 0;
      for (let second = 0; second < 300; second++) {
        management.step(50_000, 60, 60);
        full -= management.nemMean;
      }
      expect(full).toBeGreaterThan(0);
      expect(outlook.tailHours * 3600).toBeGreaterThanOrEqual(full - 1);
    }
  });
});
