import type { GroupCapacity, GroupMember, Vehicle } from '../flexibility/index.js';
import type { EpochMs } from '../kernel/index.js';
import type { Obligation } from './obligation.js';

/** A car that stays plugged in through the MTU, inside its window and above its recovery line. */
export interface StayingVehicle {
  readonly sessionId: string;
  readonly vehicle: Vehicle;
}

/** What is known of an MTU to come: the rules it is held by, what was sold in it so far, and what it pays. */
export interface ComingMtu extends Obligation {
  readonly mtuStart: EpochMs;
  /** EUR/MW,h as cleared; null where nothing of ours has cleared yet. A weight, never an amount of money. */
  readonly priceEurPerMwH: number | null;
}

/** Asked at the start of an MTU, and after a restart inside it. */
export interface BaselineQuestion {
  readonly at: EpochMs;
  readonly staying: readonly StayingVehicle[];
  readonly obligation: Obligation;
  /** Of any later MTU, by its start. */
  readonly coming: (mtuStart: EpochMs) => ComingMtu;
}

/**
 * Where cars wait for activation: a baseline for each of them over one MTU, and the rule by which the group around these
 * baselines is counted. Equal questions in equal order get equal answers. What a strategy remembers between two
 * questions may make it faster, never different: after a restart it answers without.
 */
export interface BaselineStrategy {
  readonly name: string;
  /** Whole W within the power limits, injection positive, one per staying vehicle in order. */
  baselinesW(question: BaselineQuestion): readonly number[];
  /** For a car that comes inside an MTU, over what is left of it. */
  joiningBaselineW(vehicle: Vehicle, at: EpochMs, obligation: Obligation): number;
  /** What may be sold of these members together. */
  capacity(members: readonly GroupMember[], nemPowerFactor: number): GroupCapacity;
}
