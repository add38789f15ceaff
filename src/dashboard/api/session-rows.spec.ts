import { describe, expect, it } from '@jest/globals';
import type { SessionView } from '../../fleet/index.js';
import { epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { SESSION_ROWS_SHOWN } from './dashboard-view.js';
import { sessionsView } from './session-rows.js';
import type { HeldShare } from './shares.projection.js';

const NOW = epochMs(Date.UTC(2026, 0, 13, 10));
/** 60 kWh at 50 %, to 80 % in eight hours with 11 kW: 18 kWh in need of 1.72 h. */
const session = (sessionId: string, changed: Partial<SessionView> = {}): SessionView => ({
  sessionId,
  chargerId: `c-${sessionId}`,
  siteId: null,
  driverId: null,
  pluggedInAt: NOW,
  batteryWh: 60_000,
  socPermille: 500,
  socAt: NOW,
  socQuality: 'measured',
  powerW: null,
  maxChargeW: 11_000,
  maxDischargeW: 11_000,
  chargeEfficiencyPermille: 950,
  dischargeEfficiencyPermille: 950,
  targetSocPermille: 800,
  minSocPermille: 200,
  maxSocPermille: 1000,
  departureAt: epochMs(NOW + 8 * MS_PER_HOUR),
  v2g: true,
  prequalified: true,
  ...changed,
});
const inHours = (hours: number) => ({ departureAt: epochMs(Math.round(NOW + hours * MS_PER_HOUR)) });
const stateOf = (of: SessionView, share: HeldShare | null = null) =>
  sessionsView([of], () => share, NOW).rows[0]?.state;

describe('sessions and their promise', () => {
  it('names what each car is doing', () => {
    expect(stateOf(session('idle'))).toBe('waiting');
    expect(stateOf(session('held'), { baselineW: -500, upW: 9000, downW: 8000 })).toBe('in-reserve');
    expect(stateOf(session('filling'), { baselineW: -11_000, upW: 0, downW: 0 })).toBe('charging');
    expect(stateOf(session('filling by telemetry', { powerW: -7000 }))).toBe('charging');
    expect(stateOf(session('no gauge', { socPermille: null }))).toBe('blind');
    expect(stateOf(session('no departure', { departureAt: null }))).toBe('blind');
  });

  it('tells a car that can just make it from one that cannot', () => {
    // 18 kWh ÷ (0.95 × 11 kW) = 1.7225 h, and 0.0057 h less for the 60 Wh that the gauge does not show.
    expect(stateOf(session('now or never', inHours(1.716)))).toBe('unreachable');
    expect(stateOf(session('on the line', inHours(1.718)))).toBe('must-charge');
    expect(stateOf(session('just in time', inHours(1.723)))).toBe('waiting');
    expect(stateOf(session('late by the clock', { ...inHours(1.8), socAt: epochMs(NOW - MS_PER_HOUR) }))).toBe(
      'waiting',
    );
    expect(stateOf(session('due', { ...inHours(1.5), socAt: epochMs(NOW - MS_PER_HOUR) }))).toBe('must-charge');
  });

  it('shows the full power of a car that charges for its target', () => {
    const baselineW = (of: SessionView, share: HeldShare | null) =>
      sessionsView([of], () => share, NOW).rows[0]?.baselineW;
    const none = { baselineW: 0, upW: 0, downW: 0 };
    expect(baselineW(session('must charge', { ...inHours(1.5), socAt: epochMs(NOW - MS_PER_HOUR) }), none)).toBe(
      -11_000,
    );
    expect(baselineW(session('waits'), none)).toBe(0);
    expect(baselineW(session('held'), { baselineW: -500, upW: 9_000, downW: 8_000 })).toBe(-500);
  });

  it('puts the most urgent first, then the earliest departure', () => {
    const view = sessionsView(
      [
        session('later'),
        session('gone soon', inHours(4)),
        session('lost', inHours(0.5)),
        session('blind', { batteryWh: null }),
      ],
      () => null,
      NOW,
    );
    expect(view.rows.map((row) => row.sessionId)).toEqual(['lost', 'gone soon', 'later', 'blind']);
    expect(view.byState).toEqual({
      unreachable: 1,
      'must-charge': 0,
      charging: 0,
      'in-reserve': 0,
      waiting: 2,
      blind: 1,
    });
  });

  it('counts all and shows as many as a page can hold', () => {
    const many = Array.from({ length: SESSION_ROWS_SHOWN + 50 }, (_, index) => session(`s${index}`));
    const view = sessionsView(many, () => null, NOW);
    expect([view.total, view.byState.waiting, view.rows.length]).toEqual([300, 300, SESSION_ROWS_SHOWN]);
  });
});
