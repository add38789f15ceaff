import { FleetProjection, SOC_STALE_AFTER_MS, type BatteriesDischarged } from '../fleet/index.js';
import { epochMs, unitOf, type EpochMs, type Recorded } from '../kernel/index.js';
import { FCR_N, type CapacityCommitted, type FcrnRules } from '../market/index.js';
import { refill } from '../platform/index.js';
import { CapacitySums } from './capacity-sums.js';
import { contributionOf, HORIZON_MS, newPathWalk, type Contribution, type PathWalk } from './contribution.js';
import { Freshness } from './freshness.js';
import type { FirmCapacityMeasured } from './ledger.events.js';
import { ledgerRow, type LedgerRow } from './ledger-row.js';
import { SessionsByCharger } from './sessions-by-charger.js';

export interface LedgerOptions {
  /** Fed by somebody else, each event before it comes here; absent: the ledger feeds one of its own. */
  readonly fleet?: FleetProjection;
  readonly rulesOf: (at: EpochMs) => FcrnRules;
  /** Where in its window a car is taken to wait for activation; default the middle. */
  readonly theta?: number;
}

export interface LedgerQuery {
  readonly now: EpochMs;
  /** MTUs that start in [from, to); default the horizon from `now` on. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  /** One site instead of the portfolio. */
  readonly siteId?: string;
}

type Measurement = FirmCapacityMeasured['data'];

const countsAt = ({ socAt }: Contribution, now: EpochMs): boolean => now - socAt <= SOC_STALE_AFTER_MS;

/**
 * Firm, committed, available and short capacity per MTU. An event costs the one car that it speaks of: it is marked,
 * and the next question takes its old share out and puts the new one in. A question answers from the events alone:
 * asked for an earlier `now` again, it answers as before.
 */
export class CapacityLedger {
  static readonly types: readonly string[] = [...FleetProjection.types, 'CapacityCommitted', 'FirmCapacityMeasured'];

  private readonly fleet: FleetProjection;
  private readonly walk: PathWalk;
  private readonly byCharger = new SessionsByCharger();
  private readonly touched = new Set<string>();
  private readonly contributions = new Map<string, Contribution>();
  private readonly freshness = new Freshness(SOC_STALE_AFTER_MS);
  private readonly portfolio = new CapacitySums();
  private readonly sites = new Map<string, CapacitySums>();
  private readonly committedW = new Map<EpochMs, number>();
  private readonly measured = new Map<EpochMs, Measurement>();

  constructor(private readonly options: LedgerOptions) {
    this.fleet = options.fleet ?? new FleetProjection();
    this.walk = newPathWalk(options.rulesOf, options.theta ?? 0.5);
  }

  apply(event: Recorded): void {
    if (this.options.fleet === undefined) this.fleet.apply(event);
    for (const sessionId of this.fleet.limitsChanged) this.touched.add(sessionId);
    switch (event.type) {
      case 'CapacityCommitted':
        return this.commit(event.data as CapacityCommitted['data']);
      case 'FirmCapacityMeasured':
        return this.measure(event.data as Measurement);
      case 'BatteriesDischarged':
        for (const sessionId of (event.data as BatteriesDischarged['data']).sessionIds) this.touched.add(sessionId);
        return;
      case 'SocReported':
      case 'PreferencesStated':
        this.touched.add((event.data as { sessionId: string }).sessionId);
        return;
      case 'VehiclePluggedIn':
      case 'VehicleUnplugged':
      case 'ChargerRegistered':
        for (const sessionId of this.byCharger.apply(event)) this.touched.add(sessionId);
        if (event.type === 'VehicleUnplugged') this.forget((event.data as { sessionId: string }).sessionId);
    }
  }

  /** Without the cars' shares: they are calculated anew when the next question comes. */
  snapshot() {
    const { committedW, measured } = this;
    const fleet = this.options.fleet === undefined ? this.fleet.snapshot() : null;
    return { fleet, byCharger: this.byCharger.snapshot(), committedW, measured };
  }

  restore(snapshot: ReturnType<CapacityLedger['snapshot']>): void {
    for (const sessionId of [...this.contributions.keys()]) this.forget(sessionId);
    if (snapshot.fleet !== null) this.fleet.restore(snapshot.fleet);
    this.byCharger.restore(snapshot.byCharger);
    refill(this.committedW, snapshot.committedW);
    refill(this.measured, snapshot.measured);
    this.touched.clear();
    for (const { sessionId } of this.fleet.sessions()) this.touched.add(sessionId);
  }

  /** MTUs of the horizon in order; outside it only those that were measured or in which something is committed. */
  rows(query: LedgerQuery): LedgerRow[] {
    const { now, siteId } = query;
    this.bringUpTo(now);
    const horizon = this.horizonFrom(now);
    const from = query.from ?? horizon[0] ?? now;
    const to = query.to ?? epochMs(now + HORIZON_MS);
    const starts = new Set(horizon);
    if (siteId === undefined) {
      for (const [start, awardedW] of this.committedW) if (awardedW > 0) starts.add(start);
      for (const start of this.measured.keys()) if (start < now) starts.add(start);
    }
    return [...starts]
      .filter((start) => start >= from && start < to)
      .sort((a, b) => a - b)
      .map((start) => (siteId === undefined ? this.portfolioRow(start, now) : this.siteRow(start, siteId)));
  }

