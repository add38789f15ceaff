import { isoInstant, type Clock } from '../kernel/index.js';
import type { ChargerView, FleetProjection } from './fleet.projection.js';
import type { GuaranteeCalculator } from './guarantee.port.js';
import type { SessionView } from './session-view.js';
import type { Site } from './site.js';

/** A plugged-in car as the API shows it: SoC in percent, instants ISO 8601, powers grid-side W, energies Wh. */
export interface SessionRow extends Omit<
  SessionView,
  | 'pluggedInAt'
  | 'socAt'
  | 'departureAt'
  | 'socPermille'
  | 'targetSocPermille'
  | 'minSocPermille'
  | 'maxSocPermille'
  | 'chargeEfficiencyPermille'
  | 'dischargeEfficiencyPermille'
> {
  readonly pluggedInAt: string;
  readonly soc: number | null;
  readonly socAt: string | null;
  readonly targetSoc: number;
  readonly minSoc: number;
  readonly maxSoc: number;
  readonly departureAt: string | null;
  readonly chargeEfficiency: number;
  readonly dischargeEfficiency: number;
  /** The promise as of now; null where battery, SoC or departure is unknown. */
  readonly reachable: boolean | null;
  readonly safelyDischargeableWh: number | null;
  readonly mustChargeAt: string | null;
}

export interface FleetQueriesDependencies {
  readonly fleet: FleetProjection;
  readonly guaranteeOf: GuaranteeCalculator;
  readonly clock: Clock;
  /** Resolves when the projection has seen everything that is in the log now. */
  readonly caughtUp: () => Promise<void>;
}

/** What is plugged in and registered now. Whoever wrote something and was answered sees it here. */
export class FleetQueries {
  constructor(private readonly deps: FleetQueriesDependencies) {}

  /** In order of plug-in; with `driverId`, that driver's alone. */
  async sessions(driverId: string | null = null): Promise<SessionRow[]> {
    await this.deps.caughtUp();
    const views = [...this.deps.fleet.sessions(this.deps.clock.now())];
    return views.filter((view) => driverId === null || view.driverId === driverId).map((view) => this.row(view));
  }

  async session(sessionId: string): Promise<SessionRow | null> {
    await this.deps.caughtUp();
    const view = this.deps.fleet.session(sessionId, this.deps.clock.now());
    return view === undefined ? null : this.row(view);
  }

  async chargers(): Promise<ChargerView[]> {
    await this.deps.caughtUp();
    return this.deps.fleet.chargers();
  }

  async sites(): Promise<Site[]> {
    await this.deps.caughtUp();
    return this.deps.fleet.sites();
  }

  private row(view: SessionView): SessionRow {
    const guarantee = this.deps.guaranteeOf(view, this.deps.clock.now());
    return {
      sessionId: view.sessionId,
      chargerId: view.chargerId,
      siteId: view.siteId,
      driverId: view.driverId,
      pluggedInAt: isoInstant(view.pluggedInAt),
      batteryWh: view.batteryWh,
      soc: view.socPermille === null ? null : view.socPermille / 10,
      socAt: textOf(view.socAt),
      socQuality: view.socQuality,
      powerW: view.powerW,
      maxChargeW: view.maxChargeW,
      maxDischargeW: view.maxDischargeW,
      chargeEfficiency: view.chargeEfficiencyPermille / 1000,
      dischargeEfficiency: view.dischargeEfficiencyPermille / 1000,
      targetSoc: view.targetSocPermille / 10,
      minSoc: view.minSocPermille / 10,
      maxSoc: view.maxSocPermille / 10,
      departureAt: textOf(view.departureAt),
      v2g: view.v2g,
      prequalified: view.prequalified,
      reachable: guarantee?.reachable ?? null,
      safelyDischargeableWh: guarantee?.safelyDischargeableWh ?? null,
      mustChargeAt: textOf(guarantee?.mustChargeAt ?? null),
    };
  }
}

const textOf = (at: number | null): string | null => (at === null ? null : isoInstant(at));
