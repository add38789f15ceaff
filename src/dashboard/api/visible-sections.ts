import { MAY, type Role } from '../../platform/access/index.js';
import type { SectionName } from './dashboard-view.js';
import { SECTION_NAMES } from './section-feed.js';

/** Sections that say what a permission of its own guards elsewhere; the others go to every reader of the stream. */
const GUARDED: Partial<Readonly<Record<SectionName, readonly Role[]>>> = {
  bids: MAY.readBids,
  sessions: MAY.readSessions,
  settlements: MAY.readSettlements,
};

/** What a reader with these roles gets to see: nothing that the routes behind the page would deny. */
export function visibleSections(roles: readonly Role[]): ReadonlySet<SectionName> {
  const mayRead = (name: SectionName): boolean => GUARDED[name]?.some((role) => roles.includes(role)) ?? true;
  return new Set(SECTION_NAMES.filter(mayRead));
}
