import { describe, expect, it } from '@jest/globals';
import { collect } from '../support/events.js';
import { fleetRoom } from '../support/fleet-room.js';
import { PLUG_IN, plugInMessage } from '../support/fleet.js';

const soc = (messageId: string, at: string, percent: number, sessionId = 'S1') => ({
  messageId,
  type: 'soc',
  chargerId: 'C1',
  sessionId,
  at,
  soc: percent,
  powerW: -7_400,
});
const meter = {
  messageId: 'm3',
  type: 'meter',
  chargerId: 'C1',
  sessionId: 'S1',
  at: '2026-01-12T15:01:00Z',
  importWh: 1_210,
  exportWh: 80,
};
const unplugged = {
  messageId: 'm4',
  type: 'unplugged',
  chargerId: 'C1',
  sessionId: 'S1',
  at: '2026-01-13T06:31:12Z',
  soc: 80.3,
};
const DAY = [plugInMessage(), soc('m2', '2026-01-12T15:00:30Z', 52.4), meter, unplugged];

describe('a batch of telemetry', () => {
  it('becomes the facts of its session, durable before the answer', async () => {
    const room = fleetRoom();
    expect(await room.intake.accept(DAY, PLUG_IN)).toEqual({ accepted: 4, rejected: [] });
    expect(await room.types()).toEqual([
      'VehiclePluggedIn',
      'GuaranteeGiven',
      'SocReported',
      'MeterValuesRecorded',
      'VehicleUnplugged',
      'PromiseKept',
    ]);
  });
  it('carries the sender’s message ids, and the chain to what was concluded', async () => {
    const room = fleetRoom();
    await room.intake.accept(DAY, PLUG_IN);
    const [pluggedIn, guarantee] = await collect(room.log.readStream('session-S1'));
    expect(pluggedIn).toMatchObject({
      meta: { messageId: 'm1', causationId: 'm1', actor: 'charger:C1' },
      occurredAt: PLUG_IN,
    });
    expect(guarantee?.meta).toMatchObject({ causationId: 'm1', correlationId: 'm1' });
  });
  it('sent again, whole or cut otherwise, adds nothing and counts as accepted', async () => {
    const room = fleetRoom();
    await room.intake.accept(DAY, PLUG_IN);
    const before = await room.types();
    expect(await room.intake.accept(DAY, PLUG_IN)).toEqual({ accepted: 4, rejected: [] });
    expect(await room.intake.accept(DAY.slice(1, 3), PLUG_IN)).toEqual({ accepted: 2, rejected: [] });
    expect(await room.types()).toEqual(before);
  });
  it('sent again after a restart adds nothing: the log itself knows its messages', async () => {
    const first = fleetRoom();
    await first.intake.accept(DAY.slice(0, 2), PLUG_IN);
    const restarted = fleetRoom(first.log);
    expect(await restarted.intake.accept(DAY, PLUG_IN)).toEqual({ accepted: 4, rejected: [] });
    const again = fleetRoom(first.log);
    expect(await again.intake.accept(DAY, PLUG_IN)).toEqual({ accepted: 4, rejected: [] });
    expect(await again.types()).toHaveLength(6);
  });
  it('takes a message twice in one batch once', async () => {
    const room = fleetRoom();
    expect(await room.intake.accept([plugInMessage(), plugInMessage()], PLUG_IN)).toEqual({
      accepted: 2,
      rejected: [],
    });
    expect(await room.types()).toEqual(['VehiclePluggedIn', 'GuaranteeGiven']);
  });
});

describe('a message id that comes back with other content', () => {
  const other = soc('m1', '2026-01-12T15:00:30Z', 52.4);
  it.each(['in the same batch', 'in a later batch', 'after a restart'])('is rejected %s', async (when) => {
    const room = fleetRoom();
    const batch = when === 'in the same batch' ? [plugInMessage(), other] : [other];
    if (when !== 'in the same batch') await room.intake.accept([plugInMessage()], PLUG_IN);
    const { intake } = when === 'after a restart' ? fleetRoom(room.log) : room;
    expect((await intake.accept(batch, PLUG_IN)).rejected).toMatchObject([
      { messageId: 'm1', code: 'MESSAGE_ID_REUSED', field: 'messageId' },
    ]);
    expect(await room.types()).toEqual(['VehiclePluggedIn', 'GuaranteeGiven']);
  });
  it('is rejected for another session too', async () => {
    const room = fleetRoom();
    await room.intake.accept([plugInMessage()], PLUG_IN);
    const { rejected } = await room.intake.accept([plugInMessage({ sessionId: 'S2' })], PLUG_IN);
    expect(rejected).toMatchObject([{ code: 'MESSAGE_ID_REUSED' }]);
  });
  it('does not take its neighbours down', async () => {
    const first = fleetRoom();
    await first.intake.accept([plugInMessage()], PLUG_IN);
    const restarted = fleetRoom(first.log);
    const batch = [other, soc('m2', '2026-01-12T15:00:40Z', 52.5), soc('m5', '2026-01-12T15:00:50Z', 52.6)];
    expect(await restarted.intake.accept(batch, PLUG_IN)).toMatchObject({
      accepted: 2,
      rejected: [{ messageId: 'm1' }],
    });
  });
});

