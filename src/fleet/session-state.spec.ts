import { describe, expect, it } from '@jest/globals';
import { fold } from '../kernel/index.js';
import { minutesLater, PLUG_IN, pluggedIn } from '../../test/support/fleet.js';
import type { SessionEvent } from './fleet.events.js';
import { evolveSession, type SessionState } from './session-state.js';

const after = (...events: SessionEvent[]): SessionState => fold(evolveSession, null as SessionState, events);
const ids = { sessionId: 'S1', chargerId: 'C1' };
const soc = (minutes: number, socPermille: number, powerW: number | null): SessionEvent => ({
  type: 'SocReported',
  data: { ...ids, at: minutesLater(minutes), socPermille, powerW, quality: 'measured' },
});

describe('a session as its events tell it', () => {
  it('begins with the plug-in; what comes before it says nothing', () => {
    expect(after(soc(1, 500, null))).toBeNull();
    expect(after(pluggedIn())).toMatchObject({ pluggedInAt: PLUG_IN, arrivalSocPermille: 520, socQuality: 'measured' });
  });
  it('takes the first reported SoC for the arrival where the plug-in knew none', () => {
    expect(after(pluggedIn({ socPermille: null }))).toMatchObject({
      socPermille: null,
      socAt: null,
      socQuality: 'unknown',
    });
    expect(after(pluggedIn({ socPermille: null }), soc(1, 610, null), soc(2, 620, null))).toMatchObject({
      arrivalSocPermille: 610,
      socPermille: 620,
      socQuality: 'measured',
    });
  });
  it('keeps the last power where a report has none', () => {
    expect(after(pluggedIn(), soc(1, 524, -7_400), soc(2, 526, null))?.powerW).toBe(-7_400);
  });
  it('keeps the last SoC where the unplug has none', () => {
    const unplugged: SessionEvent = {
      type: 'VehicleUnplugged',
      data: { ...ids, at: minutesLater(9), socPermille: null },
    };
    expect(after(pluggedIn(), soc(1, 524, null), unplugged)).toMatchObject({
      socPermille: 524,
      unpluggedAt: PLUG_IN + 540_000,
    });
  });
  it('carries the preferences stated last', () => {
    const stated: SessionEvent = {
      type: 'PreferencesStated',
      data: { sessionId: 'S1', targetSocPermille: 900, minSocPermille: 100, departureAt: null, v2g: false },
    };
    expect(after(pluggedIn(), stated)).toMatchObject({
      targetSocPermille: 900,
      minSocPermille: 100,
      departureAt: null,
      v2g: false,
    });
  });
});
