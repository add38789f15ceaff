/** How a commitment turned out at the start of its MTU. */
export interface CommitmentOutcome {
  readonly committedW: number;
  readonly firmW: number;
}

/** How often committed capacity wasn't there, against how often it may be absent. */
export interface Calibration {
  /** MTUs with a commitment. */
  readonly mtus: number;
  readonly shortMtus: number;
  /** 0 without commitments. */
  readonly shortShare: number;
  readonly allowedShare: number;
  /**
   * Probability of at least that many short MTUs if each were short with exactly the allowed probability, independently.
   * Near 0: the promise was broken. Hours of one day are alike, so read it as a hint, not as a test.
   */
  readonly chance: number;
}

/** @param reliability what was asked for, in (0, 1). */
export function calibrationOf(outcomes: Iterable<CommitmentOutcome>, reliability: number): Calibration {
  let mtus = 0;
  let shortMtus = 0;
  for (const { committedW, firmW } of outcomes) {
    if (committedW <= 0) continue;
    mtus++;
    if (firmW < committedW) shortMtus++;
  }
  const allowedShare = 1 - reliability;
  const shortShare = mtus === 0 ? 0 : shortMtus / mtus;
  return { mtus, shortMtus, shortShare, allowedShare, chance: upperTail(mtus, shortMtus, allowedShare) };
}

/** P(X ≥ k) of a binomial distribution, summed in logarithms so that long records don't underflow. */
function upperTail(trials: number, k: number, probability: number): number {
  let logTerm = trials * Math.log1p(-probability);
  let below = 0;
  for (let successes = 0; successes < k; successes++) {
    below += Math.exp(logTerm);
    logTerm += Math.log(((trials - successes) * probability) / ((successes + 1) * (1 - probability)));
  }
  return Math.min(1, Math.max(0, 1 - below));
}
