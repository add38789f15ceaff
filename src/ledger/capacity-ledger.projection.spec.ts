import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { minutesLater, pluggedIn, PLUG_IN } from '../../test/support/fleet.js';
import { capacityCommitted, feed } from '../../test/support/trading-events.js';
import type {
  ChargerRegistered,
  FleetEvent,
  PreferencesStated,
  SocReported,
  VehicleUnplugged,
} from '../fleet/index.js';
import { epochMs, isoInstant, MS_PER_HOUR, MS_PER_MINUTE, type EventBase } from '../kernel/index.js';
import { newestFcrnRules } from '../market/index.js';
import { CapacityLedger, type LedgerQuery } from './capacity-ledger.projection.js';
import type { FirmCapacityMeasured } from './ledger.events.js';

const car = (id: string, stated: Parameters<typeof pluggedIn>[0] = {}) =>
  pluggedIn({ sessionId: id, chargerId: `C-${id}`, departureAt: isoInstant(PLUG_IN + 15 * MS_PER_HOUR), ...stated });
const unplugged = (id: string): VehicleUnplugged => ({
  type: 'VehicleUnplugged',
  data: { sessionId: id, chargerId: `C-${id}`, at: minutesLater(10), socPermille: null },
});
const socReported = (id: string, socPermille: number, minutes = 5): SocReported => ({
  type: 'SocReported',
  data: {
    sessionId: id,
    chargerId: `C-${id}`,
    at: minutesLater(minutes),
    socPermille,
    powerW: null,
    quality: 'measured',
  },
});
const optedOut = (id: string): PreferencesStated => ({
  type: 'PreferencesStated',
  data: { sessionId: id, targetSocPermille: 800, minSocPermille: 300, departureAt: minutesLater(900), v2g: false },
});
const registered = (id: string, change: Partial<ChargerRegistered['data']> = {}): ChargerRegistered => ({
  type: 'ChargerRegistered',
  data: {
    chargerId: `C-${id}`,
    siteId: 'Depot',
    connectors: 1,
    current: 'DC',
    maxChargeW: 11_000,
    maxDischargeW: 11_000,
    v2gReady: true,
    prequalification: 'prequalified',
    ...change,
  },
});
const measured = (hours: number, firmW: number): FirmCapacityMeasured => ({
  type: 'FirmCapacityMeasured',
  data: {
    product: 'FCR-N',
    mtuStart: isoInstant(PLUG_IN + hours * MS_PER_HOUR),
    firmW,
    upW: firmW,
    downW: firmW,
    committedW: 0,
    sessions: 3,
    boundBy: 'none',
    origin: 'delivery',
  },
});

const after = (...events: readonly EventBase[]): CapacityLedger => {
  const ledger = new CapacityLedger({ rulesOf: newestFcrnRules });
  feed(ledger, events);
  return ledger;
};
const now: LedgerQuery = { now: PLUG_IN };
const firstRow = (ledger: CapacityLedger, query: LedgerQuery = now) => ledger.rows(query)[0];

