import type { GroupMember } from '../group-member.js';

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
