import { describe, expect, it } from '@jest/globals';
import type { FrequencyPiece, ResponsePiece } from '../../api/dashboard-view.js';
import { deliveredAt, emptyTrace, extendTrace, TRACE_MS } from './trace.js';

const samples = (from: number, count: number): FrequencyPiece => ({
  position: 0,
  from,
  stepMs: 1000,
  millihertz: Array<number>(count).fill(50_000),
  requiredW: Array<number>(count).fill(0),
});
const response = (from: number, to: number, deliveredW: number): ResponsePiece => ({
  position: 0,
  from,
  to,
  committedW: 0,
  requiredW: 0,
  deliveredW,
  maintainedW: 0,
  enduranceUpMin: null,
  enduranceDownMin: null,
  energyManagement: 'none',
});

describe('the live trace', () => {
  it('takes a piece that is sent twice once', () => {
    const live = { frequency: [samples(0, 3)], response: [response(0, 3000, 5)] };
    const trace = extendTrace(extendTrace(emptyTrace(), live), live);
    expect(trace.at).toEqual([0, 1000, 2000]);
    expect(trace.response).toHaveLength(1);
  });

  it('takes the new end of a piece that overlaps', () => {
    const first = extendTrace(emptyTrace(), { frequency: [samples(0, 3)], response: [] });
    expect(extendTrace(first, { frequency: [samples(1000, 4)], response: [] }).at).toEqual([0, 1000, 2000, 3000, 4000]);
  });

  it('gives each sample the stretch it lies in, none where nothing is recorded', () => {
    const trace = extendTrace(emptyTrace(), {
      frequency: [samples(0, 5)],
      response: [response(1000, 3000, 7), response(3000, 4000, -2)],
    });
    expect(deliveredAt(trace)).toEqual([null, 7, 7, -2, null]);
  });

  it('keeps an hour', () => {
    const trace = extendTrace(emptyTrace(), { frequency: [samples(0, 5000)], response: [response(0, 1000, 1)] });
    expect(trace.at).toHaveLength(TRACE_MS / 1000 + 1);
    expect(trace.response).toEqual([]);
  });
});
