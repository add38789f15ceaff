import type { EpochMs } from './units.js';

/** The only source of time: the machine's in production, a virtual one in backtest, demo and replay. */
export interface Clock {
  now(): EpochMs;
}
