import { deterministicUuid, isoInstant } from '../../kernel/index.js';
import type { TelemetryMessage } from '../telemetry.js';
import type { HistorySession } from './session-history.js';

/** A history says what was charged, not what the charger could: what a plain three-phase 16 A point gives. */
const ASSUMED_CHARGE_W = 11_000;

/**
 * A past session as the messages its charger would have sent: importing twice gives the same message ids, so the log
 * takes each once. The stated departure is the estimate, else the unplug itself; the SoC at the unplug follows from
 * the measured energy, one-way efficiency included, up to full. A session of no length says nothing and gives none.
 */
export function historyTelemetry(session: HistorySession): readonly TelemetryMessage[] {
  const { sessionId, chargerId, pluggedInAt, unpluggedAt } = session;
  if (unpluggedAt === pluggedInAt) return [];
  const base = { sessionId, chargerId };
  const messageId = (type: TelemetryMessage['type']): string => historyMessageId(sessionId, type);
  const arrival = session.arrivalSocPermille;
  return [
    {
      ...base,
      type: 'plugged-in',
      messageId: messageId('plugged-in'),
      at: isoInstant(pluggedInAt),
      batteryWh: session.batteryWh,
      soc: arrival === null ? null : arrival / 10,
      maxChargeW: session.maxChargeW ?? ASSUMED_CHARGE_W,
      maxDischargeW: session.maxDischargeW ?? 0,
      ...(session.targetSocPermille === null ? {} : { targetSoc: session.targetSocPermille / 10 }),
      departureAt: isoInstant(session.departureEstimateAt ?? unpluggedAt),
    },
    {
      ...base,
      type: 'unplugged',
      messageId: messageId('unplugged'),
      at: isoInstant(unpluggedAt),
      soc: departureSoc(session),
    },
  ];
}

/** By it an imported fact is known from one that a charger reported. */
export const historyMessageId = (sessionId: string, type: TelemetryMessage['type']): string =>
  deterministicUuid('history', sessionId, type);

const ONE_WAY_EFFICIENCY = 0.95;

function departureSoc({ arrivalSocPermille, batteryWh, energyWh }: HistorySession): number | null {
  if (arrivalSocPermille === null || batteryWh === null) return null;
  const permille = arrivalSocPermille + (1000 * energyWh * ONE_WAY_EFFICIENCY) / batteryWh;
  return Math.min(1000, Math.round(permille)) / 10;
}
