import { SOC_STALE_AFTER_MS, type SessionView } from '../fleet/index.js';
import {
  drainWh,
  energyAfterWh,
  mayHoldReserve,
  memberOf,
  sharesAt,
  thetaBaselineW,
  vehicleOf,
  type GroupMember,
} from '../flexibility/index.js';
import { epochMs, MS_PER_HOUR, unitOf, type EpochMs } from '../kernel/index.js';
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
  // One car moved along its path: an update of a large fleet's ledger makes few objects.
  const here = { ...vehicle };
  for (let at = socAt; at < pathEnd;) {
    const { mtuMinutes, enduranceMinutes } = rulesOf(at);
    const mtu = unitOf(at, mtuMinutes);
    const mtuHours = (mtu.end - at) / MS_PER_HOUR;
    const enduranceHours = enduranceMinutes / 60;
    const baselineW = thetaBaselineW(here, at, { mtuHours, theta, enduranceHours });
    const horizonHours = at === mtu.start ? enduranceHours : mtuHours;
    const member = memberOf(here, baselineW, sharesAt(here, at, baselineW, { horizonHours, mtuEnd: mtu.end }));
    if (member.upW >= 1 || member.downW >= 1) members.push(mtu.start, inWholeWatts(member));
    if (here.dischargeAllowanceWh !== undefined && baselineW > 0)
      here.dischargeAllowanceWh = Math.max(0, here.dischargeAllowanceWh - drainWh(here, baselineW, mtuHours));
    here.energyWh = energyAfterWh(here, baselineW, mtuHours);
    at = epochMs(mtu.end);
  }
  return { sessionId, siteId, socAt, members };
}

/** Whole numbers add up the same in every order. */
const inWholeWatts = (member: GroupMember): GroupMember => ({
  upW: Math.floor(member.upW),
  downW: Math.floor(member.downW),
  headroomUpW: Math.floor(member.headroomUpW),
  headroomDownW: Math.floor(member.headroomDownW),
  roundTrip: member.roundTrip,
});
