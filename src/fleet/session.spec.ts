import { describe, expect, it } from '@jest/globals';
import { deliveryDay, epochMs, fold, isRefusal } from '../kernel/index.js';
import { halfAboveMinimum, minutesLater, PLUG_IN, pluggedIn } from '../../test/support/fleet.js';
import type { SessionEvent } from './fleet.events.js';
import { sessionDecider, type ReportedFact, type SessionCommand } from './session.js';

const decider = sessionDecider(halfAboveMinimum);

/** What is decided on the events so far: types of events, or the refusal's code and field. */
function decided(given: readonly SessionEvent[], when: SessionCommand): readonly SessionEvent[] | string {
  const decision = decider.decide(fold(decider.evolve, decider.initial, given), when);
  return isRefusal(decision) ? `${decision.code} ${decision.field}` : decision;
}
const typesOf = (events: readonly SessionEvent[] | string) =>
  typeof events === 'string' ? events : events.map(({ type }) => type);
const report = (fact: ReportedFact): SessionCommand => ({ type: 'Report', fact, charger: null });
const ids = { sessionId: 'S1', chargerId: 'C1' };
const soc = (minutes: number, socPermille: number, chargerId = 'C1'): ReportedFact => ({
  type: 'SocReported',
  data: { ...ids, chargerId, at: minutesLater(minutes), socPermille, powerW: null, quality: 'measured' },
});
const meter = (minutes: number, importWhCumulated: number, exportWhCumulated = 0): ReportedFact => ({
  type: 'MeterValuesRecorded',
  data: { ...ids, at: minutesLater(minutes), importWhCumulated, exportWhCumulated },
});
const unplugged = (minutes: number, socPermille: number | null = null): ReportedFact => ({
  type: 'VehicleUnplugged',
  data: { ...ids, at: minutesLater(minutes), socPermille },
});

describe('plugging in', () => {
  it('tells the driver at once what is promised and how much may be used', () => {
    // (520 − 300) ‰ of 60 kWh = 13 200 Wh above the minimum, half of it 6 600 Wh
    expect(decided([], report(pluggedIn()))).toEqual([
      pluggedIn(),
      {
        type: 'GuaranteeGiven',
        data: {
          sessionId: 'S1',
          at: minutesLater(0),
          targetSocPermille: 800,
          departureAt: '2026-01-13T06:30:00.000Z',
          minSocPermille: 300,
          reachable: true,
          safelyDischargeableWh: 6_600,
          mustChargeAt: '2026-01-13T06:30:00.000Z',
        },
      },
    ]);
  });
  it('promises nothing while the gauge is unknown, and tells the driver with the first report', () => {
    const given = pluggedIn({ socPermille: null });
    expect(typesOf(decided([], report(given)))).toEqual(['VehiclePluggedIn']);
    expect(typesOf(decided([given], report(soc(1, 520))))).toEqual(['SocReported', 'GuaranteeGiven']);
    expect(typesOf(decided([given, soc(1, 520)], report(soc(2, 521))))).toEqual(['SocReported']);
  });
  it.each([
    ['a second time', [pluggedIn()], pluggedIn(), 'ALREADY_PLUGGED_IN sessionId'],
    ['after the unplug', [pluggedIn(), unplugged(5)], pluggedIn(), 'ALREADY_PLUGGED_IN sessionId'],
    ['to depart before', [], pluggedIn({ departureAt: minutesLater(-1) }), 'DEPARTURE_BEFORE_PLUG_IN departureAt'],
    ['to depart at once', [], pluggedIn({ departureAt: minutesLater(0) }), 'DEPARTURE_BEFORE_PLUG_IN departureAt'],
    ['with a target above the maximum', [], pluggedIn({ maxSocPermille: 790 }), 'TARGET_ABOVE_MAXIMUM targetSoc'],
    ['with a minimum above the target', [], pluggedIn({ minSocPermille: 801 }), 'MINIMUM_ABOVE_TARGET minSoc'],
  ] as const)('is refused %s', (_, given, fact, refusal) => {
    expect(decided(given as unknown as SessionEvent[], report(fact))).toBe(refusal);
  });
});

