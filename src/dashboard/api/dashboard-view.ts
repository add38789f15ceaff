/**
 * What the trader's page shows, as it travels: one JSON of sections. Instants and lengths are epoch milliseconds and
 * milliseconds, powers W (injection positive), SoC permille, prices EUR/MW,h and money EUR as decimal text.
 */
export interface DashboardView {
  /** Log position that the sections hold at least; the stream resumes after it. */
  readonly position: number;
  readonly status: StatusView;
  readonly figures: FiguresView;
  readonly capacity: readonly CapacityRow[];
  readonly bids: readonly BidDay[];
  readonly sessions: SessionsView;
  readonly settlements: readonly SettlementRow[];
  readonly alerts: readonly AlertRow[];
  readonly live: LiveView;
}
/** Sections that are sent whole when they have changed; `live` is sent piece by piece. */
export type SectionName = Exclude<keyof DashboardView, 'position' | 'live'>;

export interface StatusView {
  readonly now: number;
  readonly simulated: boolean;
  /** Simulated seconds per second of the wall clock; 1 when live. */
  readonly speed: number;
  /** The simulated past is still being laid down. */
  readonly preparing: { readonly done: number; readonly total: number; readonly label: string } | null;
  /** Who lets bids go out: the policy by itself, or a trader. */
  readonly approval: 'policy' | 'trader';
  readonly tradingHalted: boolean;
  readonly product: string;
  readonly marketZone: string;
  readonly gateZone: string;
}

export interface PromiseCounts {
  readonly kept: number;
  readonly missed: number;
  /** Could not be reached by charging alone from plug-in to departure. */
  readonly unreachable: number;
}

export interface FiguresView {
  readonly deliveryDay: string;
  readonly mtuStart: number;
  readonly mtuEnd: number;
  readonly firmW: number;
  readonly committedW: number;
  /** What the allocation in force can hold until the MTU ends; null before the first allocation of this MTU. */
  readonly heldW: number | null;
  /** Mean of min(committed, maintained) over the MTU's seconds so far; null before the first record. */
  readonly maintainedW: number | null;
  readonly nextGate: { readonly deliveryDay: string; readonly closesAt: number; readonly state: AuctionState };
  /** Capacity pay of the day so far, before energy, sanctions and wear. */
  readonly capacityPayTodayEur: string;
  readonly soldTodayMwH: number;
  readonly promisesToday: PromiseCounts;
  readonly promisesSevenDays: PromiseCounts;
}

export interface CapacityRow {
  readonly mtuStart: number;
  readonly mtuEnd: number;
  /** null: nothing measured or known for this MTU. */
  readonly firmW: number | null;
  readonly offeredW: number;
  readonly committedW: number;
  /** Not held of what is committed: in an MTU that is over or under way. */
  readonly shortW: number;
  /** Committed in a coming MTU and not covered by the cars that are plugged in: most of them have yet to arrive. */
  readonly toComeW: number;
  readonly maintainedW: number | null;
  readonly priceEurPerMwH: string | null;
}

/** As in the bid book. Stated here once more: the page's types stand on nothing of the server's. */
export type BidState =
  | 'planned'
  | 'denied'
  | 'approved'
  | 'submitted'
  | 'acknowledged'
  | 'rejected'
  | 'unconfirmed'
  | 'awarded'
  | 'partly-awarded'
  | 'not-awarded'
  | 'committed'
  | 'withdrawn';
/** Where a delivery day's auction stands: before its bids, skipped, or as its bids stand. */
export type AuctionState = 'none' | 'opened' | 'skipped' | BidState;

export interface BidDay {
  readonly deliveryDay: string;
  readonly state: AuctionState;
  readonly gateClosureAt: number;
  readonly awaitsApproval: boolean;
  readonly canWithdraw: boolean;
  /** Why there is nothing to see, or what the TSO said; null when all is said by the rows. */
  readonly note: string | null;
  readonly bids: readonly BidRow[];
}
export interface BidRow {
  readonly bidId: string;
  readonly mtuStart: number;
  readonly quantityW: number;
  readonly priceEurPerMwH: string;
  readonly state: BidState;
  readonly awardedW: number | null;
  readonly clearingPriceEurPerMwH: string | null;
}

export type SessionState = 'in-reserve' | 'charging' | 'must-charge' | 'unreachable' | 'waiting' | 'blind';
export interface SessionRow {
  readonly sessionId: string;
  readonly chargerId: string;
  readonly state: SessionState;
  readonly socPermille: number | null;
  readonly minSocPermille: number;
  readonly targetSocPermille: number;
  readonly departureAt: number | null;
  /** Latest instant to begin full-power charging; null without a battery, SoC or departure. */
  readonly mustChargeAt: number | null;
  readonly baselineW: number;
  readonly upW: number;
  readonly downW: number;
}
export interface SessionsView {
  readonly total: number;
  readonly byState: Readonly<Record<SessionState, number>>;
  /** At most `SESSION_ROWS_SHOWN`, the most urgent first. */
  readonly rows: readonly SessionRow[];
}
export const SESSION_ROWS_SHOWN = 250;

export interface SettlementRow {
  readonly deliveryDay: string;
  readonly soldMwH: number;
  readonly maintainedMwH: number;
  readonly capacityEur: string;
  readonly energyEur: string;
  /** ≥ 0: what we owe. */
  readonly sanctionEur: string;
  readonly wearEur: string;
  readonly netEur: string;
  readonly blockedMtus: number;
  /** 1: as settled; 2 and more: corrected, and what the last correction changed, EUR. */
  readonly version: number;
  readonly correctedByEur: string | null;
}

export type AlertKind =
  | 'shortfall'
  | 'denied'
  | 'rejected'
  | 'unconfirmed'
  | 'results-contradicted'
  | 'promise-missed'
  | 'day-skipped'
  | 'trading-halted'
  | 'settlement-blocked'
  | 'document-refused';
export interface AlertRow {
  readonly id: string;
  readonly at: number;
  readonly kind: AlertKind;
  readonly severity: 'critical' | 'warning' | 'notice';
  readonly title: string;
  readonly detail: string;
  /** null while it stands. */
  readonly resolvedAt: number | null;
}

/** Frequency samples one after another, one a second at most, and the response the droop law asks of the commitment. */
export interface FrequencyPiece {
  readonly position: number;
  readonly from: number;
  readonly stepMs: number;
  readonly millihertz: readonly (number | null)[];
  readonly requiredW: readonly (number | null)[];
}
/** Means over one recorded stretch of seconds; powers net, upward positive. */
export interface ResponsePiece {
  readonly position: number;
  readonly from: number;
  readonly to: number;
  readonly committedW: number;
  readonly requiredW: number;
  readonly deliveredW: number;
  readonly maintainedW: number;
  readonly enduranceUpMin: number | null;
  readonly enduranceDownMin: number | null;
  readonly energyManagement: 'none' | 'NEM' | 'AEM';
}
export interface LiveView {
  readonly frequency: readonly FrequencyPiece[];
  readonly response: readonly ResponsePiece[];
}
