import { deliveryDayOf, type DeliveryDay, type EpochMs, type Recorded } from '../kernel/index.js';
import type { BatteriesDischarged } from './battery-use.events.js';
import type { Charger } from './charger.js';
import { ConnectorBook } from './connector-book.js';
import { NOTHING_USED, withUse, type DischargeUse } from './discharge-limits.js';
import type { FleetEvent, SessionEvent, VehiclePluggedIn } from './fleet.events.js';
import { instantOf } from './instant.js';
import { refill } from '../platform/index.js';
import { evolveSession, type Session } from './session-state.js';
import { agedView, sessionView, SOC_STALE_AFTER_MS, type SessionView } from './session-view.js';
import type { Site } from './site.js';
import { SiteFuses, underFuse } from './site-fuses.js';

/** A charger as registered, or only as seen in telemetry; with the sessions that are plugged in now. */
export interface ChargerView {
  readonly chargerId: string;
  /** null: it was never registered. */
  readonly registration: Charger | null;
  /** In order of plug-in. */
  readonly sessionIds: readonly string[];
}

/** A car, and its view from when somebody asks for it until something changes: in a long replay nobody may ask. */
class PluggedIn {
  #view: SessionView | null = null;

  constructor(private current: Session) {}

  get session(): Session {
    return this.current;
  }

  become(session: Session): void {
    this.current = session;
    this.#view = null;
  }

  view(made: (session: Session) => SessionView): SessionView {
    return (this.#view ??= made(this.current));
  }
}

const NOBODY: readonly string[] = [];

/** Sites, chargers and plugged-in cars as they are now. One event costs O(1), whatever the size of the fleet. */
export class FleetProjection {
  static readonly types: readonly string[] = [
    'VehiclePluggedIn',
    'SocReported',
    'MeterValuesRecorded',
    'PreferencesStated',
    'GuaranteeGiven',
    'VehicleUnplugged',
    'SiteRegistered',
    'ChargerRegistered',
    'BatteriesDischarged',
  ];

  readonly types = FleetProjection.types;

  private readonly pluggedIn = new Map<string, PluggedIn>();
  private readonly registered = new Map<string, Charger>();
  private readonly registeredSites = new Map<string, Site>();
  private readonly connectors = new ConnectorBook();
  private readonly usedByDriver = new Map<string, DischargeUse>();
  private readonly fuses = new SiteFuses();
  private readonly chargersOfSite = new Map<string, Set<string>>();
  private relimited = NOBODY;
  private usedAt: EpochMs | null = null;
  private changeCount = 0;

  constructor(private readonly staleAfterMs: number = SOC_STALE_AFTER_MS) {}

  /** Grows with every event that changed anything here: equal numbers, equal fleet. */
  get changes(): number {
    return this.changeCount;
  }

  /** When batteries' use was last put on record; null: never. */
  get useRecordedAt(): EpochMs | null {
    return this.usedAt;
  }

  /** Sessions whose share of a site's fuse the last event has changed: not only its own. */
  get limitsChanged(): readonly string[] {
    return this.relimited;
  }

  apply(recorded: Recorded): void {
    this.relimited = NOBODY;
    const event = { type: recorded.type, data: recorded.data } as FleetEvent | BatteriesDischarged;
    switch (event.type) {
      case 'SiteRegistered':
        this.registeredSites.set(event.data.siteId, event.data);
        this.dealFuse(event.data.siteId, recorded.occurredAt);
        break;
      case 'ChargerRegistered':
        this.register(event.data, recorded.occurredAt);
        break;
      case 'VehiclePluggedIn':
        this.connectors.plugIn(event.data.chargerId, event.data.sessionId, instantOf(event.data.at));
        this.plugIn(evolveSession(null, event));
        this.showAgain(event.data.chargerId);
        this.dealFuseAgain(event.data, instantOf(event.data.at));
        break;
      case 'VehicleUnplugged':
        this.pluggedIn.delete(event.data.sessionId);
        this.connectors.unplug(event.data.chargerId, event.data.sessionId);
        this.showAgain(event.data.chargerId);
        this.fuses.forget(event.data.sessionId);
        this.dealFuseAgain({ chargerId: event.data.chargerId }, instantOf(event.data.at));
        break;
      case 'SocReported':
      case 'MeterValuesRecorded':
      case 'PreferencesStated':
      case 'GuaranteeGiven':
        if (!this.evolve(event)) return;
        if (event.type === 'PreferencesStated') this.dealFuseAfresh(event.data.sessionId, recorded.occurredAt);
        break;
      case 'BatteriesDischarged':
        this.discharged(event.data);
        this.usedAt = recorded.occurredAt;
        break;
      default:
        return;
    }
    this.changeCount += 1;
  }