describe('reports of a plugged-in car', () => {
  it.each([soc(1, 524), meter(1, 1_210, 80)])('are taken as they are: $type', (fact) => {
    expect(decided([pluggedIn()], report(fact))).toEqual([fact]);
  });
  it('may repeat the last instant: a charger reports several things a second', () => {
    expect(typesOf(decided([pluggedIn(), soc(1, 524)], report(soc(1, 525))))).toEqual(['SocReported']);
  });
  it.each([
    ['a car that was never plugged in', [], soc(1, 500), 'SESSION_UNKNOWN sessionId'],
    ['an unplug of a car that was never plugged in', [], unplugged(1), 'SESSION_UNKNOWN sessionId'],
    ['a car that has left', [pluggedIn(), unplugged(5)], soc(6, 500), 'SESSION_ENDED sessionId'],
    ['a second unplug', [pluggedIn(), unplugged(5)], unplugged(6), 'SESSION_ENDED sessionId'],
    ['another charger', [pluggedIn()], soc(1, 500, 'C2'), 'CHARGER_MISMATCH chargerId'],
    ['a time before the plug-in', [pluggedIn()], soc(-1, 500), 'BEFORE_PLUG_IN at'],
    ['an unplug before the plug-in', [pluggedIn()], unplugged(-1), 'BEFORE_PLUG_IN at'],
    ['a SoC older than the last', [pluggedIn(), soc(3, 524)], soc(2, 522), 'STALE_MESSAGE at'],
    ['a meter value older than the last', [pluggedIn(), meter(3, 10)], meter(2, 9), 'STALE_MESSAGE at'],
    ['an import register that shrinks', [pluggedIn(), meter(3, 10)], meter(4, 9), 'METER_RAN_BACKWARDS importWh'],
    [
      'an export register that shrinks',
      [pluggedIn(), meter(3, 10, 5)],
      meter(4, 11, 4),
      'METER_RAN_BACKWARDS exportWh',
    ],
  ] as const)('are refused for %s', (_, given, fact, refusal) => {
    expect(decided(given as unknown as SessionEvent[], report(fact))).toBe(refusal);
  });
});

describe('unplugging', () => {
  const promised = decided([], report(pluggedIn())) as SessionEvent[];
  it.each([
    ['keeps the promise at the target', 800, 'PromiseKept'],
    ['keeps it within one step of the gauge', 799, 'PromiseKept'],
    ['misses it below', 798, 'PromiseMissed'],
  ])('%s', (_, socPermille, outcome) => {
    expect(typesOf(decided(promised, report(unplugged(930, socPermille))))).toEqual(['VehicleUnplugged', outcome]);
  });
  it('goes by the last report where the unplug carries no SoC', () => {
    expect(decided([...promised, soc(900, 803)], report(unplugged(930)))).toEqual([
      unplugged(930),
      { type: 'PromiseKept', data: { sessionId: 'S1', at: minutesLater(930), targetWh: 48_000, departureWh: 48_180 } },
    ]);
  });
  it.each([{ batteryWh: null }, { socPermille: null }, { departureAt: null }])(
    'settles nothing where nothing could be promised: %p',
    (unknown) => {
      const given = decided([], report(pluggedIn(unknown))) as SessionEvent[];
      expect(typesOf(decided(given, report(unplugged(930, 700))))).toEqual(['VehicleUnplugged']);
    },
  );
});

describe('stating preferences', () => {
  const state = (
    preferences: Extract<SessionCommand, { type: 'StatePreferences' }>['preferences'],
  ): SessionCommand => ({
    type: 'StatePreferences',
    sessionId: 'S1',
    at: PLUG_IN,
    preferences,
    charger: null,
  });
  it('changes what was stated, lets the rest stand and gives a new guarantee', () => {
    const events = decided([pluggedIn()], state({ targetSocPermille: 900 }));
    expect(typesOf(events)).toEqual(['PreferencesStated', 'GuaranteeGiven']);
    expect(events[0]).toEqual({
      type: 'PreferencesStated',
      data: {
        sessionId: 'S1',
        targetSocPermille: 900,
        minSocPermille: 300,
        departureAt: '2026-01-13T06:30:00.000Z',
        v2g: true,
      },
    });
  });
  it('appends nothing when everything stands already', () => {
    expect(decided([pluggedIn()], state({ targetSocPermille: 800, v2g: true }))).toEqual([]);
  });
  it('may take the departure back: then nothing can be promised', () => {
    expect(typesOf(decided([pluggedIn()], state({ departureAt: null })))).toEqual(['PreferencesStated']);
  });
  it.each([
    ['an unknown session', [], { v2g: false }, 'SESSION_UNKNOWN sessionId'],
    ['a session that has ended', [pluggedIn(), unplugged(5)], { v2g: false }, 'SESSION_ENDED sessionId'],
    ['a departure that has passed', [pluggedIn()], { departureAt: minutesLater(0) }, 'DEPARTURE_PASSED departureAt'],
    [
      'a target above the maximum',
      [pluggedIn({ maxSocPermille: 900 })],
      { targetSocPermille: 950 },
      'TARGET_ABOVE_MAXIMUM targetSoc',
    ],
    ['a minimum above the target', [pluggedIn()], { minSocPermille: 810 }, 'MINIMUM_ABOVE_TARGET minSoc'],
  ] as const)('is refused for %s', (_, given, preferences, refusal) => {
    expect(decided(given as unknown as SessionEvent[], state(preferences))).toBe(refusal);
  });
});

