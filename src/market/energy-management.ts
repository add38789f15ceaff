import { clamp, NOMINAL_MHZ } from '../kernel/index.js';
import type { FcrnRules } from './fcr-n.rules.js';

type EnergyManagementRules = Pick<
  FcrnRules,
  | 'fullActivationMhz'
  | 'nemPowerFactor'
  | 'nemEnableMinutes'
  | 'nemDisableMinutes'
  | 'aemEnableMinutes'
  | 'aemDisableMinutes'
  | 'energyManagementMeanSeconds'
>;

/** So many seconds in a row of energy management, as it decided them: what its means are made of. */
export interface ManagedSeconds {
  readonly seconds: number;
  /** −1 charges, 1 discharges. */
  readonly nemAllowed: number;
  /** What the frequency reference followed, mHz; null: AEM was off. */
  readonly aemReferenceMhz: number | null;
}

/**
 * Normal and alert state energy management (NEM, AEM) of a limited-reservoir group, second by second, by the Technical
 * Requirements for FCR Provision v1.1, sections 3.5.1 (eq. 14–17) and 3.5.2 (eq. 18–24). The document's thresholds on
 * the reservoir level are read as remaining endurance in minutes: level < C·(m/60)/E says that upward endurance is
 * under m minutes, level > 1 − C·(m/60)/E that downward endurance is.
 *
 * NEM moves the power towards the middle of the reservoir (−1 charges, +1 discharges) while the frequency is inside
 * the normal band; AEM lets the frequency reference follow the frequency, so that the response fades out. Both act
 * through a mean over the last 300 seconds, this one included. Sums are integers over rings: no drift, O(1) a second,
 * and nothing at all while both sleep.
 */
export class EnergyManagement {
  /** Mean of what NEM was allowed, −1 … 1; times the NEM power factor and the capacity it is NEM's power. */
  nemMean = 0;
  /** Mean of the AEM frequency reference, mHz; 50 000 while AEM has not acted for 300 s. */
  referenceMhz: number = NOMINAL_MHZ;
  /** 1 while AEM is on in this very second: the reserve counts as not maintained. */
  aemActive: 0 | 1 = 0;
  /** 1 while NEM acts, or did within the last 300 s, so that its mean may. */
  nemActive: 0 | 1 = 0;
  /** 1 while AEM is on, or was within the last 300 s, so that the reference may be off 50 Hz. */
  aemMeansActive: 0 | 1 = 0;
  /** What NEM is allowed in this very second (eq. 14): −1 charges, +1 discharges. */
  nemAllowed: -1 | 0 | 1 = 0;

  private readonly length: number;
  private readonly lowMhz: number;
  private readonly highMhz: number;
  private readonly wakeMinutes: number;
  private readonly nemRing: Int8Array;
  private readonly referenceRing: Int16Array;
  private nemSum = 0;
  private referenceSum = 0;
  /** Entries of the rings that are not zero. */
  private nemSeconds = 0;
  private referenceSeconds = 0;
  private cursor = 0;
  private asleep = true;

  constructor(private readonly rules: EnergyManagementRules) {
    this.length = rules.energyManagementMeanSeconds;
    this.lowMhz = NOMINAL_MHZ - rules.fullActivationMhz;
    this.highMhz = NOMINAL_MHZ + rules.fullActivationMhz;
    this.wakeMinutes = Math.max(rules.nemEnableMinutes, rules.aemEnableMinutes);
    this.nemRing = new Int8Array(this.length);
    this.referenceRing = new Int16Array(this.length);
  }

  /** One second: the frequency in whole mHz and the remaining endurance each way in minutes (Infinity: unlimited). */
  step(millihertz: number, enduranceUpMinutes: number, enduranceDownMinutes: number): void {
    if (this.asleep && enduranceUpMinutes >= this.wakeMinutes && enduranceDownMinutes >= this.wakeMinutes) return;
    this.nemAllowed = this.nextNem(millihertz, enduranceUpMinutes, enduranceDownMinutes);
    const threshold = this.aemActive ? this.rules.aemDisableMinutes : this.rules.aemEnableMinutes;
    this.aemActive = enduranceUpMinutes < threshold || enduranceDownMinutes < threshold ? 1 : 0;
    this.remember(this.nemAllowed, this.aemActive ? clamp(millihertz, this.lowMhz, this.highMhz) - NOMINAL_MHZ : 0);
  }

