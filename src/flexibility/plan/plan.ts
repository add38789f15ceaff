import { Courses } from './courses.js';
import { decompose, type DecompositionOptions } from './decomposition.js';
import { measurePlan, type MeasuredPlan } from './measured-plan.js';
import type { PlanQuestion } from './plan-question.js';
import { waitingPaths } from './waiting-paths.js';

export interface Plan extends MeasuredPlan {
  /** No plan for these cars is worth more than this; infinite where it was not asked for. */
  readonly boundWorth: number;
}

/** Turns for each car at which more of them gain less than 0.1 %. */
const SWEEPS = 20;
/** Where in their useful band cars wait by the simple rule that a plan is measured against. */
const THETAS = [0.3, 0.5, 0.7];
/** A difference of fuse excess that rounding may make, W summed over sites and MTUs. */
const ROUNDING_W = 1;

/**
 * Baselines of every car over the coming MTUs.
 *
 * Objective: worth of the group's capacity, less energy bought, losses and wear, plus the energy left in the end.
 * Held: each car's power limits, at every energy on the way where they depend on it; its window at every instant; its
 * recovery line at every MTU's end (between two ends both it and the path are straight, or it bends away below) and so
 * its target at the departure; its owner's allowance for discharge; never charging and discharging at once; in every MTU
 * the group rule with its endurance and NEM lines around these baselines, as long as nothing is activated; a site's fuse
 * with everything that its cars' shares may ask for.
 *
 * A car below its window, or so late that only following its charge curve still reaches the target, where constant watts
 * would not, charges as fast as its battery takes it until that is over: its baselines till then are the mean of that,
 * and it has no share. A car above its window, or below its recovery line, is no part of the plan either: it rests, or
 * charges what it was promised. A promise goes before a fuse: what the fuse can't carry is told in `fuseExcess`.
 *
 * The capacities are measured on the finished baselines by the group rule, not taken from the search; and no plan is
 * worth less than cars that wait by the simple rule. Equal questions get equal plans: no clock, no randomness.
 */
export function planBaselines(
  question: PlanQuestion,
  { sweeps = SWEEPS, bound = true }: Partial<DecompositionOptions> = {},
): Plan {
  const courses = new Courses(question);
  const { energiesWh, boundWorth } = decompose(courses, { sweeps, bound });
  const waiting = THETAS.map((theta) => measurePlan(courses, waitingPaths(courses, theta)));
  return { ...waiting.reduce(betterPlan, measurePlan(courses, energiesWh)), boundWorth };
}

/** The plan that exceeds fuses by less, else the one that is worth more; the first of equals. */
export function betterPlan(one: MeasuredPlan, other: MeasuredPlan): MeasuredPlan {
  const lessW = excessOf(one) - excessOf(other);
  if (Math.abs(lessW) > ROUNDING_W) return lessW < 0 ? one : other;
  return other.worth > one.worth ? other : one;
}

const excessOf = ({ fuseExcess }: MeasuredPlan): number => fuseExcess.reduce((sumW, { excessW }) => sumW + excessW, 0);
