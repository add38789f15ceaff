import { FCR_N_RULE_SETS, sourceOf, type FcrnRules } from '../market/index.js';

/** Document and section behind the two rules that make amounts; `custom` when the rule set is not one of the dated ones. */
export function ruleSourceOf(rules: FcrnRules): string {
  const entry = FCR_N_RULE_SETS.find((dated) => dated.value === rules);
  if (!entry) return 'custom rule set';
  return `${sourceOf('energyPriceRule', entry.validFrom)}; netting: ${sourceOf('energyNetting', entry.validFrom)}`;
}
