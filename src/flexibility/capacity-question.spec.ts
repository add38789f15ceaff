import { describe, expect, it } from '@jest/globals';
import { InputError } from '../kernel/index.js';
import { readCapacityQuestion } from './capacity-question.js';

const aVehicle = (change: object = {}): object => ({
  id: 'v1',
  energyWh: 41_807,
  minEnergyWh: 12_185,
  maxEnergyWh: 60_927,
  targetEnergyWh: 48_136.5,
  departureAt: '2026-01-13T04:16:00+02:00',
  maxChargeW: 11_000,
  maxDischargeW: 0,
  chargeEfficiency: 0.888,
  dischargeEfficiency: 1,
  ...change,
});
const aQuestion = (change: object = {}): object => ({
  at: '2026-01-12T15:00:00.000Z',
  mtuMinutes: 60,
  enduranceMinutes: 60,
  nemPowerFactor: 0.34,
  vehicles: [aVehicle()],
  ...change,
});

describe('a capacity question', () => {
  it('is read with instants as such, whole and fractional numbers alike', () => {
    expect(readCapacityQuestion(aQuestion())).toMatchObject({
      at: Date.UTC(2026, 0, 12, 15),
      bidStepW: 100_000,
      vehicles: [{ id: 'v1', targetEnergyWh: 48_136.5, departureAt: Date.UTC(2026, 0, 13, 2, 16) }],
    });
  });

  it('takes rule values that are left out from the rules in force at its instant', () => {
    const { at, vehicles } = aQuestion() as { at: string; vehicles: object[] };
    expect(readCapacityQuestion({ at, vehicles })).toMatchObject({
      mtuMinutes: 60,
      enduranceMinutes: 60,
      nemPowerFactor: 0.34,
    });
    expect(readCapacityQuestion({ at: '2022-01-12T15:00:00Z', vehicles })).toMatchObject({
      enduranceMinutes: 30,
      nemPowerFactor: 0,
    });
  });

  it('takes curves, standby losses, an allowance and the group’s attributes', () => {
    const chargeCurve = [
      { energyWh: 40_000, powerW: 11_000 },
      { energyWh: 60_000, powerW: 2_000 },
    ];
    const vehicle = aVehicle({ chargeCurve, standbyW: 30, dischargeAllowanceWh: 9_000 });
    const unannouncedDepartures = { leavingProbability: 0.05, reliability: 0.9 };
    const question = readCapacityQuestion(aQuestion({ vehicles: [vehicle], isLER: false, unannouncedDepartures }));
    expect(question.vehicles[0]).toMatchObject({ chargeCurve, standbyW: 30, dischargeAllowanceWh: 9_000 });
    expect(question.vehicles[0]).not.toHaveProperty('dischargeCurve');
    expect(question).toMatchObject({ isLER: false, departures: unannouncedDepartures });
  });

  it('takes sites with their fuses', () => {
    const question = readCapacityQuestion(
      aQuestion({ siteLimitsW: { depot: 40_000 }, vehicles: [aVehicle({ siteId: 'depot' })] }),
    );
    expect(question.siteLimitsW?.get('depot')).toBe(40_000);
    expect(question.vehicles[0]?.siteId).toBe('depot');
    expect(readCapacityQuestion(aQuestion())).not.toHaveProperty('siteLimitsW');
  });

  it.each([
    [{ chargeCurve: [] }, 'vehicles[0].chargeCurve must be a list of points, one at least; it is []'],
    [
      { chargeCurve: [{ energyWh: 1 }] },
      'vehicles[0].chargeCurve[0].powerW must be a number, 0 or more; it is missing',
    ],
    [
      {
        dischargeCurve: [
          { energyWh: 5, powerW: 1 },
          { energyWh: 5, powerW: 2 },
        ],
      },
      'vehicles[0].dischargeCurve[1].energyWh must be above that of the point before, 5; it is 5',
    ],
  ])('names the point of a curve: %#', (change, message) => {
    expect(() => readCapacityQuestion(aQuestion({ vehicles: [aVehicle(change)] }))).toThrow(message);
  });

  it('refuses attributes that are none', () => {
    expect(() => readCapacityQuestion(aQuestion({ isLER: 'yes' }))).toThrow('isLER must be true or false; it is "yes"');
    expect(() => readCapacityQuestion(aQuestion({ unannouncedDepartures: { leavingProbability: 2 } }))).toThrow(
      'unannouncedDepartures.leavingProbability must be a number from 0 to 1; it is 2',
    );
  });

  it.each([
    [[], 'the document must be a JSON object; it is []'],
    [
      aQuestion({ at: '2026-01-12' }),
      'at must be an instant in ISO 8601 with an offset, like 2026-01-12T15:00:00Z; it is "2026-01-12"',
    ],
    [aQuestion({ vehicles: undefined }), 'vehicles must be a list of vehicles; it is missing'],
    [aQuestion({ mtuMinutes: 0 }), 'mtuMinutes must be a number above 0, at most 1440 minutes; it is 0'],
    [aQuestion({ vehicles: ['car'] }), 'vehicles[0] must be a JSON object; it is "car"'],
    [aQuestion({ vehicles: [aVehicle({ id: 7 })] }), 'vehicles[0].id must be a text that names the vehicle; it is 7'],
    [
      aQuestion({ vehicles: [aVehicle({ energyWh: '52' })] }),
      'vehicles[0].energyWh must be a number, 0 or more; it is "52"',
    ],
    [
      aQuestion({ vehicles: [aVehicle({ maxChargeW: -1 })] }),
      'vehicles[0].maxChargeW must be a number, 0 or more; it is -1',
    ],
    [aQuestion({ vehicles: [aVehicle({ departureAt: undefined })] }), 'vehicles[0].departureAt must be an instant'],
    [
      aQuestion({ vehicles: [aVehicle({ chargeEfficiency: 95 })] }),
      'vehicles[0].chargeEfficiency must be a number above 0 and at most 1 (0.01 at least); it is 95',
    ],
    [
      aQuestion({ vehicles: [aVehicle({ minEnergyWh: 70_000 })] }),
      'vehicles[0].minEnergyWh must be at most maxEnergyWh, 60927; it is 70000',
    ],
    [
      aQuestion({ vehicles: [aVehicle({ targetEnergyWh: 91_000 })] }),
      'vehicles[0].targetEnergyWh must be at most maxEnergyWh, 60927; it is 91000',
    ],
    [aQuestion({ siteLimitsW: [1] }), 'siteLimitsW must be an object of watts by site id; it is [1]'],
    [aQuestion({ siteLimitsW: { depot: -1 } }), 'siteLimitsW.depot must be a number, 0 or more; it is -1'],
    [
      aQuestion({ vehicles: [aVehicle({ siteId: 'depot' })] }),
      'vehicles[0].siteId must be one of siteLimitsW; it is "depot"',
    ],
    [aQuestion({ vehicles: [aVehicle(), aVehicle()] }), 'vehicles[1].id must differ from vehicles[0].id; it is "v1"'],
  ])('names the field and the fix: %#', (question, message) => {
    expect(() => readCapacityQuestion(question)).toThrow(InputError);
    expect(() => readCapacityQuestion(question)).toThrow(message);
  });
});
