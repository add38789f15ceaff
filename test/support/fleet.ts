import type { FleetEvent, Guarantee, PluggedInMessage, SessionView, VehiclePluggedIn } from '../../src/fleet/index.js';
import { isoInstant, type EpochMs, type Recorded } from '../../src/kernel/index.js';

/** Monday 12 January 2026, 15:00 UTC: the plug-in of the examples. */
export const PLUG_IN = Date.UTC(2026, 0, 12, 15) as EpochMs;
/** An instant so many minutes after the plug-in, as text. */
export const minutesLater = (minutes: number): string => isoInstant(PLUG_IN + minutes * 60_000);

type Stated = Partial<VehiclePluggedIn['data']>;

/** A car of 60 kWh at 52 %, 11 kW both ways, to 80 % by 6:30 the next morning. */
export const pluggedIn = (stated: Stated = {}): VehiclePluggedIn => ({
  type: 'VehiclePluggedIn',
  data: {
    sessionId: 'S1',
    chargerId: 'C1',
    driverId: 'D1',
    at: minutesLater(0),
    batteryWh: 60_000,
    socPermille: 520,
    maxChargeW: 11_000,
    maxDischargeW: 11_000,
    chargeEfficiencyPermille: 950,
    dischargeEfficiencyPermille: 950,
    targetSocPermille: 800,
    minSocPermille: 300,
    maxSocPermille: 1000,
    departureAt: '2026-01-13T06:30:00.000Z',
    v2g: true,
    ...stated,
  },
});

/** The same car as its charger's message says it. */
export const plugInMessage = (fields: Partial<PluggedInMessage> = {}): PluggedInMessage => ({
  messageId: 'm1',
  type: 'plugged-in',
  chargerId: 'C1',
  sessionId: 'S1',
  driverId: 'D1',
  at: '2026-01-12T15:00:00Z',
  batteryWh: 60_000,
  soc: 52,
  maxChargeW: 11_000,
  maxDischargeW: 11_000,
  targetSoc: 80,
  minSoc: 30,
  departureAt: '2026-01-13T06:30:00Z',
  v2g: true,
  ...fields,
});

/** A stand-in for flexibility's mathematics that is easy to foresee: half of what is above the minimum may be used. */
export function halfAboveMinimum(session: SessionView): Guarantee | null {
  const { batteryWh, socPermille, departureAt } = session;
  if (batteryWh === null || socPermille === null || departureAt === null) return null;
  const aboveMinimumWh = (batteryWh * (socPermille - session.minSocPermille)) / 1000;
  return {
    reachable: true,
    safelyDischargeableWh: Math.max(0, Math.floor(aboveMinimumWh / 2)),
    mustChargeAt: departureAt,
  };
}

/** Events as a log would hold them, one after the other. */
export const recorded = (events: readonly FleetEvent[]): Recorded[] =>
  events.map((event, position) => ({
    ...event,
    position,
    stream: 'any',
    revision: position,
    schemaVersion: 1,
    meta: { messageId: `e${position}`, correlationId: 'c', causationId: 'c', actor: 'test' },
    occurredAt: PLUG_IN,
    recordedAt: PLUG_IN,
  }));
