import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { describeWithShared } from '../../test/support/shared-data.js';
import { parseInstant } from '../kernel/index.js';
import { capacityNow, type CapacityAnswer, type CapacityQuestion } from './capacity-now.js';
import type { Vehicle } from './vehicle.js';

type Written<T> = { [K in keyof T]: K extends 'at' | 'departureAt' ? string : T[K] };
type WrittenQuestion = Omit<Written<CapacityQuestion>, 'vehicles'> & { vehicles: Written<Vehicle & { id: string }>[] };

const readJson = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T;

function questionOf(written: WrittenQuestion): CapacityQuestion {
  const vehicles = written.vehicles.map((vehicle) => ({ ...vehicle, departureAt: parseInstant(vehicle.departureAt) }));
  return { ...written, at: parseInstant(written.at), bidStepW: 100_000, vehicles };
}

describeWithShared('capacity now, against reference answers', ['vectors', 'capacity'], (folder) => {
  it.each(['01', '02', '03', '04', '05', '06'])('pool %s agrees to 2 W, 2 Wh and 1 s', (name) => {
    const answer = capacityNow(questionOf(readJson(folder, `${name}.input.json`)));
    const { now } = readJson<{ now: CapacityAnswer }>(folder, `${name}.answer.json`);

    expect({ boundBy: answer.boundBy, offerableW: answer.offerableW }).toEqual({
      boundBy: now.boundBy,
      offerableW: now.offerableW,
    });
    expect(Math.abs(answer.groupW - now.groupW)).toBeLessThan(2);
    expect(Math.abs(answer.sumOfSinglesW - now.sumOfSinglesW)).toBeLessThan(2);
    expect(answer.vehicles.map(({ id, reachable }) => ({ id, reachable }))).toEqual(
      now.vehicles.map(({ id, reachable }) => ({ id, reachable })),
    );
    now.vehicles.forEach((expected, index) => {
      const got = answer.vehicles[index];
      for (const field of ['upW', 'downW', 'singleW', 'safeDischargeWh'] as const)
        expect(Math.abs((got?.[field] ?? NaN) - expected[field])).toBeLessThan(2);
      expect(Math.abs(Date.parse(got?.mustChargeAt ?? '') - Date.parse(expected.mustChargeAt))).toBeLessThanOrEqual(
        1000,
      );
    });
  });
});