  /** Plugged-in cars in order of plug-in. With `asOf`, SoC reports that are too old by then are marked stale. */
  *sessions(asOf?: EpochMs): IterableIterator<SessionView> {
    for (const held of this.pluggedIn.values()) yield this.asOf(held, asOf);
  }

  session(sessionId: string, asOf?: EpochMs): SessionView | undefined {
    const held = this.pluggedIn.get(sessionId);
    return held === undefined ? undefined : this.asOf(held, asOf);
  }

  get sessionCount(): number {
    return this.pluggedIn.size;
  }

  /** The registration, or null for a charger that was never registered. */
  charger(chargerId: string): Charger | null {
    return this.registered.get(chargerId) ?? null;
  }

  /** Registered chargers in order of registration, then those only seen in telemetry, in order of first plug-in. */
  chargers(): ChargerView[] {
    const ids = new Set([...this.registered.keys(), ...this.connectors.chargerIds()]);
    return [...ids].map((chargerId) => ({
      chargerId,
      registration: this.charger(chargerId),
      sessionIds: this.connectors.sessionsOf(chargerId),
    }));
  }

  site(siteId: string): Site | null {
    return this.registeredSites.get(siteId) ?? null;
  }

  sites(): Site[] {
    return [...this.registeredSites.values()];
  }

  snapshot() {
    const { registered, registeredSites, usedByDriver, usedAt, changeCount } = this;
    return {
      sessions: [...this.pluggedIn.values()].map(({ session }) => session),
      registered,
      registeredSites,
      usedByDriver,
      usedAt,
      connectors: this.connectors.snapshot(),
      fuses: this.fuses.snapshot(),
      changeCount,
    };
  }

  restore(snapshot: ReturnType<FleetProjection['snapshot']>): void {
    this.pluggedIn.clear();
    for (const session of snapshot.sessions) this.show(session);
    refill(this.registered, snapshot.registered);
    refill(this.registeredSites, snapshot.registeredSites);
    refill(this.usedByDriver, snapshot.usedByDriver);
    this.connectors.restore(snapshot.connectors);
    this.fuses.restore(snapshot.fuses);
    this.chargersOfSite.clear();
    for (const charger of this.registered.values()) this.assignToSite(charger);
    this.usedAt = snapshot.usedAt;
    this.changeCount = snapshot.changeCount;
  }

  private register(charger: Charger, at: EpochMs): void {
    const before = this.charger(charger.chargerId)?.siteId ?? null;
    if (before !== null) this.chargersOfSite.get(before)?.delete(charger.chargerId);
    this.registered.set(charger.chargerId, charger);
    this.assignToSite(charger);
    this.showAgain(charger.chargerId);
    for (const siteId of new Set([before, charger.siteId])) if (siteId !== null) this.dealFuse(siteId, at);
  }

  private assignToSite({ chargerId, siteId }: Charger): void {
    if (siteId === null) return;
    const chargers = this.chargersOfSite.get(siteId) ?? new Set();
    this.chargersOfSite.set(siteId, chargers.add(chargerId));
  }

  /**
   * The charger as it limits a session: less than registered where others share its site's fuse. For a plug-in that is
   * not on record yet it is what it would be guaranteed, so that an unreachable target is said at once.
   */
  chargerFor(chargerId: string, sessionId: string, pluggingIn?: VehiclePluggedIn): Charger | null {
    const charger = this.charger(chargerId);
    const fuseW = charger?.siteId == null ? null : (this.site(charger.siteId)?.fuseLimitW ?? null);
    if (charger?.siteId == null || fuseW === null) return charger;
    const held = this.fuses.shareOf(sessionId);
    if (held !== null) return underFuse(charger, held);
    const session = pluggingIn === undefined ? null : evolveSession(null, pluggingIn);
    if (session === null) return charger;
    const views = [...this.viewsOf(charger.siteId), sessionView(session, charger)];
    return underFuse(charger, this.fuses.dealt(fuseW, views, session.pluggedInAt).at(-1) ?? null);
  }

  private dealFuseAgain(of: { chargerId: string; sessionId?: string }, at: EpochMs): void {
    const siteId = this.charger(of.chargerId)?.siteId ?? null;
    if (siteId !== null) this.dealFuse(siteId, at, of.sessionId);
  }

