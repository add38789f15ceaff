import { describe, expect, it } from '@jest/globals';
import { epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { minutesLater, PLUG_IN } from '../../../test/support/fleet.js';
import { historyTelemetry } from './history-telemetry.js';
import type { HistorySession } from './session-history.js';

const session: HistorySession = {
  sessionId: 'S1',
  chargerId: 'C1',
  pluggedInAt: PLUG_IN,
  unpluggedAt: epochMs(PLUG_IN + 8 * MS_PER_HOUR),
  energyWh: 10_000,
  arrivalSocPermille: 527,
  targetSocPermille: 950,
  departureEstimateAt: null,
  batteryWh: 40_000,
  maxChargeW: 3_500,
  maxDischargeW: null,
};

describe('a past session as telemetry', () => {
  it('plugs in and leaves, stated to depart when it did', () => {
    expect(historyTelemetry(session)).toEqual([
      {
        messageId: expect.any(String),
        type: 'plugged-in',
        sessionId: 'S1',
        chargerId: 'C1',
        at: minutesLater(0),
        batteryWh: 40_000,
        soc: 52.7,
        maxChargeW: 3_500,
        maxDischargeW: 0,
        targetSoc: 95,
        departureAt: minutesLater(480),
      },
      // 52.7 % + 10 kWh × 0.95 / 40 kWh = 76.45 %, rounded to the gauge
      {
        messageId: expect.any(String),
        type: 'unplugged',
        sessionId: 'S1',
        chargerId: 'C1',
        at: minutesLater(480),
        soc: 76.5,
      },
    ]);
  });
  it('has the same message ids every time', () => {
    const ids = (): string[] => historyTelemetry(session).map(({ messageId }) => messageId);
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(2);
  });
  it('is never fuller than full', () => {
    expect(historyTelemetry({ ...session, energyWh: 90_000 })[1]).toMatchObject({ soc: 100 });
  });
  it('knows no SoC where the history knows none', () => {
    const unknown = historyTelemetry({ ...session, batteryWh: null, arrivalSocPermille: null, maxChargeW: null });
    expect(unknown[0]).toMatchObject({ soc: null, batteryWh: null, maxChargeW: 11_000 });
    expect(unknown[1]).toMatchObject({ soc: null });
  });
  it('says nothing of a session that has no length', () => {
    expect(historyTelemetry({ ...session, unpluggedAt: PLUG_IN })).toEqual([]);
  });
});
