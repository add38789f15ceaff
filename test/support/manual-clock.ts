import type { Clock, EpochMs } from '../../src/kernel/index.js';

/** A clock that stands still until it is set, also backwards. */
export class ManualClock implements Clock {
  constructor(public at: EpochMs = Date.UTC(2025, 8, 1) as EpochMs) {}

  now(): EpochMs {
    return this.at;
  }

  advance(milliseconds: number): void {
    this.at = (this.at + milliseconds) as EpochMs;
  }
}
