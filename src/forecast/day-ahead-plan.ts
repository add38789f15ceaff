import {
  economicCosts,
  economicWorth,
  mayHoldReserve,
  PLAN_ECONOMICS,
  planBaselines,
  vehicleOf,
} from '../flexibility/index.js';
import type { SessionView } from '../fleet/index.js';
import { isoInstant, MS_PER_HOUR, MS_PER_MINUTE, unitOf, type EpochMs, type Interval } from '../kernel/index.js';
import { FCR_N, type FcrnRules } from '../market/index.js';
import type { DayAheadPlanned } from './forecast.events.js';

/** Turns for each car: more would change tomorrow's capacities by less than a percent. */
const SWEEPS = 6;

/**
 * What the plugged-in cars will hold in each MTU of a coming day, if they stay as long as they said and nothing is
 * activated until then: the capacities of a plan from the next MTU on, by the group rule, which weighs capacity against
 * energy and wear as dispatch does. Cars that come later are not in it.
 */
export function dayAheadPlan(
  sessions: Iterable<SessionView>,
  now: EpochMs,
  day: { readonly deliveryDay: string; readonly interval: Interval },
  rules: Pick<FcrnRules, 'mtuMinutes' | 'enduranceMinutes' | 'nemPowerFactor'>,
): DayAheadPlanned['data'] {
  const mtuHours = rules.mtuMinutes / 60;
  const at = unitOf(now, rules.mtuMinutes).end;
  const mtus = Math.round((day.interval.end - at) / (rules.mtuMinutes * MS_PER_MINUTE));
  const first = Math.round((day.interval.start - at) / (rules.mtuMinutes * MS_PER_MINUTE));
  const vehicles = [...sessions].flatMap((session) => {
    const vehicle = mayHoldReserve(session) ? vehicleOf(session) : null;
    return vehicle === null ? [] : [{ ...vehicle, id: session.sessionId }];
  });
  const question = {
    at,
    mtuHours,
    enduranceHours: rules.enduranceMinutes / 60,
    nemPowerFactor: rules.nemPowerFactor,
    worth: Array.from({ length: mtus }, () => economicWorth(PLAN_ECONOMICS, mtuHours, 0, null)),
    costs: economicCosts(PLAN_ECONOMICS, mtus),
    vehicles,
  };
  const { capacityW } = planBaselines(question, { sweeps: SWEEPS, bound: false });
  return {
    product: FCR_N,
    deliveryDay: day.deliveryDay,
    plannedAt: isoInstant(now),
    sessions: vehicles.length,
    mtus: capacityW.slice(first).map((knownW, index) => ({
      mtuStart: isoInstant(day.interval.start + index * mtuHours * MS_PER_HOUR),
      knownW: Math.floor(knownW),
    })),
  };
}
