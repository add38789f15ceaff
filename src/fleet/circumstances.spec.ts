import { describe, expect, it } from '@jest/globals';
import { PLUG_IN, pluggedIn } from '../../test/support/fleet.js';
import { deliveryDay, epochMs, MS_PER_HOUR } from '../kernel/index.js';
import type { Charger } from './charger.js';
import { circumstancesOf, promisedView } from './circumstances.js';
import { NOTHING_USED } from './discharge-limits.js';
import { evolveSession, type Session } from './session-state.js';

const charger = { chargerId: 'C1', maxChargeW: 11_000, maxDischargeW: 11_000, v2gReady: true } as Charger;
const session: Session = {
  ...(evolveSession(null, pluggedIn()) as Session),
  dischargeLimits: { maxDischargeWh: 5_000, maxDailyCyclesPermille: 100 },
};
const used = { sessionWh: 2_000, day: deliveryDay('2026-01-12'), dayWh: 4_500 };

describe('what a promise depends on beside its session', () => {
  it('is the charger as it limits this session, and what was used of its battery', () => {
    const known = {
      charger: () => charger,
      chargerFor: () => ({ ...charger, maxChargeW: 4_000 }),
      dischargeUseOf: (sessionId: string, driverId: string | null) =>
        sessionId === 'S1' && driverId === 'D1' ? used : NOTHING_USED,
    };
    expect(circumstancesOf(known, session)).toEqual({ charger: { ...charger, maxChargeW: 4_000 }, used });
    expect(circumstancesOf({ charger: () => null }, session)).toEqual({ charger: null, used: NOTHING_USED });
  });

  it('leaves of limits what is not used yet, those by the day anew with each', () => {
    const allowance = (at: number) => promisedView(session, { charger, used }, epochMs(at)).dischargeAllowanceWh;
    // A tenth of 60 kWh is 6 kWh a day, of which 4.5 are used; of 5 kWh in the plug-in 2 are.
    expect(allowance(PLUG_IN + MS_PER_HOUR)).toBe(1_500);
    expect(allowance(PLUG_IN + 12 * MS_PER_HOUR)).toBe(3_000);
    expect(promisedView(session, { charger }, PLUG_IN).dischargeAllowanceWh).toBe(5_000);
  });
});
