import type { EpochMs } from '../kernel/index.js';

export const FRAME_SECONDS = 60;

/**
 * Up to a minute of dispatch, second by second: the set-points of every car and the sums of the group. One frame is
 * reused for ever, so that a second costs no allocation; a consumer copies what it wants to keep.
 */
export class Frame {
  from = 0 as EpochMs;
  seconds = 0;
  committedW = 0;
  /** Frequency in mHz; `CONTROL_OFF` where none was to be had. */
  readonly millihertz = new Int32Array(FRAME_SECONDS);
  readonly requiredW = new Int32Array(FRAME_SECONDS);
  readonly deliveredW = new Int32Array(FRAME_SECONDS);
  readonly baselineW = new Int32Array(FRAME_SECONDS);
  /** min(committed, held), 0 in AEM or with control off. */
  readonly maintainedW = new Int32Array(FRAME_SECONDS);
  readonly nem = new Uint8Array(FRAME_SECONDS);
  readonly aem = new Uint8Array(FRAME_SECONDS);
  /** 1 where energy management ran; the next two say what it decided in that very second, before any mean. */
  readonly managed = new Uint8Array(FRAME_SECONDS);
  readonly nemAllowed = new Int8Array(FRAME_SECONDS);
  readonly aemOn = new Uint8Array(FRAME_SECONDS);
  readonly enduranceUpMin = new Float64Array(FRAME_SECONDS);
  readonly enduranceDownMin = new Float64Array(FRAME_SECONDS);
  /** Set-points, W, injection positive: `powerW[second · stride + slot]`. */
  powerW = new Int32Array(FRAME_SECONDS * 64);
  stride = 64;
  /** Slot → session and its planned baseline, as of this frame. */
  count = 0;
  sessionIds: readonly string[] = [];
  plannedW: Int32Array = new Int32Array(0);
  /** Slot → Mode. */
  modes: Uint8Array = new Uint8Array(0);
  /** Cars outside the pool, by session: the most each may charge with, W, injection positive and so ≤ 0. */
  limitsW: ReadonlyMap<string, number> = new Map();

  fit(count: number): void {
    if (count <= this.stride) return;
    while (this.stride < count) this.stride *= 2;
    this.powerW = new Int32Array(FRAME_SECONDS * this.stride);
  }
}

/** A second without a usable frequency: cars stay on their baseline and nothing is maintained. */
export const CONTROL_OFF = -1;
