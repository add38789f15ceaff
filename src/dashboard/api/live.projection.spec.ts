import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../kernel/index.js';
import { asRecorded, responseRecorded } from '../../../test/support/trading-events.js';
import { LiveProjection } from './live.projection.js';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 13, 10) + second * 1000).toISOString();
const frequency = (from: number, millihertz: (number | null)[], stepMs = 1000) => ({
  type: 'FrequencyRecorded',
  data: { area: 'nordic', from: at(from), stepMs, millihertz },
});
const projectionOf = (events: { type: string; data: object }[], committedW = 1_000_000): LiveProjection => {
  const live = new LiveProjection(() => committedW);
  asRecorded(events).forEach((event) => live.apply(event));
  return live;
};

describe('the live series', () => {
  it('asks of each second what the droop asks of the commitment, and nothing where the sample is missing', () => {
    const { frequency: pieces } = projectionOf([frequency(0, [49_950, null, 50_120])]).after(-1);
    expect(pieces).toEqual([
      {
        position: 0,
        from: parseInstant(at(0)),
        stepMs: 1000,
        millihertz: [49_950, null, 50_120],
        requiredW: [500_000, null, -1_000_000],
      },
    ]);
  });

  it('joins neighbours, keeps a gap, and gives only what came after a position', () => {
    const live = projectionOf([frequency(0, [50_000, 50_000]), frequency(2, [50_010]), frequency(9, [50_020])]);
    const all = live.after(-1).frequency;
    expect(all.map((piece) => [piece.position, piece.millihertz.length])).toEqual([
      [1, 3],
      [2, 1],
    ]);
    expect(live.after(1).frequency.map((piece) => piece.millihertz)).toEqual([[50_020]]);
    expect(live.after(2).frequency).toEqual([]);
  });

  it('shows steps under a second as each second’s mean', () => {
    const tenth = [...Array<number>(10).fill(49_980), ...Array<number | null>(10).fill(null)];
    const [piece] = projectionOf([frequency(0, tenth, 100)]).after(-1).frequency;
    expect(piece).toMatchObject({ stepMs: 1000, millihertz: [49_980, null] });
  });

  it('turns sums of a stretch into net means', () => {
    const recorded = responseRecorded(at(0), 10, 400_000, {
      requiredUpWs: 1_000_000,
      requiredDownWs: 200_000,
      deliveredUpWs: 990_000,
      deliveredDownWs: 190_000,
      enduranceUpMin: 91,
      enduranceDownMin: 88,
      nemSeconds: 3,
    });
    expect(projectionOf([recorded]).after(-1).response).toEqual([
      {
        position: 0,
        from: parseInstant(at(0)),
        to: parseInstant(at(10)),
        committedW: 400_000,
        requiredW: 80_000,
        deliveredW: 80_000,
        maintainedW: 400_000,
        enduranceUpMin: 91,
        enduranceDownMin: 88,
        energyManagement: 'NEM',
      },
    ]);
  });

  it('keeps an hour, not the whole past', () => {
    const minutes = Array.from({ length: 300 }, (_, minute) => frequency(minute * 60, Array<number>(60).fill(50_000)));
    const samples = projectionOf(minutes)
      .after(-1)
      .frequency.flatMap((piece) => piece.millihertz).length;
    expect(samples).toBeGreaterThanOrEqual(3600);
    expect(samples).toBeLessThanOrEqual(5400 + 60);
  });
});
