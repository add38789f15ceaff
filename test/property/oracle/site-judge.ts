/**
 * A building's fuse. Neither what its cars take together nor what they give together is ever more than it carries, and
 * nothing is set off: the car that gives may be gone within the second.
 */
export class SiteJudge {
  /** The most that went one way in a second, W. */
  mostW = 0;

  constructor(
    readonly name: string,
    readonly fuseW: number,
  ) {}

  /** One second of the set-points of all its cars, W, injection positive; the broken rule in words, or null. */
  second(second: number, powersW: readonly number[]): string | null {
    let [givenW, takenW] = [0, 0];
    for (const powerW of powersW)
      if (powerW > 0) givenW += powerW;
      else takenW -= powerW;
    this.mostW = Math.max(this.mostW, givenW, takenW);
    if (givenW > this.fuseW) return `second ${second}: ${this.name} gives ${givenW} W through ${this.fuseW} W`;
    return takenW > this.fuseW ? `second ${second}: ${this.name} takes ${takenW} W through ${this.fuseW} W` : null;
  }
}

/** What a car may add to its site in one direction, W ≥ 0, beyond the baseline that it holds. */
export interface BehindFuse {
  readonly site: string;
  readonly baselineW: number;
  readonly upW: number;
  readonly downW: number;
}

/**
 * No dealing gets more than this through the fuses together, up and down around the baselines, W: each site gives what its
 * cars can, or what its fuse still carries.
 */
export function throughFusesW(cars: readonly BehindFuse[], fusesW: ReadonlyMap<string, number>): [number, number] {
  let [up, down] = [0, 0];
  for (const [site, fuseW] of fusesW) {
    const there = cars.filter((car) => car.site === site);
    const baselineW = there.reduce((sum, car) => sum + car.baselineW, 0);
    up += Math.max(
      0,
      Math.min(
        fuseW - baselineW,
        there.reduce((sum, { upW }) => sum + upW, 0),
      ),
    );
    down += Math.max(
      0,
      Math.min(
        fuseW + baselineW,
        there.reduce((sum, { downW }) => sum + downW, 0),
      ),
    );
  }
  return [up, down];
}
