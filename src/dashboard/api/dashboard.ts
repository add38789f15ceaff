import { GATE_ZONE, MARKET_ZONE, type EpochMs, type Recorded } from '../../kernel/index.js';
import { FCR_N } from '../../market/index.js';
import { alertRows } from './alert-rows.js';
import { AlertsProjection } from './alerts.projection.js';
import { bidDays } from './bid-days.js';
import { capacityRows } from './capacity-rows.js';
import type { DashboardSource } from './dashboard-source.port.js';
import type { DashboardView, LiveView, SectionName, StatusView } from './dashboard-view.js';
import { DayProjection } from './day.projection.js';
import { figuresView } from './figures.js';
import { LiveProjection } from './live.projection.js';
import type { ViewSource } from './section-feed.js';
import { sessionsView } from './session-rows.js';
import { settlementRows } from './settlement-rows.js';
import { SharesProjection } from './shares.projection.js';

/** The trader's page as data: its own projections and the engine's, put together on request. Sees every event. */
export class Dashboard implements ViewSource {
  private readonly days = new DayProjection();
  private readonly live = new LiveProjection((mtuStart) => this.days.committedAt(mtuStart)?.awardedW ?? 0);
  private readonly shares = new SharesProjection();
  private readonly alerts = new AlertsProjection();
  private newest = -1;

  constructor(private readonly source: DashboardSource) {}

  apply(event: Recorded): void {
    this.days.apply(event);
    this.live.apply(event);
    this.shares.apply(event);
    this.alerts.apply(event);
    this.newest = event.position;
  }

  snapshot() {
    const { newest, days, live, shares, alerts } = this;
    return {
      newest,
      days: days.snapshot(),
      live: live.snapshot(),
      shares: shares.snapshot(),
      alerts: alerts.snapshot(),
    };
  }

  restore(snapshot: ReturnType<Dashboard['snapshot']>): void {
    this.newest = snapshot.newest;
    this.days.restore(snapshot.days);
    this.live.restore(snapshot.live);
    this.shares.restore(snapshot.shares);
    this.alerts.restore(snapshot.alerts);
  }

  position(): number {
    return this.newest;
  }

  liveAfter(position: number): LiveView {
    return this.live.after(position);
  }

  section<K extends SectionName>(name: K): DashboardView[K] {
    return this.sections[name]();
  }

  private readonly sections: { readonly [K in SectionName]: () => DashboardView[K] } = {
    status: () => this.status(),
    figures: () => figuresView(this.source.ledger, this.source.bidBook, this.days, this.now()),
    capacity: () => capacityRows(this.source.ledger, this.source.bidBook, this.days, this.now()),
    alerts: () => alertRows(this.alerts.rows(), this.source.bidBook.alerts(), this.now()),
    bids: () => bidDays(this.source.bidBook, this.source.status().approval, this.now()),
    sessions: () => sessionsView(this.source.fleet.sessions(), (id) => this.shares.of(id), this.now()),
    settlements: () => settlementRows(this.source.settlementBook),
  };

  private now(): EpochMs {
    return this.source.status().now as EpochMs;
  }

  private status(): StatusView {
    return { ...this.source.status(), product: FCR_N, marketZone: MARKET_ZONE, gateZone: GATE_ZONE };
  }
}
