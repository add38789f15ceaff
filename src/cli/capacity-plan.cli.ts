import { betterPlan, planBaselines, type MeasuredPlan, type PlanQuestion } from '../flexibility/index.js';
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
  /** Where promises and a site's fuse can't both be kept: the promises are, and the site takes `excessW` too much. */
  readonly fuseExcess: readonly { readonly siteId: string; readonly mtuStart: string; readonly excessW: number }[];
}

/** The better of both planners where the fleet is small, as measured by the group rule. */
export async function capacityPlanOf(question: PlanQuestion): Promise<CapacityPlan> {
  const decomposed = planBaselines(question);
  if (question.vehicles.length > MOST_VEHICLES_EXACTLY) return answered(question, decomposed, decomposed.boundWorth);
  const highs = await HighsPlanner.load();
  const exact = highs.plan(question);
  const better = exact === null ? decomposed : betterPlan(decomposed, exact);
  return answered(question, better, Math.min(decomposed.boundWorth, highs.upperBound(question)));
}

function answered(question: PlanQuestion, plan: MeasuredPlan, boundW: number): CapacityPlan {
  const rows = question.vehicles.map(({ id }, index) => [id, [...(plan.baselinesW[index] ?? [])]] as const);
  const fuseExcess = plan.fuseExcess.map(({ siteId, mtu, excessW }) => ({
    siteId,
    mtuStart: startOf(question, mtu),
    excessW,
  }));
  return { capacityW: plan.capacityW, baselineW: Object.fromEntries(rows), boundW, fuseExcess };
}

const startOf = ({ at, mtuHours }: PlanQuestion, mtu: number): string =>
  isoInstant(epochMs(at + Math.round(mtu * mtuHours * MS_PER_HOUR)));

export function capacityPlanText(
  question: PlanQuestion,
  { capacityW, baselineW, boundW, fuseExcess }: CapacityPlan,
): string {
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const baselines = Object.values(baselineW);
  const rows = capacityW.map((capacity, mtu) => [
    startOf(question, mtu),
    (capacity / 1000).toFixed(1),
    (total(baselines.map((row) => row[mtu] ?? 0)) / 1000).toFixed(1),
  ]);
  const share = boundW > 0 ? `, ${((100 * total(capacityW)) / boundW).toFixed(1)} % of what no plan can exceed` : '';
  const excess = fuseExcess.map(
    ({ siteId, mtuStart, excessW }) =>
      `The fuse of ${siteId} can't carry what was promised there: ${(excessW / 1000).toFixed(1)} kW too much at ${mtuStart}`,
  );
  return [
    `Plan: ${((total(capacityW) * question.mtuHours) / 1000).toFixed(1)} kW,h over ${capacityW.length} MTUs${share}`,
    '',
    textTable(['MTU', 'capacity kW', 'baselines kW'], rows),
    ...(excess.length > 0 ? ['', ...excess] : []),
  ].join('\n');
}