describe('a guarantee of which something is used', () => {
  /** 19.2 kWh above the minimum; half of it, and no more than the limits leave. */
  const limited = sessionDecider((session, at) => {
    const free = halfAboveMinimum(session);
    const { dischargeAllowanceWh } = session;
    if (free === null) return null;
    const safelyDischargeableWh = Math.min(free.safelyDischargeableWh, dischargeAllowanceWh ?? Infinity);
    return { ...free, reachable: at === PLUG_IN, safelyDischargeableWh };
  });
  const stated: SessionEvent = {
    type: 'PreferencesStated',
    data: {
      sessionId: 'S1',
      targetSocPermille: 800,
      minSocPermille: 200,
      departureAt: '2026-01-13T06:30:00.000Z',
      v2g: true,
      maxDischargeWh: 5_000,
    },
  };
  const used = (sessionWh: number) => ({ sessionWh, day: deliveryDay('2026-01-12'), dayWh: sessionWh });
  const decide = (given: readonly SessionEvent[], command: SessionCommand): readonly SessionEvent[] => {
    const decision = limited.decide(fold(limited.evolve, limited.initial, given), command);
    if (isRefusal(decision)) throw new Error(decision.message);
    return decision;
  };
  const renewed = (given: readonly SessionEvent[], sessionWh: number, minutes = 60) =>
    decide(given, {
      type: 'RenewGuarantee',
      at: epochMs(PLUG_IN + minutes * 60_000),
      charger: null,
      used: used(sessionWh),
    });
  const told = (reachable: boolean, safelyDischargeableWh: number): SessionEvent => ({
    type: 'GuaranteeGiven',
    data: {
      sessionId: 'S1',
      at: minutesLater(0),
      targetSocPermille: 800,
      departureAt: '2026-01-13T06:30:00.000Z',
      minSocPermille: 200,
      reachable,
      safelyDischargeableWh,
      mustChargeAt: null,
    },
  });

  it('is told without it when the driver speaks again', () => {
    const given = [pluggedIn(), stated, told(true, 5_000)];
    const preferences = { targetSocPermille: 700 };
    const command = { type: 'StatePreferences', sessionId: 'S1', at: PLUG_IN, preferences, charger: null } as const;
    expect(decide(given, { ...command, used: used(3_200) })).toMatchObject([
      { type: 'PreferencesStated' },
      { type: 'GuaranteeGiven', data: { safelyDischargeableWh: 1_800 } },
    ]);
  });

  it('is told anew when a kilowatt-hour of it is gone, and when nothing is left', () => {
    const given = [pluggedIn(), stated, told(true, 5_000)];
    expect(renewed(given, 900)).toEqual([]);
    const news = renewed(given, 1_000);
    expect(news).toMatchObject([{ data: { at: minutesLater(60), safelyDischargeableWh: 4_000 } }]);
    expect(renewed([...given, ...news], 1_000)).toEqual([]);
    expect(renewed([...given, told(true, 300)], 5_000)).toMatchObject([{ data: { safelyDischargeableWh: 0 } }]);
  });

  it('keeps the verdict that the promise was made with', () => {
    expect(renewed([pluggedIn(), stated, told(true, 5_000)], 2_000)).toMatchObject([{ data: { reachable: true } }]);
    expect(renewed([pluggedIn(), stated, told(false, 5_000)], 2_000)).toMatchObject([{ data: { reachable: false } }]);
  });

  it('is no news to who was never told one, has gone, or never came', () => {
    expect(renewed([], 2_000)).toEqual([]);
    expect(renewed([pluggedIn(), stated], 2_000)).toEqual([]);
    expect(renewed([pluggedIn(), stated, told(true, 5_000), unplugged(30)], 2_000)).toEqual([]);
  });
});
