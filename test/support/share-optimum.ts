import * as solver from 'highs';
import type { GroupMember } from '../../src/flexibility/index.js';

/** The package's types speak of CommonJS; what is loaded is its module. */
const loadHighs = solver.default as unknown as () => Promise<solver.Highs>;

/** What HiGHS knows of a group: a linear programme over its capacity and each member's shares and parts of NEM. */
export class ShareOptimum {
  private constructor(private readonly highs: solver.Highs) {}

  static async load(): Promise<ShareOptimum> {
    return new ShareOptimum(await loadHighs());
  }

  /** The most that shares can hold where a part of NEM is at most ηcηd of the member's shares, W: true around any baseline. */
  aroundAny(members: readonly GroupMember[], nemPowerFactor: number): number {
    return this.solved(members, nemPowerFactor, ({ roundTrip }, i) => ({
      rows: [
        `n${i} - ${roundTrip} f${i} - ${roundTrip} g${i} <= 0`,
        `m${i} - ${roundTrip} f${i} - ${roundTrip} g${i} <= 0`,
      ],
      free: [],
    }));
  }

  /**
   * The most that shares can hold, from the energy of each battery on its hardest paths: half an hour of full activation
   * one way, and half an hour of the other with NEM on top, end no further than an hour of the share's limit. Exact for
   * members at rest; around other baselines a bound from above, by the chord where the room for charging NEM bends the
   * wrong way.
   */
  ofBatteries(members: readonly GroupMember[], nemPowerFactor: number): number {
    return this.solved(members, nemPowerFactor, (member, i) => {
      const { roundTrip, baselineW: p = 0, upW, downW, headroomDownW } = member;
      /** Lost in an hour at a power, in Wh of discharging at the grid. */
      const lost = (powerW: number): number => (powerW >= 0 ? powerW : roundTrip * powerW);
      const rise = upW > 0 ? (lost(p + upW) - lost(p)) / upW : 1;
      const fall = headroomDownW > 0 ? (lost(p) - lost(p - headroomDownW)) / headroomDownW : roundTrip;
      return {
        rows: [
          // Quiet: a ≥ lost(p − g). Acting: b ≥ lost(p + f + n). In all no more than the share's limit may lose.
          `a${i} + g${i} >= ${p}`,
          `a${i} + ${roundTrip} g${i} >= ${roundTrip * p}`,
          `b${i} - f${i} - n${i} >= ${p}`,
          `b${i} - ${roundTrip} f${i} - ${roundTrip} n${i} >= ${roundTrip * p}`,
          `a${i} + b${i} <= ${2 * lost(p + upW)}`,
          `${fall} g${i} + ${fall} m${i} - ${rise} f${i} <= ${2 * lost(p) - 2 * lost(p - downW)}`,
        ],
        free: [`a${i}`, `b${i}`],
      };
    });
  }

  private solved(
    members: readonly GroupMember[],
    nemPowerFactor: number,
    energyOf: (
      member: GroupMember,
      index: number,
    ) => { readonly rows: readonly string[]; readonly free: readonly string[] },
  ): number {
    // Who has no share has no energy for NEM either.
    const active = members.filter(({ upW, downW }) => upW > 0 || downW > 0);
    if (active.length === 0) return 0;
    const all = (letter: string): string => active.map((_, index) => `${letter}${index}`).join(' + ');
    const energy = active.map(energyOf);
    const programme = [
      'Maximize\nC\nSubject To',
      `${all('f')} - C = 0`,
      `${all('g')} - C = 0`,
      `${all('n')} - ${nemPowerFactor} C >= 0`,
      `${all('m')} - ${nemPowerFactor} C >= 0`,
      ...active.flatMap(({ headroomUpW, headroomDownW }, i) => [
        `n${i} + f${i} <= ${headroomUpW}`,
        `m${i} + g${i} <= ${headroomDownW}`,
        ...(energy[i]?.rows ?? []),
      ]),
      'Bounds',
      ...active.map(({ upW, downW }, i) => `0 <= f${i} <= ${upW}\n0 <= g${i} <= ${downW}`),
      ...energy.flatMap(({ free }) => free.map((name) => `${name} free`)),
      'End',
    ].join('\n');
    return this.highs.solve(programme).ObjectiveValue;
  }
}
