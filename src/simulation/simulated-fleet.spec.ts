import { describe, expect, it } from '@jest/globals';
import { aStay } from '../../test/support/stay.js';
import { NOON } from '../../test/support/vehicle-arbitrary.js';
import { Frame } from '../dispatch/index.js';
import { epochMs, MJ_PER_WH, MS_PER_MINUTE } from '../kernel/index.js';
import { SimulatedFleet, type SimulatedFleetOptions } from './simulated-fleet.js';

interface Told {
  readonly type: string;
  readonly sessionId: string;
  readonly soc: number;
  readonly messageId: string;
}
const later = (minutes: number) => epochMs(NOON + minutes * MS_PER_MINUTE);

function fleetOf(options: Partial<SimulatedFleetOptions>) {
  const told: Told[] = [];
  const fleet = new SimulatedFleet({
    stays: [],
    report: (messages) => {
      told.push(...(messages as Told[]));
      return Promise.resolve({ accepted: messages.length, rejected: [] });
    },
    ...options,
  });
  return { fleet, told, words: () => told.splice(0).map(({ type, sessionId, soc }) => `${sessionId} ${type} ${soc}`) };
}

describe('the simulated fleet', () => {
  it('comes, reports on the marks of the clock, and leaves', async () => {
    const stay = aStay({ pluggedInAt: later(7), unpluggedAt: later(40) });
    const { fleet, words } = fleetOf({ stays: [stay] });
    expect(fleet.nextDueAt()).toBe(later(7));
    await fleet.runDue(later(7));
    expect(words()).toEqual(['S1 plugged-in 50']);
    for (const minutes of [15, 30]) {
      expect(fleet.nextDueAt()).toBe(later(minutes));
      await fleet.runDue(later(minutes));
      expect(words()).toEqual(['S1 soc 50']);
    }
    expect(fleet.nextDueAt()).toBe(later(40));
    await fleet.runDue(later(40));
    expect(words()).toEqual(['S1 unplugged 50']);
    expect(fleet.nextDueAt()).toBeNull();
  });
  it('frees a charger before the next car takes it', async () => {
    const stays = [aStay({ unpluggedAt: later(10) }), aStay({ sessionId: 'S2', pluggedInAt: later(10) })];
    const { fleet, words } = fleetOf({ stays });
    await fleet.runDue(NOON);
    words();
    await fleet.runDue(later(10));
    expect(words()).toEqual(['S1 unplugged 50', 'S2 plugged-in 50']);
  });
  it('obeys its set-points, and ignores those for a car that has left', async () => {
    const before: number[] = [];
    const { fleet } = fleetOf({
      stays: [aStay()],
      listener: { obeyed: (_frame, vehicles, energies) => before.push(vehicles.length, energies[1] as number) },
    });
    await fleet.runDue(NOON);
    const frame = new Frame();
    Object.assign(frame, { seconds: 2, count: 2, sessionIds: ['gone', 'S1'] });
    frame.powerW[1] = -10_000;
    frame.powerW[frame.stride + 1] = -10_000;
    fleet.follow(frame);
    const [vehicle] = [...fleet.vehicles()];
    expect(vehicle?.energyMj).toBe(30_000 * MJ_PER_WH + 2 * 9_500_000);
    expect(before).toEqual([2, 30_000 * MJ_PER_WH]);
  });
  it('goes on with cars that are plugged in already', async () => {
    const present = [{ stay: aStay(), energyMj: 45_000 * MJ_PER_WH, since: later(20) }];
    const { fleet, words } = fleetOf({ present });
    expect(fleet.nextDueAt()).toBe(later(30));
    await fleet.runDue(later(30));
    expect(words()).toEqual(['S1 soc 75']);
  });
  it('says what every car has at any instant, for whoever goes on from its words', async () => {
    const { fleet, words } = fleetOf({ stays: [aStay(), aStay({ sessionId: 'S2', arrivalSocPermille: 651 })] });
    await fleet.runDue(NOON);
    words();
    await fleet.readGauges(later(7));
    expect(words()).toEqual(['S1 soc 50', 'S2 soc 65.1']);
    expect(fleet.nextDueAt()).toBe(later(15));
  });
  it('gives every message an id of its own', async () => {
    const { fleet, told } = fleetOf({ stays: [aStay()] });
    for (let minutes = 0; minutes <= 60; minutes += 15) await fleet.runDue(later(minutes));
    expect(new Set(told.map(({ messageId }) => messageId)).size).toBe(5);
  });
  it('does not put up with an engine that refuses its words', async () => {
    const refusal = { messageId: 'm', code: 'NO', field: null, message: 'not so' };
    const { fleet } = fleetOf({
      stays: [aStay()],
      report: () => Promise.resolve({ accepted: 0, rejected: [refusal] }),
    });
    await expect(fleet.runDue(NOON)).rejects.toThrow('NO not so');
  });
});
