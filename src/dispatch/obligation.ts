import type { EpochMs } from '../kernel/index.js';

/** What an allocation has to meet. */
export interface Obligation {
  readonly mtuEnd: EpochMs;
  readonly committedW: number;
  readonly mtuHours: number;
  readonly enduranceHours: number;
  readonly nemPowerFactor: number;
}
