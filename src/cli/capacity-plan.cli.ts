import { planBaselines, type MeasuredPlan, type PlanQuestion } from '../flexibility/index.js';
import { HighsPlanner } from '../flexibility/plan/highs.adapter.js';
import { epochMs, isoInstant, MS_PER_HOUR } from '../kernel/index.js';
import { textTable } from './text-table.js';

/** Up to here the exact programme is solved in seconds; beyond it the decomposition is as good in a fraction of the time. */
const MOST_VEHICLES_EXACTLY = 4;

/** `plan` of the command's answer: what the group can hold in each MTU, W, around these baselines, and what no plan can exceed. */
export interface CapacityPlan {
  readonly capacityW: readonly number[];
  /** By vehicle, one per MTU, W, injection positive. */
  readonly baselineW: Readonly<Record<string, readonly number[]>>;
  /** Σ of `capacityW` is at most this, whatever the baselines. */
  readonly boundW: number;
}

/** The better of both planners where the fleet is small, as measured by the group rule. */
export async function capacityPlanOf(question: PlanQuestion): Promise<CapacityPlan> {
  const decomposed = planBaselines(question);
  if (question.vehicles.length > MOST_VEHICLES_EXACTLY) return answered(question, decomposed, decomposed.boundWorth);
  const highs = await HighsPlanner.load();
  const exact = highs.plan(question);
  const better = exact !== null && exact.worth > decomposed.worth ? exact : decomposed;
  return answered(question, better, Math.min(decomposed.boundWorth, highs.upperBound(question)));
}

function answered(question: PlanQuestion, plan: MeasuredPlan, boundW: number): CapacityPlan {
  const rows = question.vehicles.map(({ id }, index) => [id, [...(plan.baselinesW[index] ?? [])]] as const);
  return { capacityW: plan.capacityW, baselineW: Object.fromEntries(rows), boundW };
}

export function capacityPlanText(
  { at, mtuHours }: PlanQuestion,
  { capacityW, baselineW, boundW }: CapacityPlan,
): string {
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const baselines = Object.values(baselineW);
  const rows = capacityW.map((capacity, mtu) => [
    isoInstant(epochMs(at + Math.round(mtu * mtuHours * MS_PER_HOUR))),
    (capacity / 1000).toFixed(1),
    (total(baselines.map((row) => row[mtu] ?? 0)) / 1000).toFixed(1),
  ]);
  const share = boundW > 0 ? `, ${((100 * total(capacityW)) / boundW).toFixed(1)} % of what no plan can exceed` : '';
  return [
    `Plan: ${((total(capacityW) * mtuHours) / 1000).toFixed(1)} kW,h over ${capacityW.length} MTUs${share}`,
    '',
    textTable(['MTU', 'capacity kW', 'baselines kW'], rows),
  ].join('\n');
}
