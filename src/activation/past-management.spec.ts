import { describe, expect, it } from '@jest/globals';
import { epochMs, isoInstant } from '../kernel/index.js';
import type { ResponseRecorded } from './activation.events.js';
import { pastManagement } from './past-management.js';
import { noResponse } from './response-sums.js';

const START = Date.UTC(2026, 0, 12, 12);
const record = (minute: number, change: Partial<ResponseRecorded['data']> = {}): ResponseRecorded['data'] => ({
  ...noResponse(),
  product: 'FCR-N',
  mtuStart: isoInstant(START),
  ispStart: isoInstant(START),
  from: isoInstant(START + minute * 60_000),
  committedW: 100_000,
  enduranceUpMin: 20,
  enduranceDownMin: 90,
  seconds: 60,
  ...change,
});
const restoring = (seconds: number) => [{ seconds, nemAllowed: -1, aemReferenceMhz: null }];
const end = (minute: number) => epochMs(START + minute * 60_000);

describe('energy management before a restart', () => {
  it('is as many seconds as its mean is long, the latest last', () => {
    const records = Array.from({ length: 10 }, (_, minute) => record(minute, { energyManagement: restoring(60) }));
    expect(pastManagement(records, 300)).toEqual({ until: end(10), past: new Array(5).fill(restoring(60)[0]) });
  });
  it('goes back to where it slept, and no further', () => {
    const records = [
      record(0, { energyManagement: restoring(60) }),
      record(1),
      record(2, { energyManagement: restoring(9) }),
    ];
    expect(pastManagement(records, 300)).toEqual({ until: end(3), past: restoring(9) });
  });
  it('goes back over seconds without a frequency, in which it stood still', () => {
    const controlOff = [{ firstSecond: 0, seconds: 60 }];
    const half = { controlOff: [{ firstSecond: 40, seconds: 20 }], controlOffSeconds: 20 };
    const records = [
      record(0, { energyManagement: restoring(40), ...half }),
      record(1, { controlOff, controlOffSeconds: 60 }),
    ];
    expect(pastManagement(records, 300)).toEqual({ until: epochMs(end(0) + 40_000), past: restoring(40) });
  });
  it('is nothing where nothing acted, or nothing is on record', () => {
    expect(pastManagement([record(0), record(1)], 300)).toBeNull();
    expect(pastManagement([], 300)).toBeNull();
  });
});
