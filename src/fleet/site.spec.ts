import { describe, expect, it } from '@jest/globals';
import { siteDecider, type Site } from './site.js';

const site: Site = {
  siteId: 'site',
  name: null,
  address: 'Satamakatu 1, Helsinki',
  fuseLimitW: 63_000,
  deliveryGroup: 'FI-1',
  balanceResponsibleParty: null,
};

describe('registering a site', () => {
  it('is a fact once', () => {
    expect(siteDecider.decide(null, { type: 'RegisterSite', site })).toEqual([{ type: 'SiteRegistered', data: site }]);
    expect(siteDecider.decide(site, { type: 'RegisterSite', site: { ...site } })).toEqual([]);
  });
  it.each([
    { name: 'Harbour' },
    { address: null },
    { fuseLimitW: 0 },
    { deliveryGroup: 'FI-2' },
    { balanceResponsibleParty: 'BRP' },
  ])('is a new fact where something changed: %p', (change) => {
    const changed = { ...site, ...change };
    const event = { type: 'SiteRegistered', data: changed } as const;
    expect(siteDecider.decide(site, { type: 'RegisterSite', site: changed })).toEqual([event]);
    expect(siteDecider.evolve(site, event)).toEqual(changed);
  });
});