describe('a message that is refused', () => {
  const rejectedBy = async (...batch: unknown[]) => (await fleetRoom().intake.accept(batch, PLUG_IN)).rejected;
  it('never fails its batch, and verdicts come in the order of the messages', async () => {
    const batch = [
      'text',
      plugInMessage(),
      soc('m5', '2026-01-12T15:02:00Z', 140),
      soc('m6', '2026-01-12T15:03:00Z', 53),
      { type: 'soc' },
    ];
    expect(await fleetRoom().intake.accept(batch, PLUG_IN)).toMatchObject({
      accepted: 2,
      rejected: [
        { messageId: null, code: 'NOT_AN_OBJECT', field: null },
        { messageId: 'm5', code: 'OUT_OF_RANGE', field: 'soc', message: 'soc is 140; it must be <= 100' },
        { messageId: null, code: 'MISSING_FIELD', field: 'messageId' },
      ],
    });
  });
  it.each([
    [{ soc: 140 }, 'OUT_OF_RANGE', 'soc'],
    [{ soc: -0.1 }, 'OUT_OF_RANGE', 'soc'],
    [{ soc: '52' }, 'WRONG_TYPE', 'soc'],
    [{ maxChargeW: -1 }, 'OUT_OF_RANGE', 'maxChargeW'],
    [{ maxChargeW: 7_400.5 }, 'WRONG_TYPE', 'maxChargeW'],
    [{ maxChargeW: undefined }, 'MISSING_FIELD', 'maxChargeW'],
    [{ batteryWh: 0 }, 'OUT_OF_RANGE', 'batteryWh'],
    [{ v2g: 'yes' }, 'WRONG_TYPE', 'v2g'],
    [{ minSOC: 30 }, 'UNKNOWN_FIELD', 'minSOC'],
    [{ type: 'plugin' }, 'UNKNOWN_TYPE', 'type'],
    [{ type: undefined }, 'MISSING_FIELD', 'type'],
    [{ at: '2026-01-12T15:00:00' }, 'NOT_AN_INSTANT', 'at'],
    [{ sessionId: '' }, 'OUT_OF_RANGE', 'sessionId'],
    [{ sessionId: 'S\n1' }, 'OUT_OF_RANGE', 'sessionId'],
    [{ chargeEfficiency: 95 }, 'OUT_OF_RANGE', 'chargeEfficiency'],
    [{ departureAt: '2026-01-12T14:00:00Z' }, 'DEPARTURE_BEFORE_PLUG_IN', 'departureAt'],
    [{ minSoc: 81 }, 'MINIMUM_ABOVE_TARGET', 'minSoc'],
    [{ maxSoc: 79 }, 'TARGET_ABOVE_MAXIMUM', 'targetSoc'],
  ])('names field and fix: %p', async (fields, code, field) => {
    const message = JSON.parse(JSON.stringify({ ...plugInMessage(), ...fields }));
    expect(await rejectedBy(message)).toMatchObject([
      { messageId: 'm1', code, field, message: expect.stringMatching(/\w/) },
    ]);
  });
  it('is an NDJSON line that was none', async () => {
    expect(await rejectedBy({ unreadableLine: 3, reason: 'Unexpected token' })).toMatchObject([
      { messageId: null, code: 'UNREADABLE_LINE', message: expect.stringContaining('line 3') },
    ]);
  });
  it('is an older SoC than the last, in the same batch or a later one', async () => {
    const room = fleetRoom();
    const late = soc('late', '2026-01-12T15:00:10Z', 52.1);
    const batch = [plugInMessage(), soc('m2', '2026-01-12T15:00:30Z', 52.4), late];
    const stale = { messageId: 'late', code: 'STALE_MESSAGE', field: 'at' };
    expect(await room.intake.accept(batch, PLUG_IN)).toMatchObject({ accepted: 2, rejected: [stale] });
    expect(await room.intake.accept([late], PLUG_IN)).toMatchObject({ accepted: 0, rejected: [stale] });
  });
  it('is an unplug before the plug-in', async () => {
    expect(await rejectedBy(unplugged)).toMatchObject([{ code: 'SESSION_UNKNOWN' }]);
    expect(await rejectedBy(plugInMessage(), { ...unplugged, at: '2026-01-12T14:59:00Z' })).toMatchObject([
      { code: 'BEFORE_PLUG_IN' },
    ]);
  });
});

describe('many at once', () => {
  it('takes batches for one session that come in together, in the order they came', async () => {
    const room = fleetRoom();
    await room.intake.accept([plugInMessage()], PLUG_IN);
    const batches = Array.from({ length: 20 }, (_, n) => [soc(`n${n}`, `2026-01-12T15:01:${String(n + 10)}Z`, 53)]);
    const answers = await Promise.all(batches.map((batch) => room.intake.accept(batch, PLUG_IN)));
    expect(answers.every(({ accepted }) => accepted === 1)).toBe(true);
    expect(await collect(room.log.readStream('session-S1'))).toHaveLength(22);
  });
  it('decides anew on what another process wrote', async () => {
    const one = fleetRoom();
    const other = fleetRoom(one.log);
    await one.intake.accept([plugInMessage()], PLUG_IN);
    await other.intake.accept([soc('o1', '2026-01-12T15:05:00Z', 55)], PLUG_IN);
    const answer = await one.intake.accept(
      [soc('s1', '2026-01-12T15:04:00Z', 54), soc('s2', '2026-01-12T15:06:00Z', 56)],
      PLUG_IN,
    );
    expect(answer).toMatchObject({ accepted: 1, rejected: [{ messageId: 's1', code: 'STALE_MESSAGE' }] });
  });
  it('fails as a whole when the log can’t write, and a repeat then is complete', async () => {
    const room = fleetRoom();
    const append = room.log.append.bind(room.log);
    room.log.append = () => Promise.reject(new Error('disk full'));
    await expect(room.intake.accept(DAY, PLUG_IN)).rejects.toThrow('disk full');
    room.log.append = append;
    expect(await room.intake.accept(DAY, PLUG_IN)).toEqual({ accepted: 4, rejected: [] });
  });
});
