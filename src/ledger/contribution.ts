import { SOC_STALE_AFTER_MS, type SessionView } from '../fleet/index.js';
import {
  drainWh,
  energyAfterWh,
  mayHoldReserve,
  newShareRoom,
  thetaBaselineW,
  vehicleOf,
  writeShares,
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

export interface PathRule {
  readonly rulesOf: (at: EpochMs) => FcrnRules;
  /** Where in its window a car waits, as for `thetaBaselineW`. */
  readonly theta: number;
}

/**
 * The car on its own path without activation, from its last known state of charge: its θ baseline in every MTU and the
 * shares around it, as far as a row of the ledger can ask before that state of charge is stale. Null for a car that may
 * not hold reserve. A function of the session alone: no other car and no clock changes it.
 * @param into is written over: an update makes no new path.
 */
export function contributionOf(
  session: SessionView,
  { rulesOf, theta }: PathRule,
  into = new MemberPath(),
): Contribution | null {
  const vehicle = mayHoldReserve(session) ? vehicleOf(session) : null;
  const { sessionId, siteId, socAt } = session;
  if (vehicle === null || socAt === null) return null;
  const members = into.clear();
  const pathEnd = Math.min(vehicle.departureAt, socAt + HORIZON_MS + SOC_STALE_AFTER_MS);
  // One car moved along its path, one rule and one horizon: an update of a large fleet's ledger makes few objects.
  const here = { ...vehicle };
  const rule = { mtuHours: 0.5, theta, enduranceHours: 0.5 };
  const horizon = { horizonHours: 0.5, mtuEnd: socAt };
  const shares = newShareRoom();
  const roundTrip = vehicle.chargeEfficiency * vehicle.dischargeEfficiency;
  for (let at = socAt; at < pathEnd;) {
    const { mtuMinutes, enduranceMinutes } = rulesOf(at);
    const mtuMs = mtuMinutes * MS_PER_MINUTE;
    const mtuStart = epochMs(Math.floor(at / mtuMs) * mtuMs);
    const mtuEnd = epochMs(mtuStart + mtuMs);
    const mtuHours = (mtuEnd - at) / MS_PER_HOUR;
    rule.mtuHours = mtuHours;
    rule.enduranceHours = enduranceMinutes / 60;
    const baselineW = thetaBaselineW(here, at, rule);
    horizon.horizonHours = at === mtuStart ? rule.enduranceHours : mtuHours;
    horizon.mtuEnd = mtuEnd;
    if (writeShares(here, at, baselineW, horizon, shares) && (shares.upW >= 1 || shares.downW >= 1))
      pushWholeWatts(members, mtuStart, shares, roundTrip);
    if (here.dischargeAllowanceWh !== undefined && baselineW > 0)
      here.dischargeAllowanceWh = Math.max(0, here.dischargeAllowanceWh - drainWh(here, baselineW, mtuHours));
    here.energyWh = energyAfterWh(here, baselineW, mtuHours);
    at = mtuEnd;
  }
  return { sessionId, siteId, socAt, members };
}

/** Whole numbers add up the same in every order. */
const pushWholeWatts = (members: MemberPath, mtuStart: EpochMs, shares: ShareRoom, roundTrip: number): void =>
  members.push(
    mtuStart,
    Math.floor(shares.upW),
    Math.floor(shares.downW),
    Math.floor(shares.headroomUpW),
    Math.floor(shares.headroomDownW),
    roundTrip,
  );
