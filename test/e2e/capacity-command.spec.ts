import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { capacityCommand } from '../../src/cli/capacity.cli.js';
import type { CapacityAnswer } from '../../src/flexibility/index.js';
import { temporaryFolder } from '../support/http-server.js';
import { runCommand } from '../support/run-command.js';
import { describeWithShared } from '../support/shared-data.js';

const capacity = (...args: readonly string[]) => runCommand('capacity', capacityCommand, args);

function fileOf(content: string | Buffer): string {
  const file = join(temporaryFolder(), 'vehicles.json');
  writeFileSync(file, content);
  return file;
}

const car = {
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
const question = (vehicles: readonly object[]): string => JSON.stringify({ at: '2026-01-12T15:00:00Z', vehicles });

describe('backfeed capacity', () => {
  it('tells people what a car can hold', async () => {
    const { code, stdout } = await capacity('--vehicles', fileOf(question([car])));
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'Firm FCR-N capacity of 1 idle vehicle at 2026-01-12T15:00:00.000Z',
        '  as a group 7.5 kW, bound by power kept for energy management (power up)',
        '  offerable  0.0 MW',
        '  each alone 7.5 kW in all',
        '  with shares chosen 7.5 kW',
        '  for longer 7.5 kW for 2 h, 4.5 kW for 4 h',
        '  counted as a limited reservoir (LER): 34 % of power kept for NEM, 60 min of endurance;',
        '  its 7.5 kW are what it could also hold for 2 h',
        '',
        'vehicle  up kW  down kW  alone kW  safe discharge kWh            must charge at',
        'v1        10.0     11.0       7.5                18.0  2026-01-13T06:00:00.000Z',
        '',
      ].join('\n'),
    );
  });

  it('offers what is left when cars leave without a word, and what the fuse of a site carries', async () => {
    const cars = Array.from({ length: 50 }, (_, index) => ({ ...car, id: `v${index}` }));
    const asked = async (change: object, each: object = {}) => {
      const vehicles = cars.map((one) => ({ ...one, ...each }));
      const file = fileOf(JSON.stringify({ at: '2026-01-12T15:00:00Z', vehicles, ...change }));
      const { stdout } = await capacity('--vehicles', file, '--json');
      return (JSON.parse(stdout) as { now: CapacityAnswer }).now;
    };
    expect(await asked({})).toMatchObject({ offerableW: 300_000, leavers: 0, isLimitedReservoir: false });
    const careful = await asked({ unannouncedDepartures: { leavingProbability: 0.4, reliability: 0.99 } });
    expect(careful.leavers).toBeGreaterThan(20);
    expect(careful).toMatchObject({ offerableW: 100_000, chosenSharesW: careful.groupW });
    // 20 kW of fuse both ways, a third of it kept for NEM.
    const fused = await asked({ siteLimitsW: { depot: 20_000 } }, { siteId: 'depot' });
    expect(fused.groupW).toBeCloseTo(20_000 / 1.34, 0);
    expect(fused.offerableW).toBe(0);
    // Two hours of full activation: 18 kWh each, 8.1 kW; with a limited reservoir one hour would do.
    const full = { energyWh: 25_000, minEnergyWh: 10_000 };
    expect(await asked({}, full)).toMatchObject({ isLimitedReservoir: true });
    const longer = await asked({ isLER: false }, full);
    expect(longer).toMatchObject({ isLimitedReservoir: false, group: { enduranceMinutes: 120 } });
    expect(longer.groupW).toBeLessThan((await asked({}, full)).groupW);
  });

  it('draws the envelope of each car', async () => {
    const { stdout } = await capacity('--vehicles', fileOf(question([car])), '--envelope', '--json');
    const { envelopes } = JSON.parse(stdout) as { envelopes: Record<string, { at: string; lowerWh: number }[]> };
    expect(envelopes['v1']).toHaveLength(16);
    expect(envelopes['v1']?.at(-1)).toMatchObject({ at: '2026-01-13T06:00:00.000Z', lowerWh: 30_000, upperWh: 60_000 });
    const text = (await capacity('--vehicles', fileOf(question([car])), '--envelope')).stdout;
    expect(text).toContain('v1       2026-01-12T16:00:00.000Z       18.9      39.9');
  });

  it('answers an empty list with nothing to offer', async () => {
    const { stdout } = await capacity('--vehicles', fileOf(question([])), '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      now: { vehicles: [], sumOfSinglesW: 0, groupW: 0, offerableW: 0, boundBy: 'none' },
    });
  });

  it.each([
    [
      'a limit that is nearly spelt right',
      () => fileOf(question([{ ...car, StandbyW: 2_000 }])),
      'vehicles[0].StandbyW is no field of this file; write standbyW, if that is what it means',
    ],
    ['a missing file', () => '/nowhere/vehicles.json', "/nowhere/vehicles.json can't be read"],
    ['an empty file', () => fileOf(''), 'vehicles.json is not JSON'],
    ['a binary file', () => fileOf(Buffer.from([0xff, 0xfe, 0x00, 0x80])), 'vehicles.json is not JSON'],
    [
      'a bad field',
      () => fileOf(question([{ ...car, energyWh: 'full' }])),
      'vehicles.json: vehicles[0].energyWh must be a number, 0 or more; it is "full"',
    ],
  ])('refuses %s with exit 2, naming it and the fix', async (_, file, message) => {
    const { code, stdout, stderr } = await capacity('--vehicles', file(), '--json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('plans a car’s day, and says what no plan can exceed', async () => {
    const file = fileOf(JSON.stringify({ at: '2026-01-12T15:00:00Z', mtus: 2, vehicles: [car] }));
    const { code, stdout } = await capacity('--vehicles', file, '--plan');
    expect(code).toBe(0);
    expect(stdout).toContain('Plan: 15.7 kW,h over 2 MTUs, 100.0 % of what no plan can exceed');
    const { plan } = JSON.parse((await capacity('--vehicles', file, '--plan', '--json')).stdout) as PlanDocument;
    // Charging with 500 W balances 10.5 kW each way, of which NEM takes a quarter.
    expect(plan.capacityW.map(Math.round)).toEqual([7_836, 7_836]);
    expect(plan.baselineW['v1']?.map(Math.round)).toEqual([-500, -500]);
    expect(plan.boundW).toBeGreaterThanOrEqual(plan.capacityW[0] as number);
  });

  it('says of which MTUs a site’s fuse can’t carry what was promised behind it', async () => {
    const late = { ...car, siteId: 'depot', targetEnergyWh: car.energyWh + 9_000, departureAt: '2026-01-12T16:00:00Z' };
    const asked = { at: '2026-01-12T15:00:00Z', mtus: 2, vehicles: [late], siteLimitsW: { depot: 4_000 } };
    const file = fileOf(JSON.stringify(asked));
    const { plan } = JSON.parse((await capacity('--vehicles', file, '--plan', '--json')).stdout) as PlanDocument;
    const excessW = -(plan.baselineW['v1']?.[0] as number) - 4_000;
    expect(excessW).toBeGreaterThan(4_000);
    expect(plan.fuseExcess).toEqual([{ siteId: 'depot', mtuStart: '2026-01-12T15:00:00.000Z', excessW }]);
    const { stdout } = await capacity('--vehicles', file, '--plan');
    const kW = (excessW / 1000).toFixed(1);
    expect(stdout).toContain(
      `The fuse of depot can't carry what was promised there: ${kW} kW too much at 2026-01-12T15:00:00.000Z`,
    );
  });

  it('refuses a plan over no time, and a call without vehicles', async () => {
    const none = await capacity(
      '--vehicles',
      fileOf(JSON.stringify({ at: '2026-01-12T15:00:00Z', mtus: 0, vehicles: [] })),
      '--plan',
    );
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('vehicles.json: mtus must be a whole number from 1 to 192; it is 0');
    expect(await capacity('--json')).toMatchObject({ code: 2, stdout: '' });
  });
});

