import type { EpochMs, Recorded } from '../kernel/index.js';
import type { Charger } from './charger.js';
import { ConnectorBook } from './connector-book.js';
import type { FleetEvent, SessionEvent } from './fleet.events.js';
import { instantOf } from './instant.js';
import { refill } from '../platform/index.js';
import { evolveSession, type Session } from './session-state.js';
import { agedView, sessionView, SOC_STALE_AFTER_MS, type SessionView } from './session-view.js';
import type { Site } from './site.js';

/** A charger as registered, or only as seen in telemetry; with the sessions that are plugged in now. */
export interface ChargerView {
  readonly chargerId: string;
  /** null: it was never registered. */
  readonly registration: Charger | null;
  /** In order of plug-in. */
  readonly sessionIds: readonly string[];
}

interface PluggedIn {
  readonly session: Session;
  readonly view: SessionView;
}

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
  ];

  readonly types = FleetProjection.types;

  private readonly pluggedIn = new Map<string, PluggedIn>();
  private readonly registered = new Map<string, Charger>();
  private readonly registeredSites = new Map<string, Site>();
  private readonly connectors = new ConnectorBook();
  private changeCount = 0;

  constructor(private readonly staleAfterMs: number = SOC_STALE_AFTER_MS) {}

  /** Grows with every event that changed anything here: equal numbers, equal fleet. */
  get changes(): number {
    return this.changeCount;
  }

  apply(recorded: Recorded): void {
    const event = { type: recorded.type, data: recorded.data } as FleetEvent;
    switch (event.type) {
      case 'SiteRegistered':
        this.registeredSites.set(event.data.siteId, event.data);
        break;
      case 'ChargerRegistered':
        this.register(event.data);
        break;
      case 'VehiclePluggedIn':
        this.connectors.plugIn(event.data.chargerId, event.data.sessionId, instantOf(event.data.at));
        this.show(evolveSession(null, event));
        this.showAgain(event.data.chargerId);
        break;
      case 'VehicleUnplugged':
        this.pluggedIn.delete(event.data.sessionId);
        this.connectors.unplug(event.data.chargerId, event.data.sessionId);
        this.showAgain(event.data.chargerId);
        break;
      case 'SocReported':
      case 'MeterValuesRecorded':
      case 'PreferencesStated':
      case 'GuaranteeGiven':
        if (!this.evolve(event)) return;
        break;
      default:
        return;
    }
    this.changeCount += 1;
  }

  /** Plugged-in cars in order of plug-in. With `asOf`, SoC reports that are too old by then are marked stale. */
  *sessions(asOf?: EpochMs): IterableIterator<SessionView> {
    for (const { view } of this.pluggedIn.values())
      yield asOf === undefined ? view : agedView(view, asOf, this.staleAfterMs);
  }

  session(sessionId: string, asOf?: EpochMs): SessionView | undefined {
    const view = this.pluggedIn.get(sessionId)?.view;
    return view === undefined || asOf === undefined ? view : agedView(view, asOf, this.staleAfterMs);
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

  /** Views too: what they show is of the time of the event that made them. */
  snapshot() {
    const { pluggedIn, registered, registeredSites, changeCount } = this;
    return { pluggedIn, registered, registeredSites, connectors: this.connectors.snapshot(), changeCount };
  }

  restore(snapshot: ReturnType<FleetProjection['snapshot']>): void {
    refill(this.pluggedIn, snapshot.pluggedIn);
    refill(this.registered, snapshot.registered);
    refill(this.registeredSites, snapshot.registeredSites);
    this.connectors.restore(snapshot.connectors);
    this.changeCount = snapshot.changeCount;
  }

  private register(charger: Charger): void {
    this.registered.set(charger.chargerId, charger);
    this.showAgain(charger.chargerId);
  }

  private evolve(event: SessionEvent): boolean {
    const held = this.pluggedIn.get(event.data.sessionId);
    if (held === undefined) return false;
    this.show(evolveSession(held.session, event));
    return true;
  }

  private show(session: Session | null): void {
    if (session === null) return;
    const charger = this.charger(session.chargerId);
    const view = sessionView(session, charger);
    const displaced = this.connectors.isDisplaced(session, charger);
    this.pluggedIn.set(session.sessionId, { session, view: displaced ? { ...view, socQuality: 'stale' } : view });
  }

  /** What a charger's other sessions look like may change with its registration and with a further plug-in. */
  private showAgain(chargerId: string): void {
    for (const sessionId of this.connectors.sessionsOf(chargerId))
      this.show(this.pluggedIn.get(sessionId)?.session ?? null);
  }
}