  /** A new promise has no right to what it needs before others' promises have theirs. */
  private dealFuseAfresh(sessionId: string, at: EpochMs): void {
    const chargerId = this.pluggedIn.get(sessionId)?.session.chargerId;
    if (chargerId === undefined || this.fuses.shareOf(sessionId) === null) return;
    this.fuses.forget(sessionId);
    this.dealFuseAgain({ chargerId, sessionId }, at);
  }

  private dealFuse(siteId: string, at: EpochMs, claimant?: string): void {
    const views = this.viewsOf(siteId, claimant);
    const changed = this.fuses.deal(this.site(siteId)?.fuseLimitW ?? null, views, at);
    for (const sessionId of changed) this.show(this.pluggedIn.get(sessionId)?.session ?? null);
    if (changed.length > 0) this.relimited = [...this.relimited, ...changed];
  }

  /** Cars on a site before any fuse, in order of plug-in, a claimant last. */
  private viewsOf(siteId: string, claimant?: string): SessionView[] {
    const sessions = [...(this.chargersOfSite.get(siteId) ?? [])]
      .flatMap((chargerId) => this.connectors.sessionsOf(chargerId))
      .flatMap((sessionId) => this.pluggedIn.get(sessionId)?.session ?? []);
    const rank = ({ sessionId, pluggedInAt }: Session): number => (sessionId === claimant ? Infinity : pluggedInAt);
    return sessions
      .sort((a, b) => rank(a) - rank(b) || (a.sessionId < b.sessionId ? -1 : 1))
      .map((session) => sessionView(session, this.charger(session.chargerId)));
  }

  private plugIn(session: Session | null): void {
    if (session === null) return;
    const dischargeUse = this.useOfDriver(session.driverId);
    this.show(dischargeUse === NOTHING_USED ? session : { ...session, dischargeUse });
  }

  private evolve(event: SessionEvent): boolean {
    const held = this.pluggedIn.get(event.data.sessionId);
    const session = held && evolveSession(held.session, event);
    if (!session) return false;
    held.become(session);
    return true;
  }

  /** Limits by the day begin anew with it. */
  private asOf(held: PluggedIn, at: EpochMs | undefined): SessionView {
    const { session } = held;
    const view = held.view((current) => this.viewOf(current));
    if (at === undefined) return view;
    const { day } = session.dischargeUse;
    const same = view.dischargeAllowanceWh === null || day === null || day === deliveryDayOf(at);
    return agedView(same ? view : this.viewOf(session, deliveryDayOf(at)), at, this.staleAfterMs);
  }

  private discharged({ mtuStart, sessionIds, dischargedWh }: BatteriesDischarged['data']): void {
    const day = deliveryDayOf(instantOf(mtuStart));
    sessionIds.forEach((sessionId, row) => {
      const session = this.pluggedIn.get(sessionId)?.session;
      if (session === undefined) return;
      const dischargeUse = withUse(session.dischargeUse, day, dischargedWh[row] ?? 0);
      if (session.driverId !== null) this.usedByDriver.set(session.driverId, dischargeUse);
      this.show({ ...session, dischargeUse });
    });
  }

  /** What the record says a car gave; of one that is just plugging in, what its driver's car gave before. */
  dischargeUseOf(sessionId: string, driverId: string | null): DischargeUse {
    return this.pluggedIn.get(sessionId)?.session.dischargeUse ?? this.useOfDriver(driverId);
  }

  /** A driver who plugs in again has the day's use with him: the limit is the battery's, not the plug-in's. */
  private useOfDriver(driverId: string | null): DischargeUse {
    const used = driverId === null ? undefined : this.usedByDriver.get(driverId);
    return used === undefined ? NOTHING_USED : { ...used, sessionWh: 0 };
  }

  /** As it is from now on, or once more because something beside it has changed. */
  private show(session: Session | null): void {
    if (session === null) return;
    const held = this.pluggedIn.get(session.sessionId);
    if (held === undefined) this.pluggedIn.set(session.sessionId, new PluggedIn(session));
    else held.become(session);
  }

  private viewOf(session: Session, day: DeliveryDay | null = null): SessionView {
    const charger = this.charger(session.chargerId);
    const view = underFuse(sessionView(session, charger, day), this.fuses.shareOf(session.sessionId));
    return this.connectors.isDisplaced(session, charger) ? { ...view, socQuality: 'stale' } : view;
  }

  /** What a charger's other sessions look like may change with its registration and with a further plug-in. */
  private showAgain(chargerId: string): void {
    for (const sessionId of this.connectors.sessionsOf(chargerId))
      this.show(this.pluggedIn.get(sessionId)?.session ?? null);
  }
}
