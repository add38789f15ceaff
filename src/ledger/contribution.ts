import { SOC_STALE_AFTER_MS, type SessionView } from '../fleet/index.js';
import {
  mayHoldReserve,
  newPathStep,
  newShareRoom,
  stepAlong,
  vehicleOf,
  type MovingVehicle,
  type PathStep,
  type ShareRoom,
} from '../flexibility/index.js';
import { epochMs, MS_PER_HOUR, MS_PER_MINUTE, type EpochMs } from '../kernel/index.js';
import type { FcrnRules } from '../market/index.js';
import { MemberPath } from './member-path.js';

/** How far ahead the ledger looks: past the last MTU of tomorrow when the gate closes. */
export const HORIZON_MS = 36 * MS_PER_HOUR;

/** What one plugged-in car adds to the firm capacity of each coming MTU, whole watts. */
export interface Contribution {
  readonly sessionId: string;
  readonly siteId: string | null;
  /** When its state of charge was known. */
  readonly socAt: EpochMs;
  /** By MTU start; an MTU in which the car has no share is left out. */
  readonly members: MemberPath;
}

/** The rules of a walk along a car's path, and what is written over and over on it: one serves all cars of a ledger. */
export interface PathWalk {
  readonly rulesOf: (at: EpochMs) => FcrnRules;
  readonly step: PathStep;
  readonly shares: ShareRoom;
}

/** @param theta where in its window a car waits, as for `thetaBaselineW`. */
export const newPathWalk = (rulesOf: PathWalk['rulesOf'], theta: number): PathWalk => ({
  rulesOf,
  step: newPathStep(theta),
  shares: newShareRoom(),
});

/**
 * The car on its own path without activation, from its last known state of charge: its θ baseline in every MTU and the
 * shares around it, as far as a row of the ledger can ask before that state of charge is stale. Null for a car that may
 * not hold reserve. A function of the session alone: no other car and no clock changes it.
 * @param into is written over: an update makes no new path.
 */
export function contributionOf(
  session: SessionView,
  { rulesOf, step, shares }: PathWalk,
  into = new MemberPath(),
): Contribution | null {
  const car: MovingVehicle | null = mayHoldReserve(session) ? vehicleOf(session) : null;
  const { sessionId, siteId, socAt } = session;
  if (car === null || socAt === null) return null;
  const members = into.clear();
  const pathEnd = Math.min(car.departureAt, socAt + HORIZON_MS + SOC_STALE_AFTER_MS);
  const roundTrip = car.chargeEfficiency * car.dischargeEfficiency;
  for (let at = socAt; at < pathEnd; at = step.mtuEnd) {
    const { mtuMinutes, enduranceMinutes } = rulesOf(at);
    const startMinute = Math.floor(at / (mtuMinutes * MS_PER_MINUTE)) * mtuMinutes;
    step.at = at;
    step.mtuEnd = epochMs((startMinute + mtuMinutes) * MS_PER_MINUTE);
    step.enduranceHours = enduranceMinutes / 60;
    const isWhole = at === startMinute * MS_PER_MINUTE;
    step.horizonHours = isWhole ? step.enduranceHours : (step.mtuEnd - at) / MS_PER_HOUR;
    if (stepAlong(car, step, shares) && (shares.upW >= 1 || shares.downW >= 1))
      members.push(startMinute, shares, roundTrip);
  }
  return { sessionId, siteId, socAt, members };
}
