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
