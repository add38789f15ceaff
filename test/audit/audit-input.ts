/** A backtest's output folder and everything it was made from. */
export interface AuditInput {
  readonly outDir: string;
  /** Delivery days, both included. */
  readonly from: string;
  readonly to: string;
  readonly traceDay?: string;
  readonly files: {
    readonly sessions: string;
    readonly prices: string;
    /** Left out: the frequency was made up, and nothing is recomputed from it. */
    readonly frequency?: string;
    readonly upPrices?: string;
    readonly downPrices?: string;
    readonly imbalancePrices?: string;
    readonly dayAheadPrices?: string;
  };
  /** `--v2g-power-kw` × 1000. */
  readonly powerW?: number;
  /** `--battery-kwh` × 1000. */
  readonly batteryWh?: number;
  /** `--sanction-factor`, default 1. */
  readonly sanctionFactor?: string;
  /** The JSON on stdout. */
  readonly report?: Readonly<Record<string, unknown>>;
}

/** Efficiency each way that a sessions file does not state. */
export const EFFICIENCY = 0.95;
/** The driver's minimum SoC where the file states none. */
export const MINIMUM_SOC = 0.2;
/** Power a limited reservoir may use beyond the capacity sold, for NEM. */
export const POWER_LIMIT = 1.34;
export const HOUR = 3_600_000;
export const QUARTER = 900_000;
