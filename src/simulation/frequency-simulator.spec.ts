import { describe, expect, it } from '@jest/globals';
import { SimulatedFrequency } from './frequency-simulator.js';

const DAY = 20_000;

function autocorrelation(values: readonly number[], lag: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let product = 0;
  let square = 0;
  for (let index = 0; index + lag < values.length; index++) {
    const here = (values[index] as number) - mean;
    product += here * ((values[index + lag] as number) - mean);
    square += here * here;
  }
  return product / square;
}

describe('simulated frequency', () => {
  it('is decided by seed and day alone', () => {
    const forwards = new SimulatedFrequency(1);
    const first = forwards.secondsOfDay(DAY);
    for (let day = DAY + 1; day < DAY + 8; day++) forwards.secondsOfDay(day);
    expect(Buffer.from(new SimulatedFrequency(1).secondsOfDay(DAY)).equals(Buffer.from(first))).toBe(true);
    expect(Buffer.from(forwards.secondsOfDay(DAY)).equals(Buffer.from(first))).toBe(true);
    expect(Buffer.from(new SimulatedFrequency(2).secondsOfDay(DAY)).equals(Buffer.from(first))).toBe(false);
  });

  it('has the spread and the memory of the Nordic grid', () => {
    const source = new SimulatedFrequency(1);
    const values = Array.from({ length: 8 }, (_, day) => [...source.secondsOfDay(DAY + day)]).flat();
    const deviations = values.map((value) => value - 50_000);
    const deviation = Math.sqrt(deviations.reduce((sum, value) => sum + value * value, 0) / deviations.length);
    expect(deviation).toBeGreaterThan(38);
    expect(deviation).toBeLessThan(49);
    const outside = deviations.filter((value) => Math.abs(value) > 100).length / deviations.length;
    expect(outside).toBeGreaterThan(0.005);
    expect(outside).toBeLessThan(0.05);
    expect(autocorrelation(values, 60)).toBeCloseTo(0.8, 0);
    expect(autocorrelation(values, 3600)).toBeLessThan(0.4);
  });

  it('joins midnights without a jump', () => {
    const source = new SimulatedFrequency(1);
    for (let day = DAY; day < DAY + 5; day++) {
      const jump = (source.secondsOfDay(day + 1)[0] as number) - (source.secondsOfDay(day).at(-1) as number);
      // One second moves the noise part by 19 · √(2/12) ≈ 8 mHz, one standard deviation.
      expect(Math.abs(jump)).toBeLessThan(40);
    }
  });
});
