import { InputError } from '../../kernel/index.js';
import type { CapacityQuestion } from '../capacity-now.js';
import { unitWorth, type PlanQuestion } from './plan-question.js';

const MTUS_DEFAULT = 24;
const MTUS_MOST = 192;

/**
 * The plan that a capacity question asks for besides, over `mtus` MTUs (24 where left out): every watt of every MTU is
 * worth the same and nothing costs anything.
 * @param json the document that `question` was read from.
 * @throws InputError naming the field and what it takes.
 */
export function readPlanQuestion(json: unknown, question: CapacityQuestion): PlanQuestion {
  const document = json as Readonly<Record<string, unknown>>;
  const { mtus = MTUS_DEFAULT } = document;
  if (typeof mtus !== 'number' || !Number.isInteger(mtus) || mtus < 1 || mtus > MTUS_MOST)
    throw new InputError(`mtus must be a whole number from 1 to ${MTUS_MOST}; it is ${JSON.stringify(mtus)}`);
  return {
    at: question.at,
    mtuHours: question.mtuMinutes / 60,
    enduranceHours: question.enduranceMinutes / 60,
    nemPowerFactor: question.nemPowerFactor,
    worth: unitWorth(mtus),
    vehicles: question.vehicles,
    ...(question.siteLimitsW && { siteLimitsW: question.siteLimitsW }),
  };
}
