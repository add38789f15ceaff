import { DateTime } from 'luxon';
import { formatMw, MARKET_ZONE, parseInstant, type EpochMs, type Recorded } from '../../kernel/index.js';
import type { DeliveryScored } from '../../activation/index.js';
import type { AuctionSkipped, TradingHalted } from '../../bidding/index.js';
import type { SharesAllocated } from '../../dispatch/index.js';
import type { PromiseSettled } from '../../fleet/index.js';
import { refusedForText, type MarketDocumentReceived, type MarketDocumentRefused } from '../../market/index.js';
import { refill } from '../../platform/index.js';
import type { MtuBlocked, MtuPriced } from '../../settlement/index.js';
import { skippedBecause } from './bid-days.js';
import type { AlertRow } from './dashboard-view.js';

const ALERTS_KEPT = 60;

const clockTime = (at: EpochMs): string => DateTime.fromMillis(at, { zone: MARKET_ZONE }).toFormat('HH:mm');
const dayAndTime = (at: EpochMs): string =>
  DateTime.fromMillis(at, { zone: MARKET_ZONE, locale: 'en' }).toFormat('ccc d LLL HH:mm');
const kilowattHours = (energyWh: number): string => (energyWh / 1000).toFixed(1);

/** What went wrong in delivery, promises and settlement, with the instant it was over. Bids' own alerts are the bid book's. */
export class AlertsProjection {
  static readonly types: readonly string[] = [
    'SharesAllocated',
    'DeliveryScored',
    'PromiseMissed',
    'AuctionSkipped',
    'TradingHalted',
    'TradingResumed',
    'MtuBlocked',
    'MtuPriced',
    'MarketDocumentRefused',
    'MarketDocumentReceived',
  ];

  private readonly alerts = new Map<string, AlertRow>();

  apply(event: Recorded): void {
    switch (event.type) {
      case 'SharesAllocated':
        return this.allocated(event.data as SharesAllocated['data']);
      case 'DeliveryScored':
        return this.scored(event.data as DeliveryScored['data']);
      case 'PromiseMissed':
        return this.missed(event.data as PromiseSettled['data']);
      case 'AuctionSkipped':
        return this.skipped(event.data as AuctionSkipped['data'], event.occurredAt);
      case 'TradingHalted':
        return this.halted(event.data as TradingHalted['data']);
      case 'TradingResumed':
        return this.resolve('trading-halted', event.occurredAt);
      case 'MtuBlocked':
        return this.blocked(event.data as MtuBlocked['data'], event.occurredAt);
      case 'MtuPriced':
        return this.resolve(`blocked ${(event.data as MtuPriced['data']).mtuStart}`, event.occurredAt);
      case 'MarketDocumentRefused':
        return this.refused(event.data as MarketDocumentRefused['data'], event.occurredAt);
      case 'MarketDocumentReceived':
        return this.resolve(refusedId(event.data as MarketDocumentReceived['data']), event.occurredAt);
    }
  }

  snapshot(): ReadonlyMap<string, AlertRow> {
    return this.alerts;
  }

  restore(snapshot: ReadonlyMap<string, AlertRow>): void {
    refill(this.alerts, snapshot);
  }

