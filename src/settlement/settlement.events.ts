import type { DeliveryDay } from '../kernel/index.js';

/** Money as exact decimal text EUR, positive = paid to us. Stream `settlement-<product>-<deliveryDay>`. */
export interface SettledIsp {
  readonly ispStart: string;
  /** Calculated energy as booked, milliwatt-hours, integers: the nine printed decimals of a MWh. */
  readonly activatedUpMilliWh: number;
  readonly activatedDownMilliWh: number;
  /** null: no price known; settled at 0 and reported. */
  readonly upPriceEurPerMwh: string | null;
  readonly downPriceEurPerMwh: string | null;
  /** The amount booked: one of the next two. */
  readonly energyEur: string;
  /** Both directions paid apart. */
  readonly grossEnergyEur: string;
  /** Only the difference of the directions paid. */
  readonly netEnergyEur: string;
}

/** Why a row was made anew, after facts that came when the day was settled already. What it replaces stays on record. */
export interface Correction {
  /** Of the day's account: 2 is the first correction. */
  readonly version: number;
  /** What came late, in words. */
  readonly reason: string;
  /** This row less the one it replaces, EUR. */
  readonly netDifferenceEur: string;
}

/** One MTU in money: capacity pay by min(committed, maintained), energy pay by calculated energy, sanction for the shortfall. */
export interface MtuPriced {
  readonly type: 'MtuPriced';
  readonly data: {
    readonly product: string;
    readonly deliveryDay: DeliveryDay;
    readonly mtuStart: string;
    readonly mtuMinutes: number;
    readonly offeredW: number;
    readonly committedW: number;
    readonly maintainedW: number;
    /** `no-score`: the delivery of this MTU was never scored, so it counts as not maintained. */
    readonly deliveryBasis: 'scored' | 'no-score';
    readonly priceEurPerMwH: string;
    readonly capacityEur: string;
    readonly energyEur: string;
    /** Which of the two energy amounts was booked. */
    readonly energyNetting: 'gross' | 'net';
    /** Booked energy that had no price. */
    readonly unpricedMilliWh: number;
    /** ≥ 0: what we owe. */
    readonly sanctionEur: string;
    readonly sanctionFactor: string;
    readonly sanctionSource: string;
    /** Energy taken out of the batteries for it; before that was recorded, energy supplied to the grid as response. */
    readonly dischargedMilliWh: number;
    /** Battery size times the share of its life used, over what plain charging would have used. Absent: not recorded. */
    readonly wornMicroWh?: number;
    /** ≥ 0: our own cost, on no statement of the TSO. */
    readonly wearEur: string;
    readonly isps: readonly SettledIsp[];
    /** The rule set the amounts were made by. */
    readonly ruleSource: string;
    /** Seconds of the MTU of which no response is on record (downtime): not maintained. Absent: none. */
    readonly unrecordedSeconds?: number;
    /** Seconds without a frequency in time: not maintained. Absent: none. */
    readonly controlOffSeconds?: number;
    /** Absent: the day's first account. */
    readonly correction?: Correction;
  };
}

/** The hour's auction results contradict each other: not settled. */
export interface MtuBlocked {
  readonly type: 'MtuBlocked';
  readonly data: {
    readonly product: string;
    readonly deliveryDay: DeliveryDay;
    readonly mtuStart: string;
    readonly reason: string;
    readonly correction?: Correction;
  };
}

/**
 * What the batteries gave on a day without a priced MTU: nothing was sold, or all that was sold is in dispute. Cars are
 * moved to where they can help later all the same, and that has its cost. On other days the priced MTUs carry it.
 */
export interface DayWearBooked {
  readonly type: 'DayWearBooked';
  readonly data: {
    readonly product: string;
    readonly deliveryDay: DeliveryDay;
    /** The first MTU of the day in which a battery gave anything. */
    readonly mtuStart: string;
    /** Taken out of the batteries in the whole day. */
    readonly dischargedMilliWh: number;
    /** Battery size times the share of its life used, over what plain charging would have used. */
    readonly wornMicroWh: number;
    /** ≥ 0: our own cost, on no statement of the TSO. */
    readonly wearEur: string;
    readonly correction?: Correction;
  };
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
    /** capacity + energy − sanction − wear. */
    readonly netEur: string;
    /** MTUs priced; the blocked ones come on top. */
    readonly mtus: number;
    readonly blockedMtus: number;
    readonly unpricedMilliWh: number;
    /** Where the wear cost per kWh comes from. */
    readonly wearSource: string;
    /** How many facts of the day the account was made from; those after them are late. Absent: all that came before it. */
    readonly facts?: number;
  };
}

/**
 * A settled day's account, made anew after late facts: sums over all rows of the day as they stand now. Only rows that
 * changed come before it, in the same append.
 */
export interface DayCorrected {
  readonly type: 'DayCorrected';
  readonly data: DaySettled['data'] & {
    /** 2 is the first correction. */
    readonly version: number;
    /** What came late, in words, in the order in which it came. */
    readonly reasons: readonly string[];
    /** Message ids of what came late. */
    readonly causes: readonly string[];
    /** This account less the one before, EUR. */
    readonly netDifferenceEur: string;
  };
}

/** A row of a day's account. */
export type SettlementRowEvent = MtuPriced | MtuBlocked | DayWearBooked;
export type SettlementEvent = SettlementRowEvent | DaySettled | DayCorrected;
