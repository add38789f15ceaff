import type { GroupMember } from '../group-member.js';
import type { PlanQuestion } from './plan-question.js';

/** A site with a fuse, W both ways, and the places of its cars in the question. */
export interface FusedSite {
  readonly siteId: string;
  readonly limitW: number;
  readonly vehicles: readonly number[];
}

/** Where cars stand behind a fuse, in the order in which the question names their sites. */
export function fusedSites({ vehicles, siteLimitsW }: PlanQuestion): FusedSite[] {
  const sites = new Map<string, { siteId: string; limitW: number; vehicles: number[] }>();
  vehicles.forEach(({ siteId }, vehicle) => {
    const limitW = siteId === undefined ? undefined : siteLimitsW?.get(siteId);
    if (siteId === undefined || limitW === undefined) return;
    const site = sites.get(siteId) ?? { siteId, limitW, vehicles: [] };
    site.vehicles.push(vehicle);
    sites.set(siteId, site);
  });
  return [...sites.values()];
}

/** What the baselines at a site take, or give, beyond its fuse in an MTU: promises that it can't carry. */
export interface FuseExcess {
  readonly siteId: string;
  /** The MTU's place in the plan. */
  readonly mtu: number;
  /** > 0. */
  readonly excessW: number;
}

/** An excess that rounding may make, W. */
const ROUNDING_W = 1e-3;

/** @param baselinesW of each car, one per MTU. */
export function fuseExcessOf(question: PlanQuestion, baselinesW: readonly Float64Array[]): FuseExcess[] {
  return fusedSites(question).flatMap(({ siteId, limitW, vehicles }) =>
    question.worth.flatMap((_, mtu) => {
      const siteW = vehicles.reduce((sumW, vehicle) => sumW + (baselinesW[vehicle]?.[mtu] as number), 0);
      const excessW = Math.abs(siteW) - limitW;
      return excessW > ROUNDING_W ? [{ siteId, mtu, excessW }] : [];
    }),
  );
}

/** A member of the group at a site, with the baseline that it holds whether it has shares or not. */
export interface FusedMember {
  readonly siteId: string | undefined;
  readonly baselineW: number;
  readonly member: GroupMember;
}

/**
 * The members with their power around the baselines cut in proportion where a site's fuse can't carry all of it at once,
 * and their shares to that: then no activation with NEM on top takes the site beyond its fuse. In the given order.
 */
export function withinFuse(
  members: readonly FusedMember[],
  limitsW: ReadonlyMap<string, number> | undefined,
): GroupMember[] {
  if (limitsW === undefined || limitsW.size === 0) return members.map(({ member }) => member);
  const sites = new Map<string, { baselineW: number; upW: number; downW: number }>();
  for (const { siteId, baselineW, member } of members) {
    if (siteId === undefined) continue;
    const site = sites.get(siteId) ?? { baselineW: 0, upW: 0, downW: 0 };
    site.baselineW += baselineW;
    site.upW += member.headroomUpW;
    site.downW += member.headroomDownW;
    sites.set(siteId, site);
  }
  return members.map(({ siteId, member }) => {
    const site = siteId === undefined ? undefined : sites.get(siteId);
    const limitW = siteId === undefined ? undefined : limitsW.get(siteId);
    if (site === undefined || limitW === undefined) return member;
    const headroomUpW = member.headroomUpW * partOf(limitW - site.baselineW, site.upW);
    const headroomDownW = member.headroomDownW * partOf(limitW + site.baselineW, site.downW);
    return {
      ...member,
      headroomUpW,
      headroomDownW,
      upW: Math.min(member.upW, headroomUpW),
      downW: Math.min(member.downW, headroomDownW),
    };
  });
}

const partOf = (roomW: number, wantedW: number): number => (wantedW <= roomW ? 1 : Math.max(0, roomW) / wantedW);
