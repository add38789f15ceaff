import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { epochMs } from '../kernel/index.js';
import { PLUG_IN, pluggedIn } from '../../test/support/fleet.js';
import type { Charger } from './charger.js';
import { evolveSession, type Session } from './session-state.js';
import { agedView, SOC_STALE_AFTER_MS, sessionView } from './session-view.js';

const session = evolveSession(null, pluggedIn()) as Session;
const charger = (registered: Partial<Charger> = {}): Charger => ({
  chargerId: 'C1',
  siteId: 'site',
  connectors: 1,
  current: 'DC',
  maxChargeW: 7_400,
  maxDischargeW: 5_000,
  v2gReady: true,
  prequalification: 'prequalified',
  ...registered,
});

describe('what others see of a session', () => {
  it('is the message alone for a charger that was never registered', () => {
    expect(sessionView(session, null)).toMatchObject({
      maxChargeW: 11_000,
      maxDischargeW: 11_000,
      prequalified: true,
      siteId: null,
    });
  });
  it('is the least of car and charger', () => {
    expect(sessionView(session, charger())).toMatchObject({ maxChargeW: 7_400, maxDischargeW: 5_000, siteId: 'site' });
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (maxChargeW, maxDischargeW) => {
        const view = sessionView(session, charger({ maxChargeW, maxDischargeW }));
        expect(view.maxChargeW).toBe(Math.min(11_000, maxChargeW));
        expect(view.maxDischargeW).toBe(Math.min(11_000, maxDischargeW));
      }),
    );
  });
  it('never discharges without consent or without the hardware', () => {
    expect(sessionView({ ...session, v2g: false }, null).maxDischargeW).toBe(0);
    expect(sessionView(session, charger({ v2gReady: false, maxDischargeW: 0 })).maxDischargeW).toBe(0);
  });
  it.each(['none', 'applied', 'expired'] as const)('is not prequalified at status %s', (prequalification) => {
    expect(sessionView(session, charger({ prequalification })).prequalified).toBe(false);
  });
});

describe('the age of a SoC report', () => {
  const view = sessionView(session, null);
  it('makes it stale after half an hour, and not before', () => {
    expect(agedView(view, epochMs(PLUG_IN + SOC_STALE_AFTER_MS))).toBe(view);
    expect(agedView(view, epochMs(PLUG_IN + SOC_STALE_AFTER_MS + 1))).toEqual({ ...view, socQuality: 'stale' });
  });
  it('leaves an unknown SoC unknown', () => {
    const unknown = { ...view, socPermille: null, socAt: null, socQuality: 'unknown' as const };
    expect(agedView(unknown, epochMs(PLUG_IN + 10 * SOC_STALE_AFTER_MS))).toBe(unknown);
  });
});
