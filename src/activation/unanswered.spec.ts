import { describe, expect, it } from '@jest/globals';
import { epochMs, isoInstant, MS_PER_HOUR } from '../kernel/index.js';
import { unanswered } from './unanswered.js';

const START = Date.UTC(2026, 0, 12, 12);
const owed = {
  mtu: { start: epochMs(START), end: epochMs(START + MS_PER_HOUR) },
  ispMinutes: 15,
  committedW: 100_000,
};
const samples = (fromSecond: number, millihertz: (number | null)[]) => ({
  area: 'nordic',
  from: isoInstant(START + fromSecond * 1000),
  stepMs: 1000,
  millihertz,
});
const quarter = (index: number): string => isoInstant(START + index * 900_000);

describe('what nobody answered', () => {
  it('is the droop of known seconds that are not on record, by settlement period', () => {
    const answered = new Uint8Array(3600);
    answered.fill(1, 0, 899);
    const missed = unanswered(owed, answered, [samples(898, [49_900, 49_950, 50_030, null])]);
    expect(missed.seconds).toBe(2);
    expect(missed.isps.get(quarter(0))).toMatchObject({ requiredUpWs: 50_000, requiredDownWs: 0, seconds: 0 });
    expect(missed.isps.get(quarter(1))).toMatchObject({ requiredUpWs: 0, requiredDownWs: 30_000, maintainedWs: 0 });
  });
  it('counts a second once, by the first of its samples, and none outside the MTU', () => {
    const twice = [samples(-1, [49_900, 49_990]), samples(0, [49_900]), samples(3599, [50_010, 49_900])];
    const missed = unanswered(owed, new Uint8Array(3600), twice);
    expect(missed.seconds).toBe(2);
    expect([...missed.isps.values()].map(({ requiredUpWs }) => requiredUpWs)).toEqual([10_000, 0]);
  });
  it('is held at full activation, and nothing where nothing is known', () => {
    const missed = unanswered(owed, new Uint8Array(3600), [samples(0, [49_000])]);
    expect(missed.isps.get(quarter(0))?.requiredUpWs).toBe(100_000);
    expect(unanswered(owed, new Uint8Array(3600), []).seconds).toBe(0);
  });
});
