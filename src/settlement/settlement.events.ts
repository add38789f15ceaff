import type { DeliveryDay } from '../kernel/index.js';

/** Money as exact decimal text EUR, positive = paid to us. Stream `settlement-<product>-<deliveryDay>`. */
export interface SettledIsp {
  readonly ispStart: string;
  /** Milliwatt-hours, integers: the nine printed decimals of a MWh. */
  readonly activatedUpMilliWh: number;
  readonly activatedDownMilliWh: number;
  /** null: no price known; settled at 0 and reported. */
  readonly upPriceEurPerMwh: string | null;
  readonly downPriceEurPerMwh: string | null;
  readonly energyEur: string;
}
/** One MTU in money: capacity pay by min(committed, maintained), energy pay by calculated energy, sanction for the shortfall. */
export interface MtuPriced {
  readonly type: 'MtuPriced';
  readonly data: {
    readonly product: string;
    readonly deliveryDay: DeliveryDay;
    readonly mtuStart: string;
    readonly offeredW: number;
    readonly committedW: number;
    readonly maintainedW: number;
    readonly priceEurPerMwH: string;
    readonly capacityEur: string;
    readonly energyEur: string;
    /** ≥ 0: what we owe. */
    readonly sanctionEur: string;
    readonly sanctionFactor: string;
    readonly isps: readonly SettledIsp[];
    /** The rule set the amounts were made by. */
    readonly ruleSource: string;
  };
}
/** The hour's auction results contradict each other: not settled. */
export interface MtuBlocked {
  readonly type: 'MtuBlocked';
  readonly data: { readonly product: string; readonly deliveryDay: DeliveryDay; readonly mtuStart: string; readonly reason: string };
}
/** The day's own account is closed: sums of the rows above. */
export interface DaySettled {
  readonly type: 'DaySettled';
  readonly data: {
    readonly product: string;
    readonly deliveryDay: DeliveryDay;
    readonly capacityEur: string;
    readonly energyEur: string;
    readonly sanctionEur: string;
    readonly wearEur: string;
    readonly netEur: string;
    readonly mtus: number;
    readonly blockedMtus: number;
    readonly unpricedMilliWh: number;
  };
}
export type SettlementEvent = MtuPriced | MtuBlocked | DaySettled;
