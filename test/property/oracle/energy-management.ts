/**
 * Normal and alert state energy management (NEM, AEM) of a limited reservoir, from the Technical Requirements for FCR
 * Provision v1.1, eq. 14–24, with the thresholds in the document's own words: the state of charge of the reservoir
 * against C·(minutes/60)/E and one less that. Whole watt-seconds, so that a threshold is met exactly or not at all.
 */
export interface Reservoir {
  /** Capacity sold, W. */
  readonly capacityW: number;
  /** Energy set aside, W·s at the grid: what there is to give, and the room there is to take. */
  readonly storedWs: number;
  readonly roomWs: number;
}

export interface Response {
  /** Power of the group around its baseline, W, injection positive. */
  readonly powerW: number;
  /** Its two parts as shares of the capacity: droop −1.34 … 1.34, NEM's mean −1 … 1. */
  readonly droop: number;
  readonly nem: number;
  /** AEM is on in this second: the reserve counts as not maintained. */
  readonly alert: boolean;
}

const BAND_MHZ = 100;
const MEAN_SECONDS = 300;
const NEM_FACTOR = 0.34;

export class OracleEnergyManagement {
  private readonly allowed: number[];
  private readonly references = new Array<number>(MEAN_SECONDS).fill(0);
  private allowedSum: number;
  private referenceSum = 0;
  private second = 0;
  private nemState: number;
  private alert = false;

  /** `tail`: NEM's state of the five minutes before, −1 … 1. */
  constructor(tail: -1 | 0 | 1 = 0) {
    this.allowed = new Array<number>(MEAN_SECONDS).fill(tail);
    this.allowedSum = tail * MEAN_SECONDS;
    this.nemState = tail;
  }

  /** One second at a deviation from 50 Hz in mHz (positive: too fast). */
  step(deviationMhz: number, reservoir: Reservoir): Response {
    const deviation = between(-BAND_MHZ, deviationMhz, BAND_MHZ);
    this.nemState = deviationMhz > -BAND_MHZ && deviationMhz < BAND_MHZ ? this.nemFor(reservoir) : 0;
    this.alert = isBeyond(reservoir, this.alert ? 10 : 5);
    const slot = this.second++ % MEAN_SECONDS;
    const reference = this.alert ? deviation : 0;
    this.allowedSum += this.nemState - this.allowed[slot]!;
    this.referenceSum += reference - this.references[slot]!;
    this.allowed[slot] = this.nemState;
    this.references[slot] = reference;
    const nem = this.allowedSum / MEAN_SECONDS;
    const unclipped = (this.referenceSum / MEAN_SECONDS - deviation) / BAND_MHZ + NEM_FACTOR * nem;
    const total = between(-1 - NEM_FACTOR, unclipped, 1 + NEM_FACTOR);
    return { powerW: reservoir.capacityW * total, droop: total - NEM_FACTOR * nem, nem, alert: this.alert };
  }

  private nemFor(reservoir: Reservoir): number {
    if (this.nemState === -1 && isLow(reservoir, 57.5)) return -1;
    if (this.nemState === 1 && isHigh(reservoir, 57.5)) return 1;
    // A reservoir of less than an hour in all can be both; the emptier side is helped first.
    if (isLow(reservoir, 30) && reservoir.storedWs <= reservoir.roomWs) return -1;
    return isHigh(reservoir, 30) ? 1 : 0;
  }
}

const between = (low: number, value: number, high: number): number => (value < low ? low : value > high ? high : value);

/** SOC < C·(m/60)/E, both sides times E. */
const isLow = ({ storedWs, capacityW }: Reservoir, minutes: number): boolean => storedWs < capacityW * minutes * 60;
/** SOC > 1 − C·(m/60)/E, both sides times E. */
const isHigh = ({ roomWs, capacityW }: Reservoir, minutes: number): boolean => roomWs < capacityW * minutes * 60;
const isBeyond = (reservoir: Reservoir, minutes: number): boolean =>
  isLow(reservoir, minutes) || isHigh(reservoir, minutes);
