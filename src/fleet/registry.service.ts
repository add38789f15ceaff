import { chargerStream, siteStream, type Refusal } from '../kernel/index.js';
import type { CommandHandler, CommandMeta, Handled } from '../platform/index.js';
import { chargerDecider, type Charger } from './charger.js';
import type { ChargerRegistered, SiteRegistered } from './fleet.events.js';
import { siteDecider, type Site } from './site.js';

/** Sites and chargers as the operator registers them; registering the same again appends nothing. */
export class Registry {
  constructor(private readonly commands: CommandHandler) {}

  /** Refuses NOT_V2G_READY. */
  registerCharger(charger: Charger, meta: CommandMeta): Promise<Handled<ChargerRegistered> | Refusal> {
    return this.commands.handle(
      chargerStream(charger.chargerId),
      chargerDecider,
      { type: 'RegisterCharger', charger },
      meta,
    );
  }

  registerSite(site: Site, meta: CommandMeta): Promise<Handled<SiteRegistered> | Refusal> {
    return this.commands.handle(siteStream(site.siteId), siteDecider, { type: 'RegisterSite', site }, meta);
  }
}
