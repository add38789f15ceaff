import { epochMs, isoInstant, type EpochMs } from '../kernel/index.js';
import type { PromiseSettled } from './fleet.events.js';
import type { GuaranteeCalculator } from './guarantee.port.js';
import type { Session } from './session-state.js';
import type { SessionView } from './session-view.js';

/** The gauge's step: a car that shows 79.9 % against a promise of 80 % is within what can be measured. */
const GAUGE_STEP_PERMILLE = 1;

/**
 * How a session ended against its promise; null where no guarantee was given (battery, SoC or
 * departure unknown, or a past that we only import).
 * The target counts as unreachable if charging alone at full power from the plug-in to the departure – the stated
 * one, or the actual one if earlier – falls short of it, or if the driver was last told that it can't be reached.
 * `view` carries the power limit, the least of car and charger.
 */
export function settlePromise(
  session: Session,
  view: SessionView,
  unpluggedAt: EpochMs,
  socPermille: number | null,
  guaranteeOf: GuaranteeCalculator,
): PromiseSettled | null {
  const { batteryWh, arrivalSocPermille, targetSocPermille } = session;
  const departureSocPermille = socPermille ?? session.socPermille;
  if (session.toldReachable === null) return null;
  if (batteryWh === null || arrivalSocPermille === null || departureSocPermille === null) return null;
  const type =
    departureSocPermille >= targetSocPermille - GAUGE_STEP_PERMILLE
      ? 'PromiseKept'
      : !session.toldReachable || !chargingAloneReaches(session, view, unpluggedAt, guaranteeOf)
        ? 'PromiseUnreachable'
        : 'PromiseMissed';
  return {
    type,
    data: {
      sessionId: session.sessionId,
      at: isoInstant(unpluggedAt),
      targetWh: shareOf(batteryWh, targetSocPermille),
      departureWh: shareOf(batteryWh, departureSocPermille),
    },
  };
}

/** The promise as it would have been given at the plug-in, had the car's departure been known. */
function chargingAloneReaches(
  session: Session,
  view: SessionView,
  unpluggedAt: EpochMs,
  guaranteeOf: GuaranteeCalculator,
): boolean {
  const departureAt = epochMs(Math.min(session.departureAt ?? unpluggedAt, unpluggedAt));
  const arrived = { ...view, socPermille: session.arrivalSocPermille, departureAt };
  return guaranteeOf(arrived, session.pluggedInAt)?.reachable ?? false;
}

const shareOf = (batteryWh: number, socPermille: number): number => Math.round((batteryWh * socPermille) / 1000);
