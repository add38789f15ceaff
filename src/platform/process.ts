import type { EpochMs } from '../kernel/index.js';

/** Work that is due at instants. It owns no timer: the engine asks when and calls, on the machine's clock or a virtual one. */
export interface TimedProcess {
  /** For logs, metrics and the order of processes that are due at the same instant. */
  readonly name: string;
  /** The earliest instant at which there is something to do; null for nothing in sight. */
  nextDueAt(): EpochMs | null;
  /** Does everything due at or before `now`. Called again for the same instant it does nothing. */
  runDue(now: EpochMs): Promise<void>;
}
