import { NOMINAL_MHZ } from '../kernel/index.js';
import { SECONDS_PER_DAY, type FrequencySource } from '../market/index.js';
import { seeded, type Random } from './seeded.js';

/**
 * Two mean-reverting parts fitted to the Nordic frequency that Statnett published for 1–6 January 2015 (standard
 * deviation 44.7 mHz; autocorrelation 0.94 after 10 s, 0.81 after 60 s, 0.65 after 10 min, 0.24 after an hour; outside
 * ±100 mHz 1.9 % of the time): imbalance that stays for most of an hour, and noise of some seconds.
 */
const PARTS = [
  { name: 'imbalance', deviationMhz: 39, timeConstantS: 2_600 },
  { name: 'noise', deviationMhz: 19, timeConstantS: 12 },
] as const;
type Part = (typeof PARTS)[number];

/** How many days are kept: a delivery day lies on two UTC days. */
const KEPT_DAYS = 4;

/** Made-up Nordic frequency, one value a second: seed and day alone decide it, and midnights join without a jump. */
export class SimulatedFrequency implements FrequencySource {
  readonly description: string;
  private readonly days = new Map<number, Uint16Array>();

  constructor(private readonly seed: number) {
    this.description = `simulated Nordic frequency, seed ${seed} (standard deviation 43 mHz)`;
  }

  secondsOfDay(utcDay: number): Uint16Array {
    const known = this.days.get(utcDay);
    if (known) return known;
    const made = this.make(utcDay);
    this.days.set(utcDay, made);
    if (this.days.size > KEPT_DAYS) this.days.delete(this.days.keys().next().value as number);
    return made;
  }

  private make(utcDay: number): Uint16Array {
    const deviation = new Float64Array(SECONDS_PER_DAY);
    for (const part of PARTS) this.addPart(deviation, part, utcDay);
    return Uint16Array.from(deviation, (value) => Math.round(NOMINAL_MHZ + value));
  }

  /**
   * An Ornstein–Uhlenbeck path from this midnight's value, led to the next midnight's: adding the end's miss, faded
   * by the autocorrelation back from the end, is the exact conditional path of such a process.
   */
  private addPart(deviation: Float64Array, part: Part, utcDay: number): void {
    const kept = Math.exp(-1 / part.timeConstantS);
    const noise = part.deviationMhz * Math.sqrt(1 - kept * kept);
    const random = seeded(this.seed, 'frequency', part.name, String(utcDay));
    let value = this.atMidnight(part, utcDay);
    for (let second = 0; second < SECONDS_PER_DAY; second++) {
      deviation[second] = (deviation[second] as number) + value;
      value = kept * value + noise * random.normal();
    }
    let correction = this.atMidnight(part, utcDay + 1) - value;
    for (let second = SECONDS_PER_DAY - 1; second >= 0 && Math.abs(correction) > 1e-6; second--) {
      correction *= kept;
      deviation[second] = (deviation[second] as number) + correction;
    }
  }

  private atMidnight(part: Part, utcDay: number): number {
    const random: Random = seeded(this.seed, 'frequency', part.name, String(utcDay), 'midnight');
    return part.deviationMhz * random.normal();
  }
}
