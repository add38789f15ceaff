import { InputError } from '../../kernel/index.js';
import type { CapacityQuestion } from '../capacity-now.js';
import { unitWorth, type PlanQuestion } from './plan-question.js';

const MTUS_DEFAULT = 24;
const MTUS_MOST = 192;

/**
 * The plan that a capacity question asks for besides: over `mtus` MTUs (24 where left out), each vehicle perhaps at a
 * `siteId`, sites with a fuse in `siteLimitsW`. Every watt of every MTU is worth the same and nothing costs anything.
 * @param json the document that `question` was read from.
 * @throws InputError naming the field and what it takes.
 */
export function readPlanQuestion(json: unknown, question: CapacityQuestion): PlanQuestion {
  const document = json as Readonly<Record<string, unknown>>;
  const { mtus = MTUS_DEFAULT, siteLimitsW } = document;
  if (typeof mtus !== 'number' || !Number.isInteger(mtus) || mtus < 1 || mtus > MTUS_MOST)
    throw new InputError(`mtus must be a whole number from 1 to ${MTUS_MOST}; it is ${JSON.stringify(mtus)}`);
  const written = document['vehicles'] as readonly Readonly<Record<string, unknown>>[];
  const limitsW = siteLimitsOf(siteLimitsW);
  return {
    at: question.at,
    mtuHours: question.mtuMinutes / 60,
    enduranceHours: question.enduranceMinutes / 60,
    nemPowerFactor: question.nemPowerFactor,
    worth: unitWorth(mtus),
    vehicles: question.vehicles.map((vehicle, index) => withSite(vehicle, written[index]?.['siteId'], index, limitsW)),
    ...(limitsW !== null && { siteLimitsW: limitsW }),
  };
}

function siteLimitsOf(json: unknown): Map<string, number> | null {
  if (json === undefined) return null;
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new InputError(`siteLimitsW must be an object of watts by site id; it is ${JSON.stringify(json)}`);
  return new Map(
    Object.entries(json).map(([site, limitW]) => {
      if (typeof limitW !== 'number' || !Number.isFinite(limitW) || limitW < 0)
        throw new InputError(`siteLimitsW.${site} must be a number, 0 or more; it is ${JSON.stringify(limitW)}`);
      return [site, limitW];
    }),
  );
}

function withSite(
  vehicle: CapacityQuestion['vehicles'][number],
  siteId: unknown,
  index: number,
  limitsW: ReadonlyMap<string, number> | null,
): PlanQuestion['vehicles'][number] {
  if (siteId === undefined) return vehicle;
  if (typeof siteId !== 'string' || limitsW?.has(siteId) !== true)
    throw new InputError(`vehicles[${index}].siteId must be one of siteLimitsW; it is ${JSON.stringify(siteId)}`);
  return { ...vehicle, siteId };
}