interface PlanDocument {
  readonly plan: { capacityW: number[]; baselineW: Record<string, number[]>; boundW: number; fuseExcess: unknown[] };
}

describeWithShared('backfeed capacity --json', ['vectors', 'capacity'], (folder) => {
  it('answers a reference pool with its vehicles in the order of the file', async () => {
    const { code, stdout } = await capacity('--vehicles', join(folder, '06.input.json'), '--json');
    const { now } = JSON.parse(stdout) as { now: { groupW: number; vehicles: { id: string }[] } };
    const expected = JSON.parse(readFileSync(join(folder, '06.answer.json'), 'utf8')) as { now: typeof now };
    expect(code).toBe(0);
    expect(Math.abs(now.groupW - expected.now.groupW)).toBeLessThan(2);
    expect(now.vehicles.map(({ id }) => id)).toEqual(expected.now.vehicles.map(({ id }) => id));
  });

  it('plans a reference pool below its bound, a baseline for each vehicle and MTU', async () => {
    const { code, stdout } = await capacity('--vehicles', join(folder, '04.input.json'), '--plan', '--json');
    const { plan } = JSON.parse(stdout) as PlanDocument;
    const { planBound } = JSON.parse(readFileSync(join(folder, '04.answer.json'), 'utf8')) as {
      planBound: { sumW: number };
    };
    expect(code).toBe(0);
    const plannedW = plan.capacityW.reduce((sum, each) => sum + each, 0);
    expect(plannedW).toBeLessThanOrEqual(planBound.sumW);
    expect(plannedW).toBeGreaterThan(0.94 * planBound.sumW);
    expect(Object.values(plan.baselineW).map((row) => row.length)).toEqual(Array.from({ length: 20 }, () => 24));
  });
});
