import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkPromised, targetHint, withDefaults } from './preferences.js';

describe('what a plug-in leaves unsaid', () => {
  it('is 80 % target, 20 % minimum, full battery allowed', () => {
    expect(withDefaults({}, 520)).toEqual({ targetSocPermille: 800, minSocPermille: 200, maxSocPermille: 1000 });
  });
  it('is the arrival SoC as minimum where that is lower', () => {
    expect(withDefaults({}, 130).minSocPermille).toBe(130);
  });
  it('is filled in so that it never contradicts what was said', () => {
    const permille = fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined });
    const stated = fc.record({ targetSocPermille: permille, minSocPermille: permille, maxSocPermille: permille });
    fc.assert(
      fc.property(stated, fc.option(fc.integer({ min: 0, max: 1000 })), (sent, arrival) => {
        const said = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined));
        const {
          targetSocPermille: target = 0,
          minSocPermille: minimum = 0,
          maxSocPermille: maximum = 1000,
        } = said as Record<string, number>;
        const saidMakesSense =
          minimum <= maximum && (!('targetSocPermille' in said) || (minimum <= target && target <= maximum));
        expect(checkPromised(withDefaults(said, arrival)) === null).toBe(saidMakesSense);
      }),
    );
  });
});

describe('the hint on a target', () => {
  it.each([700, 800, 900])('is silent at %i ‰', (target) => expect(targetHint(target)).toBeNull());
  it.each([
    [690, 'little range'],
    [950, 'wears the battery'],
  ])('speaks at %i ‰ and leaves the choice to the driver', (target, effect) => {
    expect(targetHint(target)).toContain(effect);
    expect(targetHint(target)).toContain(`Your choice of ${target / 10} % stands`);
  });
});
