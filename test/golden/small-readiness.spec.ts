import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSessionFile } from '../../src/fleet/history/session-file.adapter.js';
import { readinessOf } from '../../src/simulation/index.js';
import { temporaryFolder } from '../support/http-server.js';
import { nightSessions, NIGHTS_HEADER } from '../support/night-sessions.js';

/** Four idle cars of 11 kW, half full of 60 kWh: all can give and take 11 kW for an hour, less what energy management keeps. */
const FOUR_KW = 32.836; // 4 · 11 / 1.34
/**
 * From 04:00 on they must be able to recover 48 kWh by 07:00: at 05:00 no less than 48 − 2 · 11 · 0.95 = 27.1, of which
 * (30 − 27.1) · 0.95 = 2.755 kW for an hour; four of them.
 */
const LAST_KW = 11.02;

describe('a small readiness study', () => {
  it('comes out to the watt, as it can be done by hand', async () => {
    const path = join(temporaryFolder('backfeed-golden'), 'sessions.csv');
    writeFileSync(path, `${[NIGHTS_HEADER, ...nightSessions(4, 69)].join('\n')}\n`);
    const study = await readinessOf({ history: await readSessionFile(path), seed: 1, strategy: 'group' });
    const tuesday = study.firmKwByHourOfWeek.slice(24, 48);
    expect(tuesday.slice(0, 5)).toEqual([FOUR_KW, FOUR_KW, FOUR_KW, FOUR_KW, LAST_KW]);
    // At 05:00 each charges just enough to be on its line at 06:00, in whole watts upwards: four times 0.63 W are left.
    expect(tuesday.slice(5, 18)).toEqual([0.003, ...new Array<number>(12).fill(0)]);
    expect(tuesday.slice(18)).toEqual(new Array(6).fill(FOUR_KW));
    expect(study).toMatchObject({
      chargers: 4,
      sessions: 276,
      from: '2025-01-13',
      to: '2025-03-23',
      weeks: 10,
      // 1 − (18 kWh / 7.4 kW) of 13 hours.
      idleShare: 0.81289,
      headroomUpKwh: 15.096,
      headroomDownKwh: 29.419,
      installedKw: 44,
      firmShare: 0.275471,
      // 13 · 11 / 1.34 = 106.7 kW; twelve hold 98.5.
      chargersForMinimumBidAt90: 13,
      chargersForMinimumBidAt99: 13,
      chargersAroundTheClockAt90: null,
      chargersAddedPerMonth: null,
    });
    expect(study.blockers).toEqual([
      { reason: 'no car is plugged in', share: 0.466071 },
      { reason: 'power is kept free for energy management (NEM)', share: 0.104211 },
      { reason: 'too little energy to give power for an hour and still reach the target', share: 0.071854 },
      { reason: 'held back so that it is there as often as promised', share: 0.041321 },
      { reason: 'the car has to charge all the time to reach its target', share: 0.041071 },
    ]);
  });
});