  /** Newest first. */
  rows(): AlertRow[] {
    return [...this.alerts.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  }

  private raise(alert: Omit<AlertRow, 'resolvedAt'>): void {
    this.alerts.set(alert.id, { ...alert, resolvedAt: null });
    const [oldest] = this.alerts.keys();
    if (this.alerts.size > ALERTS_KEPT && oldest !== undefined) this.alerts.delete(oldest);
  }

  private resolve(id: string, at: EpochMs): void {
    const alert = this.alerts.get(id);
    if (alert && alert.resolvedAt === null) this.alerts.set(id, { ...alert, resolvedAt: at });
  }

  /** The cars that are left can't hold what is committed until the MTU ends. */
  private allocated({ mtuStart, at, committedW, heldW }: SharesAllocated['data']): void {
    const id = `shortfall ${mtuStart}`;
    if (heldW >= committedW) return this.resolve(id, parseInstant(at));
    this.raise({
      id,
      at: this.alerts.get(id)?.at ?? parseInstant(at),
      kind: 'shortfall',
      severity: 'critical',
      title: `Short ${formatMw(committedW - heldW, 3)} MW in the MTU from ${clockTime(parseInstant(mtuStart))}`,
      detail: `Committed ${formatMw(committedW, 1)} MW; the cars in reserve can hold ${formatMw(heldW, 3)} MW until the MTU ends.`,
    });
  }

  /** Once an MTU is over its alert says what came of it. */
  private scored({ mtuStart, committedW, maintainedW, seconds }: DeliveryScored['data']): void {
    const id = `shortfall ${mtuStart}`;
    const start = parseInstant(mtuStart);
    const over = (start + seconds * 1000) as EpochMs;
    if (maintainedW >= committedW) return this.resolve(id, over);
    this.raise({
      id,
      at: this.alerts.get(id)?.at ?? over,
      kind: 'shortfall',
      severity: 'warning',
      title: `Maintained ${formatMw(maintainedW, committedW - maintainedW < 1000 ? 6 : 3)} of ${formatMw(committedW, 1)} MW, ${dayAndTime(start)}`,
      detail: 'The shortfall is not paid, and sanctioned in the settlement of the day.',
    });
    this.resolve(id, over);
  }

  private missed({ sessionId, at, targetWh, departureWh }: PromiseSettled['data']): void {
    this.raise({
      id: `promise ${sessionId}`,
      at: parseInstant(at),
      kind: 'promise-missed',
      severity: 'critical',
      title: `Promise missed: session ${sessionId}`,
      detail: `Left with ${kilowattHours(departureWh)} kWh; ${kilowattHours(targetWh)} kWh were promised.`,
    });
  }

  private skipped({ deliveryDay, reason }: AuctionSkipped['data'], at: EpochMs): void {
    const severity = reason === 'NOTHING_TO_SELL' || reason === 'WITHDRAWN' ? 'notice' : 'warning';
    const title = `No bids for ${deliveryDay}`;
    this.raise({
      id: `skipped ${deliveryDay}`,
      at,
      kind: 'day-skipped',
      severity,
      title,
      detail: skippedBecause(reason),
    });
    this.resolve(`skipped ${deliveryDay}`, at);
  }

  private halted({ by, at, reason }: TradingHalted['data']): void {
    this.raise({
      id: 'trading-halted',
      at: parseInstant(at),
      kind: 'trading-halted',
      severity: 'warning',
      title: 'Trading halted',
      detail: `By ${by}${reason ? `: ${reason}` : ''}. No new bids are sent; committed capacity is delivered.`,
    });
  }

  private blocked({ deliveryDay, mtuStart, reason }: MtuBlocked['data'], at: EpochMs): void {
    this.raise({
      id: `blocked ${mtuStart}`,
      at,
      kind: 'settlement-blocked',
      severity: 'critical',
      title: `Not settled: ${deliveryDay}, MTU from ${clockTime(parseInstant(mtuStart))}`,
      detail: reason,
    });
  }

  /** Until a document of its kind for its day comes that can be taken. */
  private refused(record: MarketDocumentRefused['data'], at: EpochMs): void {
    const { deliveryDay, dayTold, kind, reasons, reasonsInAll } = record;
    this.raise({
      id: refusedId(record),
      at,
      kind: 'document-refused',
      severity: 'critical',
      title: `Refused: ${kind ?? 'a message'}, ${dayTold ? deliveryDay : `came on ${deliveryDay}`}`,
      detail: `${refusedForText(reasons, reasonsInAll)}. It is kept; the TSO must send it anew.`,
    });
  }
}

const refusedId = ({ deliveryDay, kind }: { readonly deliveryDay: string; readonly kind: string | null }): string =>
  `refused ${deliveryDay} ${kind ?? ''}`;
