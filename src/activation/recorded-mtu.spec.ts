import { describe, expect, it } from '@jest/globals';
import { epochMs, isoInstant, MS_PER_HOUR } from '../kernel/index.js';
import type { ResponseRecorded } from './activation.events.js';
import { eachSecondOnce, recordedMtu } from './recorded-mtu.js';
import { noResponse } from './response-sums.js';

const START = Date.UTC(2026, 0, 12, 12);
const mtu = { start: epochMs(START), end: epochMs(START + MS_PER_HOUR) };
type Record = ResponseRecorded['data'];
const record = (fromSecond: number, seconds: number, change: Partial<Record> = {}): Record => ({
  ...noResponse(),
  product: 'FCR-N',
  mtuStart: isoInstant(START),
  ispStart: isoInstant(START),
  from: isoInstant(START + fromSecond * 1000),
  committedW: 100_000,
  enduranceUpMin: null,
  enduranceDownMin: null,
  seconds,
  maintainedWs: seconds,
  ...change,
});
const seconds = (answered: Uint8Array): number => answered.reduce((sum, one) => sum + one, 0);

describe('what the log has of an MTU', () => {
  it('adds up its records and knows which seconds were answered', () => {
    const { delivery, answered } = recordedMtu(mtu, [record(60, 60), record(0, 60)]);
    expect(delivery.isps.get(isoInstant(START))).toMatchObject({ seconds: 120, maintainedWs: 120 });
    expect([answered.length, seconds(answered), answered[119], answered[120]]).toEqual([3600, 120, 1, 0]);
  });
  it('leaves out seconds without a frequency', () => {
    const controlOff = [{ firstSecond: 10, seconds: 5 }];
    const { answered } = recordedMtu(mtu, [record(60, 60, { controlOff, controlOffSeconds: 5 })]);
    expect([seconds(answered), answered[69], answered[70], answered[74], answered[75]]).toEqual([55, 1, 0, 0, 1]);
  });
  it('counts a second once that two processes recorded', () => {
    const whole = record(0, 60);
    const late = record(30, 30);
    expect(eachSecondOnce([late, whole, record(60, 60)])).toEqual([whole, record(60, 60)]);
    expect(eachSecondOnce([record(0, 20), whole])).toEqual([whole]);
  });
  it('is nothing where nobody dispatched', () => {
    const { delivery, answered } = recordedMtu(mtu, []);
    expect([delivery.isps.size, seconds(answered)]).toEqual([0, 0]);
  });
});
