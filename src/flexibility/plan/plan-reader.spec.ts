import { describe, expect, it } from '@jest/globals';
import { InputError } from '../../kernel/index.js';
import { readCapacityQuestion } from '../capacity-question.js';
import { readPlanQuestion } from './plan-reader.js';

const vehicle = {
  id: 'v1',
  energyWh: 30_000,
  minEnergyWh: 10_000,
  maxEnergyWh: 60_000,
  targetEnergyWh: 30_000,
  departureAt: '2026-01-13T06:00:00Z',
  maxChargeW: 11_000,
  maxDischargeW: 10_000,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.9,
};
const read = (change: object, car: object = {}) => {
  const json = { at: '2026-01-12T15:00:00Z', vehicles: [{ ...vehicle, ...car }], ...change };
  return readPlanQuestion(json, readCapacityQuestion(json));
};

describe('a plan question', () => {
  it('is the capacity question over the MTUs that it names, 24 unless told', () => {
    expect(read({}).worth).toHaveLength(24);
    expect(read({ mtus: 3, enduranceMinutes: 30 })).toMatchObject({
      mtuHours: 1,
      enduranceHours: 0.5,
      worth: [1, 2, 3].map(() => [{ upToW: Infinity, worth: 1 }]),
      vehicles: [{ id: 'v1', energyWh: 30_000 }],
    });
  });

  it('takes sites with their fuses', () => {
    const question = read({ siteLimitsW: { depot: 40_000 } }, { siteId: 'depot' });
    expect(question.siteLimitsW?.get('depot')).toBe(40_000);
    expect(question.vehicles[0]?.siteId).toBe('depot');
    expect(read({})).not.toHaveProperty('siteLimitsW');
  });

  it.each([
    [{ mtus: 0 }, 'mtus must be a whole number from 1 to 192; it is 0'],
    [{ mtus: '24' }, 'mtus must be a whole number from 1 to 192; it is "24"'],
  ])('names the field and the fix: %#', (change, message) => {
    expect(() => read(change)).toThrow(InputError);
    expect(() => read(change)).toThrow(message);
  });
});
