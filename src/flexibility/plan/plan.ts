import { Courses } from './courses.js';
import { decompose, type DecompositionOptions } from './decomposition.js';
import { measurePlan, type MeasuredPlan } from './measured-plan.js';
import type { PlanQuestion } from './plan-question.js';

export interface Plan extends MeasuredPlan {
  /** No plan for these cars is worth more than this; infinite where it was not asked for. */
  readonly boundWorth: number;
}

/** Turns for each car at which more of them gain less than 0.1 %. */
const SWEEPS = 20;

/**
 * Baselines of every car over the coming MTUs.
 *
 * Objective: worth of the group's capacity, less energy bought, losses and wear, plus the energy left in the end.
 * Held: each car's power limits, its window at every instant, its recovery line at every MTU's end (between two ends both
 * it and the path are straight) and so its target at the departure; never charging and discharging at once; in every MTU
 * the group rule with its endurance and NEM lines around these baselines, as long as nothing is activated; a site's fuse
 * with everything that its cars' shares may ask for. A car below its recovery line, or above its window, is no part of
 * it: it charges what it was promised, or rests.
 *
 * The capacities are measured on the finished baselines by the group rule, not taken from the search. Equal questions
 * get equal plans: no clock, no randomness.
 */
export function planBaselines(
  question: PlanQuestion,
  { sweeps = SWEEPS, bound = true }: Partial<DecompositionOptions> = {},
): Plan {
  const courses = new Courses(question);
  const { energiesWh, boundWorth } = decompose(courses, { sweeps, bound });
  return { ...measurePlan(courses, energiesWh), boundWorth };
}
