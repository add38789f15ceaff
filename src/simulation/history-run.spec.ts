import { describe, expect, it } from '@jest/globals';
import { isoInstant, MS_PER_HOUR, parseInstant, type EpochMs } from '../kernel/index.js';
import { SECONDS_PER_DAY, type FrequencySource } from '../market/index.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import { runHistory, type HistoryRun, type HistoryRunOptions } from './history-run.js';

const START = parseInstant('2026-01-12T15:30:00Z');
const hours = (count: number): EpochMs => (START + count * MS_PER_HOUR) as EpochMs;

/** A car of 800 kWh at 60 % with a 200 kW charger, eight hours from half past three. */
const session = (
  change: Partial<HistoryRunOptions['sessions'][number]> = {},
): HistoryRunOptions['sessions'][number] => ({
  sessionId: 'S1',
  chargerId: 'C1',
  pluggedInAt: START,
  unpluggedAt: hours(8),
  arrivalSocPermille: 600,
  targetSocPermille: 500,
  departureEstimateAt: null,
  batteryWh: 800_000,
  maxChargeW: 200_000,
  maxDischargeW: 200_000,
  ...change,
});
const day = new Uint16Array(SECONDS_PER_DAY).fill(49_990);
const steady: FrequencySource = { description: 'test', secondsOfDay: () => day };
const run = (sessions: HistoryRunOptions['sessions'], options: Partial<HistoryRunOptions> = {}): Promise<HistoryRun> =>
  runHistory({ sessions, days: 140, frequency: steady, openLog: (clock) => new MemoryEventLog(clock), ...options });

describe('a past without a market', () => {
  it('gives a sample for every whole hour between the first plug-in and the last unplug', async () => {
    const { samples, skipped } = await run([session()]);
    expect(skipped).toBe(0);
    expect(samples.map(({ mtuStart }) => mtuStart)).toEqual(
      Array.from({ length: 7 }, (_, hour) => isoInstant(hours(0.5 + hour))),
    );
    for (const sample of samples) expect(sample).toMatchObject({ origin: 'history', committedW: 0, product: 'FCR-N' });
    // 200 kW over 1.34 for power; nothing else binds so full a battery
    expect(samples[0]?.firmW).toBe(149_253);
  });
  it('counts the cars that lack what is needed, and goes on without them', async () => {
    const { samples, skipped } = await run([session(), session({ sessionId: 'S2', batteryWh: null })]);
    expect([samples[0]?.sessions, skipped]).toEqual([1, 1]);
    expect(await run([session({ arrivalSocPermille: null })])).toEqual({ samples: [], skipped: 1 });
    expect(await run([])).toEqual({ samples: [], skipped: 0 });
  });
  it('takes the last days only', async () => {
    const late = session({ sessionId: 'S2', pluggedInAt: hours(48), unpluggedAt: hours(54) });
    const { samples } = await run([session(), late], { days: 1 });
    expect(samples).toHaveLength(24);
    expect(samples.at(-1)?.mtuStart).toBe(isoInstant(hours(52.5)));
  });
  it('takes other chargers and batteries where they are asked for', async () => {
    const { samples } = await run([session({ maxDischargeW: 0 })], { v2gPowerW: 100_000 });
    expect(samples[0]?.firmW).toBe(74_626);
  });
});
