import { describe, expect, it } from '@jest/globals';
import { fleetRoom } from '../../test/support/fleet-room.js';
import { PLUG_IN, plugInMessage } from '../../test/support/fleet.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import { guaranteeOf } from '../flexibility/index.js';
import { activationStream, epochMs, isoInstant, MS_PER_HOUR, type EpochMs } from '../kernel/index.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';

const driver = { actor: 'driver:D1', driverId: 'D1' };
const hour = (count: number): EpochMs => epochMs(PLUG_IN + count * MS_PER_HOUR);
/** 22:00 UTC, seven hours after the plug-in, is 23:00 CET: an hour later the delivery day ends. */
const MIDNIGHT = hour(8);

/** A car at 52 % of 60 kWh that may give down to 30 %: 13.2 kWh, 12.54 of them at the grid. */
async function roomWith(limits: { maxDischargeWh?: number; maxDailyCyclesPermille?: number } | null) {
  const clock = new ManualClock(PLUG_IN);
  const log = new MemoryEventLog(clock);
  const room = fleetRoom(log, clock, guaranteeOf);
  await room.intake.accept([plugInMessage()], PLUG_IN);
  if (limits !== null) await room.preferences.state('S1', limits, driver);
  await room.caughtUp();
  return room;
}
type Room = Awaited<ReturnType<typeof roomWith>>;

/** What dispatch writes at the end of an hour, and a gauge report that still says the same. */
async function discharged(room: Room, mtu: number, dischargedWh: number): Promise<void> {
  const product = 'FCR-N';
  const mtuStart = isoInstant(hour(mtu));
  const data = { product, mtuStart, sessionIds: ['S1'], dischargedWh: [dischargedWh], wornMicroWh: [0] };
  const meta = { messageId: `use-${mtu}`, correlationId: 'c', causationId: 'c', actor: 'dispatch' };
  const event = { type: 'BatteriesDischarged', data, meta, occurredAt: hour(mtu + 1) };
  await room.log.append(activationStream(product, mtuStart), 'any', [event]);
  await readGauge(room, hour(mtu + 1));
}

async function readGauge(room: Room, at: EpochMs): Promise<void> {
  room.clock.at = at;
  const ids = { sessionId: 'S1', chargerId: 'C1', messageId: `soc-${at}` };
  await room.intake.accept([{ ...ids, type: 'soc', at: isoInstant(at), soc: 52 }], at);
  await room.caughtUp();
}

/** What was told so far, to ten watt-hours: it is rounded down where calculated. */
const told = async (room: Room): Promise<number[]> =>
  (await room.events())
    .filter(({ type }) => type === 'GuaranteeGiven')
    .map(({ data }) => 10 * Math.round((data as { safelyDischargeableWh: number }).safelyDischargeableWh / 10));

describe('the renewal of guarantees', () => {
  it('tells a driver with a limit what is left of it, after what was used of it', async () => {
    const room = await roomWith({ maxDischargeWh: 8_000 });
    expect(room.renewal.nextDueAt()).toBeNull();
    await discharged(room, 0, 3_000);
    expect(room.renewal.nextDueAt()).toBe(hour(1));
    await room.renewal.runDue(hour(1));
    // 8 kWh and then 5 kWh of the battery, at 0.95.
    expect(await told(room)).toEqual([12_540, 7_600, 4_750]);
    expect((await room.events()).at(-1)).toMatchObject({
      type: 'GuaranteeGiven',
      data: { sessionId: 'S1', at: isoInstant(hour(1)), reachable: true },
      meta: { actor: 'guarantee-renewal' },
    });
  });

  it('is what the driver reads in the answer, too', async () => {
    const room = await roomWith({ maxDischargeWh: 8_000 });
    await discharged(room, 0, 3_000);
    const answer = await room.preferences.state('S1', { targetSocPermille: 750 }, driver);
    expect(answer).toMatchObject({ maxDischargeKwh: 8, safelyDischargeableWh: 4_749 });
    await room.renewal.runDue(hour(1));
    expect(await told(room)).toEqual([12_540, 7_600, 4_750]);
  });

  it('says nothing twice: run again, by another process, or after a restart', async () => {
    const room = await roomWith({ maxDischargeWh: 8_000 });
    await discharged(room, 0, 3_000);
    await room.renewal.runDue(hour(1));
    await room.renewal.runDue(hour(1));
    const other = fleetRoom(room.log, room.clock, guaranteeOf);
    await other.caughtUp();
    expect(other.renewal.nextDueAt()).toBe(hour(1));
    await Promise.all([other.renewal.runDue(hour(1)), room.renewal.runDue(hour(1))]);
    expect(await told(room)).toHaveLength(3);
  });

  it('tells once where two processes tell at the same instant', async () => {
    const room = await roomWith({ maxDischargeWh: 8_000 });
    const other = fleetRoom(room.log, room.clock, guaranteeOf);
    await discharged(room, 0, 3_000);
    await other.caughtUp();
    await Promise.all([other.renewal.runDue(hour(1)), room.renewal.runDue(hour(1))]);
    expect(await told(room)).toHaveLength(3);
  });

  it('leaves in peace whom it does not concern: little was used, there is no limit, or the gauge is silent', async () => {
    const little = await roomWith({ maxDischargeWh: 8_000 });
    await discharged(little, 0, 400);
    await little.renewal.runDue(hour(1));
    expect(await told(little)).toHaveLength(2);

    const unlimited = await roomWith(null);
    await discharged(unlimited, 0, 3_000);
    await unlimited.renewal.runDue(hour(1));
    expect(await told(unlimited)).toEqual([12_540]);
    expect(unlimited.renewal.nextDueAt()).toBeNull();

    const silent = await roomWith({ maxDischargeWh: 8_000 });
    await discharged(silent, 0, 3_000);
    await silent.renewal.runDue(hour(3));
    expect(await told(silent)).toHaveLength(2);
  });

  it('tells anew when a day begins with cycles of its own', async () => {
    const room = await roomWith({ maxDailyCyclesPermille: 100 });
    await discharged(room, 0, 6_000);
    await room.renewal.runDue(hour(1));
    expect(room.renewal.nextDueAt()).toBe(MIDNIGHT);
    await readGauge(room, MIDNIGHT);
    await room.renewal.runDue(MIDNIGHT);
    // A tenth of 60 kWh a day at 0.95, nothing left of it, and a new day.
    expect(await told(room)).toEqual([12_540, 5_700, 0, 5_700]);
  });

  it('goes on with the day of a driver who plugs in again', async () => {
    const room = await roomWith(null);
    const charger = { chargerId: 'C2', siteId: null, connectors: 1, current: 'AC', maxChargeW: 11_000 } as const;
    const power = { maxDischargeW: 11_000, v2gReady: true, prequalification: 'prequalified' } as const;
    const meta = { messageId: 'register', correlationId: 'register', causationId: 'register', actor: 'operator:O' };
    await room.registry.registerCharger({ ...charger, ...power, maxDailyCyclesPermille: 100 }, meta);
    await discharged(room, 0, 4_000);
    const again = { messageId: 'm2', sessionId: 'S2', chargerId: 'C2', at: isoInstant(hour(2)) };
    await room.intake.accept([plugInMessage(again)], hour(2));
    // Of 6 kWh a day 2 are left.
    expect((await told(room)).at(-1)).toBe(1_900);
  });
});