  /**
   * What the group must inject around its baseline, whole watts: the droop around the reference (eq. 23) and NEM
   * (eq. 16), together within ±(1 + NEM factor)·C (eq. 24). Plain droop while neither acts.
   */
  responseW(capacityW: number, millihertz: number): number {
    const frequency = clamp(millihertz, this.lowMhz, this.highMhz);
    const droop = (capacityW * (this.referenceMhz - frequency)) / this.rules.fullActivationMhz;
    const limit = capacityW * (1 + this.rules.nemPowerFactor);
    return Math.round(clamp(droop + this.rules.nemPowerFactor * capacityW * this.nemMean, -limit, limit)) + 0;
  }

  /** Goes on after these seconds, the latest last, as if it had stepped through them itself. */
  recall(past: readonly ManagedSeconds[]): void {
    this.reset();
    for (const { seconds, nemAllowed, aemReferenceMhz } of past) {
      this.nemAllowed = nemAllowed > 0 ? 1 : nemAllowed < 0 ? -1 : 0;
      this.aemActive = aemReferenceMhz === null ? 0 : 1;
      for (let second = 0; second < seconds; second++)
        this.remember(nemAllowed, (aemReferenceMhz ?? NOMINAL_MHZ) - NOMINAL_MHZ);
    }
  }

  /** As new: nothing has ever acted. */
  reset(): void {
    this.nemRing.fill(0);
    this.referenceRing.fill(0);
    this.nemSum = this.referenceSum = this.nemSeconds = this.referenceSeconds = this.cursor = 0;
    this.nemAllowed = this.nemActive = this.aemActive = this.aemMeansActive = 0;
    this.asleep = true;
    this.nemMean = 0;
    this.referenceMhz = NOMINAL_MHZ;
  }

  /** Eq. 14 with hysteresis: once acting it goes on to the disable threshold, unless the frequency leaves the band. */
  private nextNem(millihertz: number, upMinutes: number, downMinutes: number): -1 | 0 | 1 {
    if (millihertz <= this.lowMhz || millihertz >= this.highMhz) return 0;
    const { nemEnableMinutes, nemDisableMinutes } = this.rules;
    if (this.nemAllowed === -1 && upMinutes < nemDisableMinutes) return -1;
    if (this.nemAllowed === 1 && downMinutes < nemDisableMinutes) return 1;
    if (upMinutes < nemEnableMinutes && upMinutes <= downMinutes) return -1;
    return downMinutes < nemEnableMinutes ? 1 : 0;
  }

  private remember(nem: number, reference: number): void {
    const oldNem = this.nemRing[this.cursor] ?? 0;
    const oldReference = this.referenceRing[this.cursor] ?? 0;
    this.nemRing[this.cursor] = nem;
    this.referenceRing[this.cursor] = reference;
    this.cursor = this.cursor + 1 === this.length ? 0 : this.cursor + 1;
    this.nemSum += nem - oldNem;
    this.referenceSum += reference - oldReference;
    this.nemSeconds += Number(nem !== 0) - Number(oldNem !== 0);
    this.referenceSeconds += Number(reference !== 0) - Number(oldReference !== 0);
    this.nemMean = this.nemSum / this.length;
    this.referenceMhz = NOMINAL_MHZ + this.referenceSum / this.length;
    this.nemActive = this.nemSeconds > 0 ? 1 : 0;
    this.aemMeansActive = this.aemActive || this.referenceSeconds > 0 ? 1 : 0;
    this.asleep = this.nemActive === 0 && this.aemMeansActive === 0;
  }
}
