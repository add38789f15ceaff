import { describe, expect, it } from '@jest/globals';
import { readinessAssumptions } from './readiness-assumptions.js';

describe('method and assumptions of a readiness study', () => {
  it('name what was chosen, and only that', () => {
    const plain = readinessAssumptions({ seed: 1 }, 'cars rest', 0);
    expect(plain.method.join('\n')).toMatch(/cars rest[^]*bootstrap/);
    expect(plain.assumptions.join('\n')).toContain('else 11 kW both ways');
    expect(plain.assumptions.join('\n')).not.toMatch(/in every car|drawn with seed|without arrival SoC/);
    const chosen = { seed: 7, chargers: 400, v2gPowerW: 22_000, batteryWh: 60_000 };
    const text = readinessAssumptions(chosen, 'cars rest', 40).assumptions.join('\n');
    expect(text).toMatch(
      /22 kW both ways at every[^]*60 kWh in every car[^]*400 drawn with seed 7[^]*40 sessions without/,
    );
  });
});
