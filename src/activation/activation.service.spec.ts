import { describe, expect, it } from '@jest/globals';
import { collect, newEvent } from '../../test/support/events.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import { CONTROL_OFF, Frame } from '../dispatch/index.js';
import { epochMs, isoInstant, MS_PER_HOUR, MS_PER_MINUTE, type EpochMs } from '../kernel/index.js';
import { newestFcrnRules } from '../market/index.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import type { DeliveryScored, ResponseRecorded } from './activation.events.js';
import { ActivationService } from './activation.service.js';
import { DeliveryDuties } from './delivery-duties.projection.js';

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
  /** As a process finds it: what is due is read from the log. */
  const service = async () => {
    const duties = new DeliveryDuties();
    for await (const event of log.readAll({ types: DeliveryDuties.types })) duties.apply(event);
    return new ActivationService({ log, rulesOf: newestFcrnRules, area: 'nordic', duties, ...(from && { from }) });
  };
  const frequency = (at: EpochMs, millihertz: (number | null)[]) =>
    log.append(`frequency-nordic-${isoInstant(START)}`, 'any', [
      newEvent(`f${at}`, { area: 'nordic', from: isoInstant(at), stepMs: 1000, millihertz }, 'FrequencyRecorded'),
    ]);
  const sell = (...starts: number[]) => {
    const mtus = starts.map((start) => ({ mtuStart: isoInstant(start), awardedW: 100_000, priceEurPerMwH: '20' }));
    return log.append('auction-FCR-N-2026-01-12', 'any', [
      newEvent('sold', { product: 'FCR-N', deliveryDay: '2026-01-12', mtus }, 'CapacityCommitted'),
    ]);
  };
  const all = async <T>(type: string) => (await collect(log.readAll({ types: [type] }))).map(({ data }) => data as T);
  return {
    log,
    service,
    frequency,
    sell,
    records: () => all<ResponseRecorded['data']>('ResponseRecorded'),
    scores: () => all<DeliveryScored['data']>('DeliveryScored'),
  };
}

describe('the record of the response', () => {
  it('is one event a minute, whatever the frames', async () => {
    const { service, records } = room();
    const activation = await service();
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
    await (await service()).record(frame, mtu);
    expect(await records()).toMatchObject([{ controlOffSeconds: 10, calculatedUpWMhzS: 50 * 100_000 * 50 }]);
  });
  it('keeps nothing where nothing was sold, nor of a past without a market', async () => {
    const { service, records, scores } = room(mtu.end);
    await (await service()).record(frameOf(minute(0)), mtu);
    await (
      await service()
    ).record(frameOf(mtu.end, 60, { committedW: 0 }), { start: mtu.end, end: epochMs(mtu.end + 1) });
    expect([await records(), await scores()]).toEqual([[], []]);
  });
});

describe('the end of an MTU', () => {
  it('is scored with its last second, once', async () => {
    const { service, scores } = room();
    const activation = await service();
    for (let index = 0; index < 60; index++) await activation.record(frameOf(minute(index)), mtu);
    expect(await scores()).toMatchObject([{ maintainedW: 100_000, seconds: 3_600, committedW: 100_000 }]);
  });
  it('counts every minute once across a restart, and what a crash lost as not maintained', async () => {
    const { service, scores } = room();
    const first = await service();
    for (let index = 0; index < 30; index++) await first.record(frameOf(minute(index)), mtu);
    await first.record(frameOf(minute(30), 40), mtu);
    const second = await service();
    await second.record(frameOf(epochMs(minute(30) + 50_000), 10), mtu);
    for (let index = 31; index < 60; index++) await second.record(frameOf(minute(index)), mtu);
    const [scored] = await scores();
    expect(scored?.seconds).toBe(3_600 - 50);
    expect(scored?.maintainedW).toBe(Math.floor((100_000 * 3_550) / 3_600));
    expect(scored?.isps.map(({ seconds }) => seconds)).toEqual([900, 900, 850, 900]);
  });
});

describe('an MTU that ended while nobody was there', () => {
  const overdue = epochMs(mtu.end + 5 * MS_PER_MINUTE);

  it('is scored by whoever comes next: seconds on record count, the others are not maintained', async () => {
    const { service, sell, scores } = room();
    await sell(START);
    const killed = await service();
    for (let index = 0; index < 40; index++) await killed.record(frameOf(minute(index)), mtu);
    const next = await service();
    expect(next.nextDueAt()).toBe(overdue);
    await next.runDue(epochMs(overdue - 1));
    expect(await scores()).toEqual([]);
    await next.runDue(overdue);
    expect(await scores()).toMatchObject([
      { seconds: 2_400, committedW: 100_000, maintainedW: Math.floor((100_000 * 40) / 60) },
    ]);
  });
  it('of which nothing at all is on record was sold all the same', async () => {
    const { service, sell, scores } = room();
    await sell(START, mtu.end);
    await (await service()).runDue(epochMs(overdue + MS_PER_HOUR));
    expect(await scores()).toMatchObject([
      { mtuStart: isoInstant(START), seconds: 0, committedW: 100_000, maintainedW: 0 },
      { mtuStart: isoInstant(mtu.end), seconds: 0, committedW: 100_000, maintainedW: 0 },
    ]);
    expect((await service()).nextDueAt()).toBeNull();
  });
  it('is scored once, also where the process that scores it dies at any step', async () => {
    const { log, service, sell, scores } = room();
    await sell(START, mtu.end);
    const append = log.append.bind(log);
    // Dies before the first score, after it, and before the second.
    for (const outcome of ['before', 'after', 'before'] as const) {
      log.append = async (...given) => {
        if (outcome === 'after') await append(...given);
        throw new Error('killed');
      };
      await expect((await service()).runDue(epochMs(overdue + MS_PER_HOUR))).rejects.toThrow('killed');
    }
    log.append = append;
    for (let round = 0; round < 2; round++) await (await service()).runDue(epochMs(overdue + MS_PER_HOUR));
    expect((await scores()).map(({ mtuStart }) => mtuStart)).toEqual([isoInstant(START), isoInstant(mtu.end)]);
  });
});

describe('frequency that nobody answered', () => {
  it('is required all the same: late, in a downtime, each second once, and nothing of it is maintained', async () => {
    const { service, frequency, scores } = room();
    const first = await service();
    for (let index = 0; index < 30; index++) await first.record(frameOf(minute(index)), mtu);
    const late = frameOf(minute(30));
    late.millihertz.fill(CONTROL_OFF, 50);
    for (const watts of [late.requiredW, late.deliveredW, late.maintainedW]) watts.fill(0, 50);
    await first.record(late, mtu);
    // The last ten seconds came late, and so did the whole of the next minute, in which the engine was down.
    await frequency(minute(30), new Array<number>(60).fill(49_980));
    await frequency(minute(31), [...new Array<number>(30).fill(50_040), ...new Array<null>(30).fill(null)]);
    const second = await service();
    for (let index = 32; index < 60; index++) await second.record(frameOf(minute(index)), mtu);
    const [scored] = await scores();
    expect(scored?.unansweredSeconds).toBe(40);
    expect(scored?.requiredUpWs).toBe(50_000 * (58 * 60 + 50) + 10 * 20_000);
    expect(scored?.requiredDownWs).toBe(30 * 40_000);
    expect(scored?.maintainedWs).toBe(100_000 * (58 * 60 + 50));
    expect(scored?.deliveredUpWs).toBe(50_000 * (58 * 60 + 50));
    expect(scored?.isps.map(({ requiredDownWs }) => requiredDownWs)).toEqual([0, 0, 30 * 40_000, 0]);
  });
});
