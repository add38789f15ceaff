/**
 * What the cars that are plugged in shortly before the gate closes will hold in each MTU of the next delivery day, as a
 * plan of theirs says: certain as far as they stay as long as they said. Stream `forecast-<product>-<deliveryDay>`.
 */
export interface DayAheadPlanned {
  readonly type: 'DayAheadPlanned';
  readonly data: {
    readonly product: string;
    readonly deliveryDay: string;
    readonly plannedAt: string;
    /** How many of the plugged-in cars may hold reserve. */
    readonly sessions: number;
    readonly mtus: readonly { readonly mtuStart: string; readonly knownW: number }[];
  };
}

export type ForecastEvent = DayAheadPlanned;