describe('the capacity ledger', () => {
  it('shows 36 hours, each with the firm capacity of the cars that stay through it', () => {
    const rows = after(car('A'), car('B')).rows(now);
    expect(rows).toHaveLength(36);
    // Two cars of 31.2 kWh in a window of 18–60: each has its 11 kW each way for an hour, of which 34 % is kept.
    expect(rows[0]).toEqual({
      mtu: '2026-01-12T15:00:00.000Z',
      firmW: Math.floor(22_000 / 1.34),
      committedW: 0,
      availableW: Math.floor(22_000 / 1.34),
      shortW: 0,
      sessions: 2,
    });
    expect(rows[14]?.sessions).toBe(2);
    expect(rows[15]).toMatchObject({ firmW: 0, sessions: 0 });
  });

  it('sets what is committed against what is firm', () => {
    const committed = capacityCommitted([
      [isoInstant(PLUG_IN), 10_000, '20'],
      [isoInstant(PLUG_IN + MS_PER_HOUR), 100_000, '20'],
    ]);
    const [first, second] = after(car('A'), car('B'), committed).rows(now);
    expect(first).toMatchObject({ committedW: 10_000, availableW: 6_417, shortW: 0 });
    expect(second).toMatchObject({ committedW: 100_000, availableW: 0, shortW: 100_000 - 16_417 });
  });

  it('follows state of charge, consent, registration and unplugging', () => {
    // Full at 15:05 it first makes room for an hour of charging, 10 450 Wh · 0.95 in 55 minutes: 170 W are left, / 1.34.
    expect(firstRow(after(car('A'), socReported('A', 1000)))).toMatchObject({ firmW: 126, sessions: 1 });
    expect(firstRow(after(car('A'), optedOut('A')))).toMatchObject({ firmW: 0, sessions: 0 });
    expect(firstRow(after(car('A'), registered('A', { prequalification: 'applied' })))).toMatchObject({ sessions: 0 });
    expect(firstRow(after(car('A'), unplugged('A')))).toMatchObject({ firmW: 0, sessions: 0 });
  });

  it('counts a car until its state of charge is stale, whenever it is asked', () => {
    const ledger = after(car('A'));
    const at = (minutes: number): LedgerQuery => ({ now: epochMs(PLUG_IN + minutes * MS_PER_MINUTE) });
    expect(firstRow(ledger, at(30))?.sessions).toBe(1);
    expect(firstRow(ledger, at(31))?.sessions).toBe(0);
    expect(firstRow(ledger, at(30))?.sessions).toBe(1);
  });

  it('shows a site its own cars, and the part of what is committed that falls to them', () => {
    const committed = capacityCommitted([[isoInstant(PLUG_IN), 20_000, '20']]);
    const ledger = after(car('A'), car('B'), registered('A'), committed);
    expect(firstRow(ledger, { ...now, siteId: 'Depot' })).toMatchObject({
      firmW: 8_208,
      committedW: 10_000,
      shortW: 1_792,
      sessions: 1,
    });
    expect(ledger.siteIds(PLUG_IN)).toEqual(['Depot']);
    expect(firstRow(ledger, { ...now, siteId: 'Elsewhere' })).toMatchObject({ firmW: 0, committedW: 0, sessions: 0 });
  });

  it('moves a car to the site that its charger is registered at', () => {
    const ledger = after(car('A'), registered('A'));
    ledger.rows(now);
    feed(ledger, [registered('A', { siteId: 'Harbour' })]);
    expect(ledger.siteIds(PLUG_IN)).toEqual(['Harbour']);
  });

  it('lists what was measured and what is committed outside the horizon, when asked for', () => {
    const in40Hours = epochMs(PLUG_IN + 40 * MS_PER_HOUR);
    const ledger = after(
      measured(-2, 250_000),
      capacityCommitted([
        [isoInstant(PLUG_IN - MS_PER_HOUR), 200_000, '20'],
        [isoInstant(in40Hours), 300_000, '20'],
      ]),
    );
    const rows = ledger.rows({
      ...now,
      from: epochMs(PLUG_IN - 24 * MS_PER_HOUR),
      to: epochMs(PLUG_IN + 48 * MS_PER_HOUR),
    });
    expect(rows).toHaveLength(39);
    expect(rows[0]).toMatchObject({ mtu: minutesLater(-120), firmW: 250_000, availableW: 250_000, sessions: 3 });
    expect(rows[1]).toMatchObject({ mtu: minutesLater(-60), firmW: 0, shortW: 200_000 });
    expect(rows[38]).toMatchObject({ mtu: isoInstant(in40Hours), shortW: 300_000 });
  });

  it('shows the MTUs that start in [from, to)', () => {
    const rows = after().rows({ ...now, from: epochMs(PLUG_IN + MS_PER_HOUR), to: epochMs(PLUG_IN + 3 * MS_PER_HOUR) });
    expect(rows.map(({ mtu }) => mtu)).toEqual([minutesLater(60), minutesLater(120)]);
  });

  it('passes over other products', () => {
    const other = capacityCommitted([[isoInstant(PLUG_IN), 10_000, '20']]);
    expect(firstRow(after({ ...other, data: { ...other.data, product: 'FCR-D' } }))?.committedW).toBe(0);
  });
});

describe('the capacity ledger, whatever happened', () => {
  const storyArbitrary = fc.array(
    fc.record({ id: fc.constantFrom('A', 'B', 'C', 'D'), soc: fc.integer({ min: 200, max: 1000 }), ask: fc.boolean() }),
    { minLength: 1, maxLength: 25 },
  );
  const query: LedgerQuery = { now: epochMs(PLUG_IN + 10 * MS_PER_MINUTE) };

  it('is the same whether it was asked meanwhile or not, and as if only the last word of each car had come', () => {
    fc.assert(
      fc.property(storyArbitrary, (story) => {
        const asked = after();
        const silent = after();
        const lastWords = new Map<string, FleetEvent>();
        for (const { id, soc, ask } of story) {
          const event = car(id, { socPermille: soc });
          const events = [unplugged(id), event];
          feed(asked, events);
          feed(silent, events);
          if (ask) asked.rows(query);
          lastWords.set(id, event);
        }
        const rows = silent.rows(query);
        expect(asked.rows(query)).toEqual(rows);
        expect(after(...[...lastWords.values()].reverse()).rows(query)).toEqual(rows);
      }),
      { numRuns: 50 },
    );
  });

  it('forgets a car that came and went', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 1000 }), fc.boolean(), (socPermille, ask) => {
        const ledger = after(car('A'), car('B'));
        const before = ledger.rows(query);
        feed(ledger, [car('Z', { socPermille })]);
        if (ask) ledger.rows(query);
        feed(ledger, [unplugged('Z')]);
        expect(ledger.rows(query)).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });
});
