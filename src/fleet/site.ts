import type { Decider } from '../kernel/index.js';
import type { SiteRegistered } from './fleet.events.js';

/** A grid connection with chargers behind it. */
export type Site = SiteRegistered['data'];

export interface RegisterSite {
  readonly type: 'RegisterSite';
  readonly site: Site;
}

/** One site's stream: the last registration stands; registering the same again says nothing new. */
export const siteDecider: Decider<Site | null, RegisterSite, SiteRegistered> = {
  initial: null,
  decide: (state, { site }) =>
    state !== null && sameSite(state, site) ? [] : [{ type: 'SiteRegistered', data: site }],
  evolve: (_, event) => event.data,
};

const sameSite = (a: Site, b: Site): boolean =>
  a.name === b.name &&
  a.address === b.address &&
  a.fuseLimitW === b.fuseLimitW &&
  a.deliveryGroup === b.deliveryGroup &&
  a.balanceResponsibleParty === b.balanceResponsibleParty;
