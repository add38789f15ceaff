import { describe, expect, it } from '@jest/globals';
import { guaranteeOf } from '../flexibility/index.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { PLUG_IN, pluggedIn } from '../../test/support/fleet.js';
import { settlePromise } from './promise.js';
import { evolveSession, type Session } from './session-state.js';
import { sessionView } from './session-view.js';

const session = (stated = {}): Session => ({
  ...(evolveSession(null, pluggedIn(stated)) as Session),
  toldReachable: true,
});
const settled = (state: Session, hours: number, socPermille: number) =>
  settlePromise(state, sessionView(state, null), epochMs(PLUG_IN + hours * MS_PER_HOUR), socPermille, guaranteeOf)
    ?.type;

describe('a promise at the unplug', () => {
  // 60 kWh from 52 % to 80 % needs 16.8 kWh; 11 kW at 95 % puts 10.45 kWh into the battery an hour: 1.61 h
  it('is unreachable when charging alone from the plug-in could not do it by the actual departure', () => {
    expect(settled(session(), 1.6, 700)).toBe('PromiseUnreachable');
    expect(settled(session(), 1.61, 700)).toBe('PromiseMissed');
  });
  it('is measured by the stated departure where the car stays longer', () => {
    const hurried = session({ departureAt: new Date(PLUG_IN + MS_PER_HOUR).toISOString() });
    expect(settled(hurried, 10, 700)).toBe('PromiseUnreachable');
    expect(settled(hurried, 10, 800)).toBe('PromiseKept');
  });
  it('was none where the driver was told last that the target is out of reach', () => {
    expect(settled({ ...session(), toldReachable: false }, 10, 700)).toBe('PromiseUnreachable');
  });
  it('takes the power limit of the charger into account', () => {
    const charger = {
      chargerId: 'C1',
      siteId: null,
      connectors: 1,
      current: 'AC',
      maxChargeW: 3_700,
      maxDischargeW: 0,
      v2gReady: false,
      prequalification: 'none',
    } as const;
    const state = session();
    const at = epochMs(PLUG_IN + 3 * MS_PER_HOUR);
    // 3 h × 3.7 kW × 0.95 = 10.5 kWh, less than the 16.8 needed
    expect(settlePromise(state, sessionView(state, charger), at, 700, guaranteeOf)?.type).toBe('PromiseUnreachable');
  });
  it('follows the curve that the car charges by, and what standby takes', () => {
    // From 31.2 to 48 kWh at 11 kW · 0.95 up to 36 kWh, then 5 kW · 0.95: 0.459 h + 2.526 h.
    const chargeCurve = [
      { socPermille: 600, maxW: 11_000 },
      { socPermille: 601, maxW: 5_000 },
    ];
    expect(settled(session({ chargeCurve }), 2.98, 700)).toBe('PromiseUnreachable');
    expect(settled(session({ chargeCurve }), 2.99, 700)).toBe('PromiseMissed');
    // 16 800 Wh / (10 450 − 450) W = 1.68 h.
    expect(settled(session({ standbyW: 450 }), 1.67, 700)).toBe('PromiseUnreachable');
    expect(settled(session({ standbyW: 450 }), 1.69, 700)).toBe('PromiseMissed');
  });
  it('is settled with nothing where none was given', () => {
    expect(settled({ ...session(), toldReachable: null }, 10, 700)).toBeUndefined();
  });
  it('is settled with nothing where SoC is unknown', () => {
    const unknown = session({ socPermille: null });
    expect(settlePromise(unknown, sessionView(unknown, null), PLUG_IN, null, guaranteeOf)).toBeNull();
  });
});
