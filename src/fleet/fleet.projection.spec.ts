import { describe, expect, it } from '@jest/globals';
import { epochMs, isoInstant } from '../kernel/index.js';
import { minutesLater, PLUG_IN, pluggedIn, recorded } from '../../test/support/fleet.js';
import type { Charger } from './charger.js';
import type { FleetEvent } from './fleet.events.js';
import { FleetProjection } from './fleet.projection.js';

const after = (events: readonly FleetEvent[]): FleetProjection => {
  const fleet = new FleetProjection();
  for (const event of recorded(events)) fleet.apply(event);
  return fleet;
};
const soc = (sessionId: string, minutes: number, socPermille: number): FleetEvent => ({
  type: 'SocReported',
  data: { sessionId, chargerId: 'C1', at: minutesLater(minutes), socPermille, powerW: -7_400, quality: 'measured' },
});
const unplugged = (sessionId: string, minutes: number): FleetEvent => ({
  type: 'VehicleUnplugged',
  data: { sessionId, chargerId: 'C1', at: minutesLater(minutes), socPermille: null },
});
const registered = (data: Partial<Charger> = {}): FleetEvent => ({
  type: 'ChargerRegistered',
  data: {
    chargerId: 'C1',
    siteId: 'site',
    connectors: 1,
    current: 'AC',
    maxChargeW: 7_400,
    maxDischargeW: 7_400,
    v2gReady: true,
    prequalification: 'prequalified',
    ...data,
  },
});
const ids = (fleet: FleetProjection): string[] => [...fleet.sessions()].map(({ sessionId }) => sessionId);
const second = pluggedIn({ sessionId: 'S2', at: minutesLater(10) });

describe('the fleet now', () => {
  it('lists plugged-in cars in order of plug-in', () => {
    expect(ids(after([pluggedIn(), second, soc('S1', 20, 530)]))).toEqual(['S1', 'S2']);
    expect(ids(after([pluggedIn(), second, unplugged('S1', 30)]))).toEqual(['S2']);
  });
  it('follows SoC and power', () => {
    expect(after([pluggedIn(), soc('S1', 1, 524)]).session('S1')).toMatchObject({
      socPermille: 524,
      socAt: PLUG_IN + 60_000,
      socQuality: 'measured',
      powerW: -7_400,
    });
  });
  it('says which SoC is too old as of a given instant, and stores nothing about it', () => {
    const fleet = after([pluggedIn()]);
    const later = epochMs(PLUG_IN + 31 * 60_000);
    expect([...fleet.sessions(later)][0]?.socQuality).toBe('stale');
    expect(fleet.session('S1', later)?.socQuality).toBe('stale');
    expect(fleet.session('S1')?.socQuality).toBe('measured');
  });
  it('applies a registration to cars that are plugged in already', () => {
    expect(after([pluggedIn(), registered()]).session('S1')).toMatchObject({ maxChargeW: 7_400, siteId: 'site' });
  });
  it('lists chargers that were only ever seen in telemetry, idle ones too', () => {
    const fleet = after([pluggedIn(), unplugged('S1', 5)]);
    expect(fleet.chargers()).toEqual([{ chargerId: 'C1', registration: null, sessionIds: [] }]);
  });
  it('counts what changed and ignores what does not concern it', () => {
    const fleet = after([pluggedIn()]);
    const before = fleet.changes;
    for (const event of recorded([soc('unheard of', 1, 500)])) fleet.apply(event);
    expect(fleet.changes).toBe(before);
  });
  it('is the same from the whole log at once and event by event over rebuilds', () => {
    const events = [
      pluggedIn(),
      registered({ connectors: 2 }),
      second,
      soc('S1', 20, 530),
      soc('S2', 21, 600),
      unplugged('S1', 30),
    ];
    const [once, again] = [after(events), after(events)];
    expect([...once.sessions()]).toEqual([...again.sessions()]);
    expect(once.chargers()).toEqual(again.chargers());
  });
});

describe('two sessions on one charger', () => {
  it('are two connectors where nothing else is known', () => {
    expect([...after([pluggedIn(), second]).sessions()].map(({ socQuality }) => socQuality)).toEqual([
      'measured',
      'measured',
    ]);
  });
  it('make the older one stale where the charger has one connector: its unplug got lost', () => {
    const fleet = after([registered(), pluggedIn(), second]);
    expect([...fleet.sessions()].map(({ socQuality }) => socQuality)).toEqual(['stale', 'measured']);
  });
  it('both count again when the older one proves to be there', () => {
    expect(after([registered(), pluggedIn(), second, soc('S1', 20, 530)]).session('S1')?.socQuality).toBe('measured');
  });
  it('leave the newer one untouched by the late unplug of the older', () => {
    const fleet = after([registered(), pluggedIn(), second, unplugged('S1', 12)]);
    expect(fleet.chargers()[0]?.sessionIds).toEqual(['S2']);
    expect(fleet.session('S2')?.pluggedInAt).toBe(Date.parse(isoInstant(PLUG_IN + 600_000)));
  });
});

describe('a site whose fuse is shared', () => {
  const site: FleetEvent = {
    type: 'SiteRegistered',
    data: {
      siteId: 'site',
      name: null,
      address: null,
      fuseLimitW: 9_000,
      deliveryGroup: 'default',
      balanceResponsibleParty: null,
    },
  };
  const second = registered({ chargerId: 'C2' });
  const other = pluggedIn({ sessionId: 'S2', chargerId: 'C2' });
  const chargeW = (fleet: FleetProjection, sessionId: string) => fleet.session(sessionId)?.maxChargeW;

  it('gives one car all it can use, and two of them half each', () => {
    const alone = after([site, registered(), second, pluggedIn()]);
    expect(chargeW(alone, 'S1')).toBe(7_400);
    expect(alone.limitsChanged).toEqual(['S1']);
    const both = after([site, registered(), second, pluggedIn(), other]);
    expect([chargeW(both, 'S1'), chargeW(both, 'S2')]).toEqual([4_500, 4_500]);
    expect(both.limitsChanged).toEqual(['S1', 'S2']);
  });

  it('gives back what a car leaves, and all of it when the limit goes', () => {
    const events = [site, registered(), second, pluggedIn(), other];
    expect(
      chargeW(
        after([
          ...events,
          { ...unplugged('S2', 60), data: { ...unplugged('S2', 60).data, chargerId: 'C2' } } as FleetEvent,
        ]),
        'S1',
      ),
    ).toBe(7_400);
    const unlimited = { ...site, data: { ...site.data, fuseLimitW: null } } as FleetEvent;
    expect(chargeW(after([...events, unlimited]), 'S1')).toBe(7_400);
  });

  it('says to a newcomer what is left, before it is on record', () => {
    // 16.8 kWh in two hours need 8 842 W: all that the charger gives, so 1 600 W are left.
    const urgent = pluggedIn({ departureAt: minutesLater(120) });
    const fleet = after([site, registered(), second, urgent]);
    expect(fleet.chargerFor('C2', 'S2', other)).toMatchObject({ maxChargeW: 1_600 });
    expect(fleet.chargerFor('C1', 'S1')).toMatchObject({ maxChargeW: 7_400 });
    expect(fleet.session('S2')).toBeUndefined();
  });

  it('goes on from a snapshot', () => {
    const fleet = after([site, registered(), second, pluggedIn()]);
    const restored = new FleetProjection();
    restored.restore(fleet.snapshot());
    for (const event of recorded([other])) restored.apply(event);
    expect([chargeW(restored, 'S1'), chargeW(restored, 'S2')]).toEqual([4_500, 4_500]);
  });
});
