import { invariant, type Clock, type EpochMs } from '../kernel/index.js';

/** A clock that stands still until it is moved; it only moves forward. */
export class VirtualClock implements Clock {
  constructor(private at: EpochMs) {}

  now(): EpochMs {
    return this.at;
  }

  moveTo(at: EpochMs): void {
    invariant(at >= this.at, `the clock runs forward: ${this.at} → ${at}`);
    this.at = at;
  }
}