  /** Sites with a car that has a share at `now`, in the order of their ids. */
  siteIds(now: EpochMs): string[] {
    this.bringUpTo(now);
    return [...this.sites.keys()].sort();
  }

  /** An MTU that is over shows what was measured at its start; a coming one what the cars on their way to it can hold. */
  private portfolioRow(start: EpochMs, now: EpochMs): LedgerRow {
    const committedW = this.committedW.get(start) ?? 0;
    const { mtuMinutes, nemPowerFactor } = this.options.rulesOf(start);
    const measurement = this.measured.get(start);
    const isOver = unitOf(start, mtuMinutes).end <= now;
    if (isOver)
      return ledgerRow(start, { firmW: measurement?.firmW ?? 0, sessions: measurement?.sessions ?? 0, committedW });
    const firmW = this.portfolio.firmW(start, nemPowerFactor);
    return ledgerRow(start, { firmW, sessions: this.portfolio.at(start).sessions, committedW });
  }

  /** What is committed falls to a site as dispatch deals it out: in proportion to the shares that its cars hold. */
  private siteRow(start: EpochMs, siteId: string): LedgerRow {
    const site = this.sites.get(siteId);
    if (site === undefined) return ledgerRow(start, { firmW: 0, sessions: 0, committedW: 0 });
    const own = site.at(start);
    const all = this.portfolio.at(start);
    const part = all.sessions === 0 ? 0 : (own.upW + own.downW) / (all.upW + all.downW);
    return ledgerRow(start, {
      firmW: site.firmW(start, this.options.rulesOf(start).nemPowerFactor),
      sessions: own.sessions,
      committedW: Math.round((this.committedW.get(start) ?? 0) * part),
    });
  }

  private horizonFrom(now: EpochMs): EpochMs[] {
    const starts: EpochMs[] = [];
    for (let at = now; at < now + HORIZON_MS;) {
      const mtu = unitOf(at, this.options.rulesOf(at).mtuMinutes);
      starts.push(mtu.start);
      at = mtu.end;
    }
    return starts;
  }

  private commit({ product, mtus }: CapacityCommitted['data']): void {
    if (product !== FCR_N) return;
    for (const { mtuStart, awardedW } of mtus) this.committedW.set(epochMs(Date.parse(mtuStart)), awardedW);
  }

  private measure(measurement: Measurement): void {
    if (measurement.product === FCR_N) this.measured.set(epochMs(Date.parse(measurement.mtuStart)), measurement);
  }

  /** Marked cars are calculated anew; then exactly those count whose state of charge is not stale at `now`. */
  private bringUpTo(now: EpochMs): void {
    for (const sessionId of this.touched) this.renew(sessionId, now);
    this.touched.clear();
    this.freshness.forEachChanged(now, (sessionId) => {
      const contribution = this.contributions.get(sessionId);
      if (contribution === undefined) return;
      const counts = countsAt(contribution, now);
      if (counts === this.portfolio.has(sessionId)) return;
      if (counts) this.putIn(contribution);
      else this.takeOut(sessionId);
    });
  }

  /** The car's old share out and its new one in, written over the old. */
  private renew(sessionId: string, now: EpochMs): void {
    const path = this.contributions.get(sessionId)?.members;
    this.takeOut(sessionId);
    const session = this.fleet.session(sessionId);
    const contribution = session === undefined ? null : contributionOf(session, this.walk, path);
    if (contribution === null) return this.forget(sessionId);
    this.contributions.set(sessionId, contribution);
    this.freshness.note(sessionId, contribution.socAt);
    if (countsAt(contribution, now)) this.putIn(contribution);
  }

  /** A car that has left is not kept in mind until somebody asks: in a long replay nobody may. */
  private forget(sessionId: string): void {
    this.takeOut(sessionId);
    this.contributions.delete(sessionId);
    this.freshness.forget(sessionId);
    this.touched.delete(sessionId);
  }

  private putIn(contribution: Contribution): void {
    this.portfolio.add(contribution);
    const { siteId } = contribution;
    if (siteId === null) return;
    const site = this.sites.get(siteId) ?? new CapacitySums();
    this.sites.set(siteId, site);
    site.add(contribution);
  }

  private takeOut(sessionId: string): void {
    this.portfolio.remove(sessionId);
    const siteId = this.contributions.get(sessionId)?.siteId ?? null;
    const site = siteId === null ? undefined : this.sites.get(siteId);
    if (siteId === null || site === undefined) return;
    site.remove(sessionId);
    if (site.isEmpty()) this.sites.delete(siteId);
  }
}
