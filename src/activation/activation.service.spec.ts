import { describe, expect, it } from '@jest/globals';
import { collect } from '../../test/support/events.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import { CONTROL_OFF, Frame } from '../dispatch/index.js';
import { epochMs, isoInstant, MS_PER_HOUR, MS_PER_MINUTE, type EpochMs } from '../kernel/index.js';
import { newestFcrnRules } from '../market/index.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import type { DeliveryScored, ResponseRecorded } from './activation.events.js';
import { ActivationService } from './activation.service.js';

const START = Date.UTC(2026, 0, 12, 12);
const mtu = { start: epochMs(START), end: epochMs(START + MS_PER_HOUR) };
const minute = (index: number): EpochMs => epochMs(START + index * MS_PER_MINUTE);

/** 100 kW sold and held at 49.95 Hz. */
function frameOf(from: EpochMs, seconds = 60, change: Partial<Frame> = {}): Frame {
  const frame = Object.assign(new Frame(), { from, seconds, committedW: 100_000 }, change);
  frame.millihertz.fill(49_950);
  for (const watts of [frame.requiredW, frame.deliveredW]) watts.fill(50_000);
  frame.maintainedW.fill(100_000);
  frame.enduranceUpMin.fill(61.26);
  return frame;
}

function room(from?: EpochMs) {
  const log = new MemoryEventLog(new ManualClock());
  const service = () => new ActivationService({ log, rulesOf: newestFcrnRules, ...(from && { from }) });
  const all = async <T>(type: string) => (await collect(log.readAll({ types: [type] }))).map(({ data }) => data as T);
  return {
    log,
    service,
    records: () => all<ResponseRecorded['data']>('ResponseRecorded'),
    scores: () => all<DeliveryScored['data']>('DeliveryScored'),
  };
}

describe('the record of the response', () => {
  it('is one event a minute, whatever the frames', async () => {
    const { service, records } = room();
    const activation = service();
    await activation.record(frameOf(minute(14), 20), mtu);
    await activation.record(frameOf(epochMs(minute(14) + 20_000), 40), mtu);
    await activation.record(frameOf(minute(15)), mtu);
    expect(await records()).toMatchObject([
      { from: isoInstant(minute(14)), ispStart: isoInstant(START), seconds: 60, requiredUpWs: 3_000_000 },
      { from: isoInstant(minute(15)), ispStart: isoInstant(minute(15)), seconds: 60, enduranceUpMin: 61.3 },
    ]);
    expect((await records())[0]).toMatchObject({ enduranceDownMin: null });
  });
  it('says which seconds had no frequency', async () => {
    const { service, records } = room();
    const frame = frameOf(minute(0));
    frame.millihertz.fill(CONTROL_OFF, 0, 10);
    await service().record(frame, mtu);
    expect(await records()).toMatchObject([{ controlOffSeconds: 10, calculatedUpWMhzS: 50 * 100_000 * 50 }]);
  });
  it('keeps nothing where nothing was sold, nor of a past without a market', async () => {
    const { service, records, scores } = room(mtu.end);
    await service().record(frameOf(minute(0)), mtu);
    await service().record(frameOf(mtu.end, 60, { committedW: 0 }), { start: mtu.end, end: epochMs(mtu.end + 1) });
    expect([await records(), await scores()]).toEqual([[], []]);
  });
});

describe('the end of an MTU', () => {
  it('is scored with its last second, once', async () => {
    const { service, scores } = room();
    const activation = service();
    for (let index = 0; index < 60; index++) await activation.record(frameOf(minute(index)), mtu);
    expect(await scores()).toMatchObject([{ maintainedW: 100_000, seconds: 3_600, committedW: 100_000 }]);
  });
  it('counts every minute once across a restart, and what a crash lost as not maintained', async () => {
    const { service, scores } = room();
    const first = service();
    for (let index = 0; index < 30; index++) await first.record(frameOf(minute(index)), mtu);
    await first.record(frameOf(minute(30), 40), mtu);
    const second = service();
    await second.start(epochMs(minute(30) + 50_000));
    await second.record(frameOf(epochMs(minute(30) + 50_000), 10), mtu);
    for (let index = 31; index < 60; index++) await second.record(frameOf(minute(index)), mtu);
    const [scored] = await scores();
    expect(scored?.seconds).toBe(3_600 - 50);
    expect(scored?.maintainedW).toBe(Math.floor((100_000 * 3_550) / 3_600));
    expect(scored?.isps.map(({ seconds }) => seconds)).toEqual([900, 900, 850, 900]);
  });
});
