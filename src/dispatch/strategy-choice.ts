import type { BaselineStrategy } from './baseline-strategy.js';
import { groupStrategy, singleStrategy } from './idle-strategy.js';
import { thetaStrategy } from './theta-strategy.js';

/** From the plainest to the best; a comparison lists them in this order. */
export const STRATEGY_NAMES = ['single', 'group', 'theta'] as const;
export type StrategyName = (typeof STRATEGY_NAMES)[number];

export const DEFAULT_STRATEGY: StrategyName = 'theta';

/** A strategy of one's own: what it remembers belongs to one engine. */
const MAKERS: Readonly<Record<StrategyName, () => BaselineStrategy>> = {
  single: () => singleStrategy,
  group: () => groupStrategy,
  theta: () => thetaStrategy,
};

export const baselineStrategy = (name: StrategyName): BaselineStrategy => MAKERS[name]();
