import { describe, expect, it } from '@jest/globals';
import type { DeliveryScored } from '../../src/activation/index.js';
import { dayInterval, epochMs, isoInstant, MS_PER_HOUR, MS_PER_MINUTE, type EpochMs } from '../../src/kernel/index.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import { CrashingProcess } from '../support/crashing-process.js';
import {
  DAY,
  engineOn,
  frequencyOver,
  gaugesAt,
  minute,
  NOON,
  SOLD_W,
  soldHours,
} from '../support/delivering-engine.js';
import { collect } from '../support/events.js';
import { ManualClock } from '../support/manual-clock.js';

/** Low enough to empty the reservoir within the hour, inside the band in which NEM works. */
const LOW = 49_910;

/** What was required in the seconds from `from` on, of an hour that runs low: killed and restarted at `from`, or not. */
async function requiredFrom(from: EpochMs, restarts: boolean, downForSeconds = 0): Promise<number[]> {
  const clock = new ManualClock(NOON);
  const log = new MemoryEventLog(clock);
  const required: number[] = [];
  const onFrame = (frame: { from: number; seconds: number; requiredW: Int32Array }) => {
    if (frame.from >= from) required.push(...frame.requiredW.slice(0, frame.seconds));
  };
  let engine = await engineOn(log, clock, onFrame);
  await soldHours(engine, log, 1);
  await frequencyOver(engine, clock, [NOON, minute(50)], LOW);
  await gaugesAt(engine, minute(50));
  await frequencyOver(engine, clock, [minute(50), from], LOW);
  const back = epochMs(from + downForSeconds * 1000);
  if (restarts) {
    await engine.stop();
    clock.at = back;
    engine = await engineOn(log, clock, onFrame);
  } else await frequencyOver(engine, clock, [from, back], null);
  await frequencyOver(engine, clock, [back, epochMs(back + MS_PER_MINUTE)], LOW);
  await engine.stop();
  return required.filter((watts) => watts !== 0);
}

describe('energy management over a restart', () => {
  it.each([0, 40, 200])('goes on as without one, after %d s of downtime', async (downForSeconds) => {
    const unbroken = await requiredFrom(minute(53), false, downForSeconds);
    const restarted = await requiredFrom(minute(53), true, downForSeconds);
    const droop = (SOLD_W * (50_000 - LOW)) / 100;
    // NEM has been charging for minutes: it takes a good part of the droop back.
    expect(droop - (unbroken[0] ?? 0)).toBeGreaterThan(0.2 * SOLD_W);
    // The first second after a restart decides on shares dealt anew: one entry of the mean may differ, 0.34·C/300.
    expect(Math.abs((restarted[0] ?? 0) - (unbroken[0] ?? 0))).toBeLessThanOrEqual(Math.ceil((0.34 * SOLD_W) / 300));
  });
  it('begins anew when nobody answered for as long as its mean is long', async () => {
    for (const restarts of [false, true]) {
      const [first] = await requiredFrom(minute(53), restarts, 300);
      expect(Math.abs((first ?? 0) - (SOLD_W * (50_000 - LOW)) / 100)).toBeLessThanOrEqual(114);
    }
  });
});

const DAY_END = dayInterval(DAY).end;
const BACK = epochMs(DAY_END + MS_PER_HOUR);

/** Two hours sold, one and a half delivered: then the plug is pulled until an hour after the day's end. */
async function pulledPlug(): Promise<{ log: MemoryEventLog; clock: ManualClock }> {
  const clock = new ManualClock(NOON);
  const log = new MemoryEventLog(clock);
  const engine = await engineOn(log, clock);
  await soldHours(engine, log, 2);
  await frequencyOver(engine, clock, [NOON, minute(60)], 49_990);
  await gaugesAt(engine, minute(60));
  await frequencyOver(engine, clock, [minute(60), minute(90)], 49_990);
  await engine.stop();
  clock.at = BACK;
  return { log, clock };
}

