import type { BaselineStrategy } from './baseline-strategy.js';
import { groupStrategy, singleStrategy } from './idle-strategy.js';
import { plannedStrategy } from './planned-strategy.js';
import { thetaStrategy } from './theta-strategy.js';

/** From the plainest to the best; a comparison lists them in this order. */
export const STRATEGY_NAMES = ['single', 'group', 'theta', 'planned'] as const;
export type StrategyName = (typeof STRATEGY_NAMES)[number];

export const DEFAULT_STRATEGY: StrategyName = 'planned';

interface StrategyEntry {
  /** What the strategy remembers belongs to one engine: each gets one of its own. */
  readonly make: () => BaselineStrategy;
  /** For reports and help. */
  readonly means: string;
}

const STRATEGIES: Readonly<Record<StrategyName, StrategyEntry>> = {
  single: { make: () => singleStrategy, means: 'parked cars rest, and each sells what it could hold alone' },
  group: { make: () => groupStrategy, means: 'parked cars rest, and the group sells what it can hold together' },
  theta: {
    make: () => thetaStrategy,
    means: 'every car moves to the same place of its useful band, chosen anew each hour; the group sells together',
  },
  planned: {
    make: () => plannedStrategy(),
    means: 'all cars are planned until they leave: capacity against energy, losses and wear; the group sells together',
  },
};

export const baselineStrategy = (name: StrategyName): BaselineStrategy => STRATEGIES[name].make();
export const strategyMeans = (name: StrategyName): string => STRATEGIES[name].means;
