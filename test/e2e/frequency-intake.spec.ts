import { describe, expect, it } from '@jest/globals';
import type { FrequencyRecorded, FrequencySample } from '../../src/fleet/index.js';
import { epochMs } from '../../src/kernel/index.js';
import { fleetRoom } from '../support/fleet-room.js';
import { PLUG_IN } from '../support/fleet.js';

const sample = (second: number, millihertz: number | null = 50_000 + second): FrequencySample => ({
  at: epochMs(PLUG_IN + second * 1_000),
  millihertz,
});
const series = (from: number, to: number): FrequencySample[] =>
  Array.from({ length: to - from }, (_, index) => sample(from + index, 50_000 + ((from + index) % 90)));
const eventsOf = async (room: ReturnType<typeof fleetRoom>) =>
  (await room.events()).map(({ stream, data }) => ({ stream, ...(data as FrequencyRecorded['data']) }));

describe('frequency samples', () => {
  it('are kept by area and hour', async () => {
    const room = fleetRoom();
    expect(await room.frequency.accept('nordic', series(3_598, 3_602))).toEqual({ accepted: 4, rejected: [] });
    expect(await eventsOf(room)).toEqual([
      {
        stream: 'frequency-nordic-2026-01-12T15:00:00.000Z',
        area: 'nordic',
        from: '2026-01-12T15:59:58.000Z',
        stepMs: 1_000,
        millihertz: [50_088, 50_089],
      },
      {
        stream: 'frequency-nordic-2026-01-12T16:00:00.000Z',
        area: 'nordic',
        from: '2026-01-12T16:00:00.000Z',
        stepMs: 1_000,
        millihertz: [50_000, 50_001],
      },
    ]);
  });
  it('sent again, overlapping or after a restart, add only what is new', async () => {
    const room = fleetRoom();
    await room.frequency.accept('nordic', series(0, 10));
    expect(await room.frequency.accept('nordic', series(0, 10))).toEqual({ accepted: 10, rejected: [] });
    expect(await fleetRoom(room.log).frequency.accept('nordic', series(5, 15))).toEqual({ accepted: 10, rejected: [] });
    expect((await eventsOf(room)).map(({ millihertz }) => millihertz.length)).toEqual([10, 5]);
  });
  it('are taken in order of time, however they come', async () => {
    const room = fleetRoom();
    await room.frequency.accept('nordic', series(0, 10).reverse());
    expect((await eventsOf(room)).map(({ millihertz }) => millihertz)).toEqual([
      series(0, 10).map(({ millihertz }) => millihertz),
    ]);
  });
  it('are rejected one by one where no grid could have them', async () => {
    const room = fleetRoom();
    const samples = [sample(0), sample(1, 0), sample(2, 44_999), sample(3, 55_001), sample(4)];
    const { accepted, rejected } = await room.frequency.accept('nordic', samples);
    expect(accepted).toBe(2);
    expect(rejected).toMatchObject(
      [1, 2, 3].map((second) => ({ at: `2026-01-12T15:00:0${second}.000Z`, code: 'IMPLAUSIBLE_FREQUENCY' })),
    );
    expect((await eventsOf(room))[0]?.millihertz).toEqual([50_000, 50_004]);
  });
  it('are missing as null, and a late value fills the gap', async () => {
    const room = fleetRoom();
    await room.frequency.accept('nordic', [sample(0), sample(1, null), sample(2)]);
    expect(await room.frequency.accept('nordic', [sample(1, 49_980)])).toEqual({ accepted: 1, rejected: [] });
    expect((await eventsOf(room)).map(({ from, millihertz }) => [from, ...millihertz])).toEqual([
      ['2026-01-12T15:00:00.000Z', 50_000, null, 50_002],
      ['2026-01-12T15:00:01.000Z', 49_980],
    ]);
  });
  it('never overwrite a recorded value', async () => {
    const room = fleetRoom();
    await room.frequency.accept('nordic', [sample(0)]);
    expect(await room.frequency.accept('nordic', [sample(0, 49_000)])).toMatchObject({
      accepted: 0,
      rejected: [{ code: 'SAMPLE_CONTRADICTS_RECORD', field: 'hz' }],
    });
  });
  it('of two processes at once are recorded once', async () => {
    const one = fleetRoom();
    const other = fleetRoom(one.log);
    await one.frequency.accept('nordic', series(0, 2));
    await other.frequency.accept('nordic', series(2, 4));
    expect(await one.frequency.accept('nordic', series(2, 6))).toEqual({ accepted: 4, rejected: [] });
    expect((await eventsOf(one)).map(({ millihertz }) => millihertz.length)).toEqual([2, 2, 2]);
  });
});