/** What finance finds, without who wrote it when. */
async function accountOf(log: MemoryEventLog) {
  const types = ['DeliveryScored', 'MtuPriced', 'DaySettled', 'DayCorrected'];
  return (await collect(log.readAll({ types }))).map(({ type, data }) => ({ type, data }));
}

describe('an hour that ended while the engine was down', () => {
  it('is scored from what is on record, and the day settles with it', async () => {
    const { log, clock } = await pulledPlug();
    const engine = await engineOn(log, clock);
    expect(engine.nextDueAt()).toBeLessThanOrEqual(BACK);
    await engine.runDue(BACK);
    expect(await accountOf(log)).toMatchObject([
      { type: 'DeliveryScored', data: { mtuStart: isoInstant(NOON), maintainedW: SOLD_W, seconds: 3_600 } },
      { type: 'DeliveryScored', data: { mtuStart: isoInstant(minute(60)), maintainedW: SOLD_W / 2, seconds: 1_800 } },
      { type: 'MtuPriced', data: { capacityEur: '2.00', sanctionEur: '0.00' } },
      { type: 'MtuPriced', data: { capacityEur: '1.00', sanctionEur: '1.00', unrecordedSeconds: 1_800 } },
      { type: 'DaySettled', data: { capacityEur: '3.00', sanctionEur: '1.00', mtus: 2 } },
    ]);
    expect(engine.activations.day(DAY)).toHaveLength(2);
    await engine.stop();
  });

  it('is scored and settled once, whichever step of that the process dies at', async () => {
    const undisturbed = await pulledPlug();
    const engine = await engineOn(undisturbed.log, undisturbed.clock);
    await engine.runDue(BACK);
    await engine.stop();
    const expected = await accountOf(undisturbed.log);
    let deaths = 0;
    for (const when of ['before', 'after'] as const)
      for (let step = 1, lived = false; !lived && step < 200; step += 1) {
        const { log, clock } = await pulledPlug();
        const process = new CrashingProcess(step, when);
        lived = await engineOn(process.log(log), clock).then(
          (dying) =>
            dying
              .runDue(BACK)
              .then(
                () => !process.dead,
                () => false,
              )
              .finally(() => dying.stop()),
          () => false,
        );
        if (!lived) deaths += 1;
        const next = await engineOn(log, clock);
        await next.runDue(BACK);
        expect({ when, step, account: await accountOf(log) }).toEqual({ when, step, account: expected });
        await next.stop();
      }
    expect(deaths).toBeGreaterThan(10);
  });
});

describe('frequency that came while nobody could answer it', () => {
  it('is required of the hour, and nothing of it is claimed as answered', async () => {
    const clock = new ManualClock(NOON);
    const log = new MemoryEventLog(clock);
    const before = await engineOn(log, clock);
    await soldHours(before, log, 1);
    await frequencyOver(before, clock, [NOON, minute(20)], 49_990);
    await before.stop();
    clock.at = minute(40);
    const engine = await engineOn(log, clock);
    await gaugesAt(engine, minute(40));
    // The bus has kept twenty minutes for us.
    const samples = Array.from({ length: 1_200 }, (_, second) => ({
      at: epochMs(minute(20) + second * 1000),
      millihertz: 49_950,
    }));
    await engine.frequency.accept('nordic', samples);
    await engine.settled();
    await frequencyOver(engine, clock, [minute(40), minute(60)], 49_990);
    const [scored] = (await collect(log.readAll({ types: ['DeliveryScored'] }))).map(
      ({ data }) => data as DeliveryScored['data'],
    );
    expect(scored).toMatchObject({
      ...{ seconds: 2_400, unansweredSeconds: 1_200, maintainedW: Math.floor((SOLD_W * 2) / 3) },
      requiredUpWs: 2_400 * 0.1 * SOLD_W + 1_200 * 0.5 * SOLD_W,
      deliveredUpWs: 2_400 * 0.1 * SOLD_W,
    });
    await engine.stop();
  });
});
