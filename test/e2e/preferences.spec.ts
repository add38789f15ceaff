import { describe, expect, it } from '@jest/globals';
import { fleetRoom } from '../support/fleet-room.js';
import { PLUG_IN, plugInMessage } from '../support/fleet.js';

const driver = { actor: 'driver:D1', driverId: 'D1' };
const pluggedInRoom = async (fields = {}) => {
  const room = fleetRoom();
  await room.intake.accept([plugInMessage(fields)], PLUG_IN);
  return room;
};

describe('a driver who states preferences', () => {
  it('is told what is promised and how much may be used', async () => {
    const room = await pluggedInRoom();
    // (52 − 20) % of 60 kWh = 19 200 Wh above the minimum, half of it 9 600 Wh
    expect(await room.preferences.state('S1', { targetSocPermille: 950, minSocPermille: 200 }, driver)).toEqual({
      sessionId: 'S1',
      targetSoc: 95,
      minSoc: 20,
      departureAt: '2026-01-13T06:30:00.000Z',
      v2g: true,
      maxDischargeKwh: null,
      maxCyclesPerDay: null,
      reachable: true,
      safelyDischargeableWh: 9_600,
      mustChargeAt: '2026-01-13T06:30:00.000Z',
      missing: [],
      hint: expect.stringContaining('70 %–90 % is recommended'),
    });
    expect(await room.types()).toEqual(['VehiclePluggedIn', 'GuaranteeGiven', 'PreferencesStated', 'GuaranteeGiven']);
  });
  it('may limit what is taken out of the battery, and lift the limit again', async () => {
    const room = await pluggedInRoom();
    const limited = await room.preferences.state('S1', { maxDischargeWh: 15_000, maxDailyCyclesPermille: 500 }, driver);
    expect(limited).toMatchObject({ maxDischargeKwh: 15, maxCyclesPerDay: 0.5 });
    // Stating something else leaves the limits as they are.
    expect(await room.preferences.state('S1', { targetSocPermille: 700 }, driver)).toMatchObject({
      maxDischargeKwh: 15,
    });
    const lifted = await room.preferences.state('S1', { maxDischargeWh: null }, driver);
    expect(lifted).toMatchObject({ maxDischargeKwh: null, maxCyclesPerDay: 0.5 });
  });
  it('may say the same twice: nothing is added, the answer is the same', async () => {
    const room = await pluggedInRoom();
    const first = await room.preferences.state('S1', { v2g: false }, driver);
    expect(await room.preferences.state('S1', { v2g: false }, driver)).toEqual(first);
    expect(await room.types()).toHaveLength(4);
  });
  it('may change back and forth', async () => {
    const room = await pluggedInRoom();
    for (const v2g of [false, true, false]) await room.preferences.state('S1', { v2g }, driver);
    expect((await room.types()).filter((type) => type === 'PreferencesStated')).toHaveLength(3);
  });
  it('is told what is missing where nothing can be promised', async () => {
    const room = await pluggedInRoom({ batteryWh: null, soc: null, departureAt: null });
    expect(await room.preferences.state('S1', { v2g: false }, driver)).toMatchObject({
      reachable: null,
      safelyDischargeableWh: null,
      missing: ['batteryWh', 'soc', 'departureAt'],
    });
  });
  it('speaks for the own session only; who answers for the fleet speaks for all', async () => {
    const room = await pluggedInRoom();
    const stranger = { actor: 'driver:D2', driverId: 'D2' };
    expect(await room.preferences.state('S1', { v2g: false }, stranger)).toMatchObject({ code: 'NOT_YOUR_SESSION' });
    expect(await room.preferences.state('S1', { v2g: false }, { actor: 'operator:O', driverId: null })).toMatchObject({
      v2g: false,
    });
  });
  it('decides on what other processes wrote', async () => {
    const room = await pluggedInRoom();
    await room.sessions.load('S1');
    const other = fleetRoom(room.log);
    await other.preferences.state('S1', { targetSocPermille: 700 }, driver);
    expect(await room.preferences.state('S1', { minSocPermille: 750 }, driver)).toMatchObject({
      code: 'MINIMUM_ABOVE_TARGET',
    });
  });
});
