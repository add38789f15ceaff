import highsModule, { type Highs } from 'highs';
import { isCurved } from './constant-steps.js';
import { Courses } from './courses.js';
import { linearProgramme, type LinearProgramme } from './linear-programme.js';
import { measurePlan, type MeasuredPlan } from './measured-plan.js';
import type { PlanQuestion } from './plan-question.js';

interface SolvedProgramme {
  readonly objective: number;
  readonly values: ArrayLike<number>;
  /** Proven optimal, not only the best that was found. */
  readonly optimal: boolean;
}

export interface ExactPlan extends MeasuredPlan {
  /** Solved to the end. */
  readonly optimal: boolean;
  /** What it is worth with shares that are chosen freely; `worth` has them in proportion. */
  readonly objective: number;
}

/** The package's types describe its CommonJS face, where the loader is a property; the ES module's default is the loader itself. */
const loadHighs = highsModule as unknown as typeof highsModule.default;

/** A plan this close to the optimum, relative, is taken for it; and the search ends after so many nodes: work, not time, so that equal questions get equal plans. */
const GAP = 1e-3;
const MOST_NODES = 2_000;

/** Plans by HiGHS, a solver for linear and mixed-integer programmes, compiled to WebAssembly: exact, for small fleets of cars without curves. */
export class HighsPlanner {
  private constructor(private readonly highs: Highs) {}

  static async load(): Promise<HighsPlanner> {
    return new HighsPlanner(await loadHighs());
  }

  /** The linear programme's optimum: no plan is worth more. Infinite where a fuse can't carry what was promised behind it. */
  upperBound(question: PlanQuestion): number {
    const solved = this.solve(linearProgramme(new Courses(question), false), {});
    return solved?.optimal === true ? solved.objective : Infinity;
  }

  /**
   * The best plan in which no car charges and discharges at once, or the best that the search has found.
   * @returns the plan as measured by the group rule, and whether the programme was solved to the end; null: nothing
   * found, or a car has curves, which the programme does not know: `planBaselines` plans these.
   */
  plan(question: PlanQuestion): ExactPlan | null {
    if (question.vehicles.some(isCurved)) return null;
    const courses = new Courses(question);
    const programme = linearProgramme(courses, true);
    const solved = this.solve(programme, { mip_max_nodes: MOST_NODES, mip_rel_gap: GAP });
    if (solved === null) return null;
    const energiesWh = courses.givenWh.slice();
    programme.energyColumn.forEach((column, index) => {
      if (column >= 0) energiesWh[index] = solved.values[column] as number;
    });
    return { ...measurePlan(courses, energiesWh), optimal: solved.optimal, objective: solved.objective };
  }

  private solve(programme: LinearProgramme, options: Readonly<Record<string, number>>): SolvedProgramme | null {
    const { highs } = this;
    const columns = programme.cost.length;
    if (columns === 0) return { objective: 0, values: [], optimal: true };
    const finite = (value: number): number =>
      Math.abs(value) === Infinity ? Math.sign(value) * highs.infinity : value;
    return highs.withModel(
      {
        numCols: columns,
        numRows: programme.rowLower.length,
        sense: highs.constants.objectiveSense.maximize,
        colCost: programme.cost,
        colLower: programme.lower.map(finite),
        colUpper: programme.upper.map(finite),
        rowLower: programme.rowLower.map(finite),
        rowUpper: programme.rowUpper.map(finite),
        matrix: {
          format: 'csr',
          numRows: programme.rowLower.length,
          numCols: columns,
          starts: programme.rowStart,
          indices: programme.column,
          values: programme.coefficient,
        },
        ...(programme.integer.includes(1) && { integrality: Int32Array.from(programme.integer) }),
      },
      (model) => {
        model.options.set({ output_flag: false, ...options });
        model.run();
        const optimal = model.getModelStatus() === highs.constants.modelStatus.optimal;
        const found = model.info.get('primal_solution_status') === highs.constants.solutionStatus.feasible;
        if (!optimal && !found) return null;
        return { objective: model.getObjectiveValue(), values: model.getSolution().colValue, optimal };
      },
    );
  }
}
