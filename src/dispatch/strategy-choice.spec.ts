import { describe, expect, it } from '@jest/globals';
import { baselineStrategy, DEFAULT_STRATEGY, STRATEGY_NAMES, strategyMeans } from './strategy-choice.js';

describe('the choice of a strategy', () => {
  it('makes each by the name that it goes by', () => {
    expect(STRATEGY_NAMES.map((name) => baselineStrategy(name).name)).toEqual([...STRATEGY_NAMES]);
    expect(new Set(STRATEGY_NAMES.map(strategyMeans)).size).toBe(STRATEGY_NAMES.length);
    expect(STRATEGY_NAMES).toContain(DEFAULT_STRATEGY);
  });
});
