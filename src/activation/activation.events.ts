import type { ManagedSeconds } from '../market/index.js';

/**
 * Sums of seconds, exact integers: energies of power in W·s; calculated energy in W·mHz·s (÷ 100 mHz ÷ 3600 = Wh).
 * `up` and `down` are magnitudes ≥ 0.
 */
export interface ResponseSums {
  readonly seconds: number;
  readonly requiredUpWs: number;
  readonly requiredDownWs: number;
  readonly deliveredUpWs: number;
  readonly deliveredDownWs: number;
  /** Σ min(committed, maintained) per second. */
  readonly maintainedWs: number;
  /** Σ maintained·|deviation| while the frequency is below / above 50 Hz, clipped at ±100 mHz. */
  readonly calculatedUpWMhzS: number;
  readonly calculatedDownWMhzS: number;
  readonly nemSeconds: number;
  readonly aemSeconds: number;
  /** Seconds without a usable frequency or with control off: nothing maintained. */
  readonly controlOffSeconds: number;
}

/** Seconds of a stretch that belong together, counted from the stretch's first. */
export interface SecondRange {
  readonly firstSecond: number;
  readonly seconds: number;
}

/** The response of one stretch of seconds inside one settlement period. Stream `activation-<product>-<mtuStart>`. */
export interface ResponseRecorded {
  readonly type: 'ResponseRecorded';
  readonly data: ResponseSums & {
    readonly product: string;
    readonly mtuStart: string;
    readonly ispStart: string;
    readonly from: string;
    readonly committedW: number;
    /** Net energy given since the last re-plan over committed power, hours: the state that NEM and AEM work on. */
    readonly enduranceUpMin: number | null;
    readonly enduranceDownMin: number | null;
    /** Which seconds had no frequency in time; absent: none, or written before 0.2. */
    readonly controlOff?: readonly SecondRange[];
    /**
     * Seconds in which energy management ran, in order; those with control off or nothing held are left out. Absent:
     * neither NEM nor AEM acted. With the stretches before it, what a restart goes on with.
     */
    readonly energyManagement?: readonly ManagedSeconds[];
  };
}

/** One MTU of delivery, closed. Stream `activation-<product>-<mtuStart>`. */
export interface DeliveryScored {
  readonly type: 'DeliveryScored';
  readonly data: ResponseSums & {
    readonly product: string;
    readonly mtuStart: string;
    readonly committedW: number;
    /** Mean over the MTU of min(committed, maintained) per second, floored to whole watts. */
    readonly maintainedW: number;
    readonly isps: readonly (ResponseSums & { readonly ispStart: string })[];
    /**
     * Seconds whose frequency is known and that nobody answered, since it came too late or the engine was down: their
     * droop is in the required sums, and nothing in the others. Absent: none.
     */
    readonly unansweredSeconds?: number;
  };
}
export type ActivationEvent = ResponseRecorded | DeliveryScored;
