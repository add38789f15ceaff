import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { epochMs } from '../kernel/index.js';
import { PLUG_IN } from '../../test/support/fleet.js';
import { FrequencyHour, type FrequencySample } from './frequency-hour.js';

const sample = (offsetMs: number, millihertz: number | null = 50_000): FrequencySample => ({
  at: epochMs(PLUG_IN + offsetMs),
  millihertz,
});
/** Runs as offset from the hour, step and values. */
const runs = (hour: FrequencyHour, samples: readonly FrequencySample[]) =>
  hour
    .runsOf('nordic', samples)
    .runs.map(({ data }) => [Date.parse(data.from) - PLUG_IN, data.stepMs, ...data.millihertz] as const);

describe('the samples of an hour', () => {
  it('are one event while the step is constant', () => {
    expect(runs(new FrequencyHour(), [sample(0), sample(1_000, 50_010), sample(2_000)])).toEqual([
      [0, 1_000, 50_000, 50_010, 50_000],
    ]);
  });
  it('have null where a few are missing, never 0 Hz', () => {
    expect(runs(new FrequencyHour(), [sample(0), sample(1_000), sample(4_000, 49_990)])).toEqual([
      [0, 1_000, 50_000, 50_000, null, null, 49_990],
    ]);
  });
  it('begin anew after a long gap and at another step', () => {
    expect(
      runs(new FrequencyHour(), [sample(0), sample(1_000), sample(120_000), sample(120_100), sample(120_200)]),
    ).toEqual([
      [0, 1_000, 50_000, 50_000],
      [120_000, 100, 50_000, 50_000, 50_000],
    ]);
  });
  it('hold alone as long as the one before suggests', () => {
    const hour = new FrequencyHour();
    expect(runs(hour, [sample(0)])).toEqual([[0, 1_000, 50_000]]);
    hour.add({ area: 'nordic', from: new Date(PLUG_IN).toISOString(), stepMs: 1_000, millihertz: [50_000] }, 0);
    expect(runs(hour, [sample(500)])).toEqual([[500, 500, 50_000]]);
  });
  it('are new once; a missing value says nothing against a recorded one and yields to a late one', () => {
    const hour = new FrequencyHour();
    hour.add({ area: 'nordic', from: new Date(PLUG_IN).toISOString(), stepMs: 1_000, millihertz: [50_000, null] }, 0);
    expect(hour.judge(sample(0))).toBe('known');
    expect(hour.judge(sample(0, null))).toBe('known');
    expect(hour.judge(sample(0, 49_999))).toMatchObject({ code: 'SAMPLE_CONTRADICTS_RECORD' });
    expect(hour.judge(sample(1_000, null))).toBe('known');
    expect(hour.judge(sample(1_000))).toBe('new');
  });
  it('refuse a second value for one instant', () => {
    const { runs: recorded, repeats } = new FrequencyHour().runsOf('nordic', [sample(0), sample(0, 49_999), sample(0)]);
    expect(recorded).toHaveLength(1);
    expect(repeats).toEqual([[sample(0, 49_999), expect.objectContaining({ code: 'SAMPLE_CONTRADICTS_RECORD' })]]);
  });
  it('come back exactly, however they were cut', () => {
    const offsets = fc.uniqueArray(fc.integer({ min: 0, max: 35_999 }), { maxLength: 60 });
    fc.assert(
      fc.property(offsets, fc.constantFrom(100, 1_000), (tenths, unitMs) => {
        const samples = tenths
          .map((tenth) => (tenth * unitMs) % 3_600_000)
          .sort((a, b) => a - b)
          .map((offset, index) => sample(offset, 49_900 + index));
        const distinct = samples.filter(({ at }, index) => at !== samples[index - 1]?.at);
        const read = runs(new FrequencyHour(), samples).flatMap(([from, stepMs, ...values]) =>
          values.flatMap((value, index) => (value === null ? [] : [sample(from + index * (stepMs ?? 0), value)])),
        );
        expect(read).toEqual(distinct);
      }),
    );
  });
});
