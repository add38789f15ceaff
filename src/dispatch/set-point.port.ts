import type { Frame } from './frame.js';

/**
 * Where set-points go: chargers that droop by themselves get their curve from `SharesAllocated`; the rest, and the
 * simulated fleet, follow the frame. The frame is only valid during the call.
 */
export interface SetPointSink {
  follow(frame: Frame): void;
}
