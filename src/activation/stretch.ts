import { clamp, NOMINAL_MHZ } from '../kernel/index.js';
import { CONTROL_OFF, type Frame } from '../dispatch/index.js';
import { FULL_ACTIVATION_MHZ, type ManagedSeconds } from '../market/index.js';
import type { ResponseRecorded, SecondRange } from './activation.events.js';
import { addSecond, noResponse } from './response-sums.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Account = Pick<ResponseRecorded['data'], 'controlOff' | 'energyManagement'> & ReturnType<typeof noResponse>;

/** Frames of one stretch of seconds, added up second by second until it is written. */
export class Stretch {
  private readonly sums = noResponse();
  private readonly controlOff: Mutable<SecondRange>[] = [];
  private readonly managed: Mutable<ManagedSeconds>[] = [];
  private acting = false;

  take(frame: Frame): void {
    for (let second = 0; second < frame.seconds; second++) {
      const millihertz = frame.millihertz[second] as number;
      const off = millihertz === CONTROL_OFF;
      if (off) this.noteOff(this.sums.seconds);
      const nem = frame.nem[second] as number;
      const aem = frame.aem[second] as number;
      if (nem + aem > 0) this.acting = true;
      if (frame.managed[second] === 1)
        this.noteManaged(frame.nemAllowed[second] as number, frame.aemOn[second] === 1 ? millihertz : null);
      addSecond(this.sums, {
        millihertz: off ? null : millihertz,
        requiredW: frame.requiredW[second] as number,
        deliveredW: frame.deliveredW[second] as number,
        maintainedW: frame.maintainedW[second] as number,
        nem,
        aem,
      });
    }
  }

  /** What goes on record. */
  account(): Account {
    return {
      ...this.sums,
      ...(this.controlOff.length > 0 && { controlOff: this.controlOff }),
      ...(this.acting && { energyManagement: this.managed }),
    };
  }

  private noteOff(second: number): void {
    const last = this.controlOff.at(-1);
    if (last !== undefined && last.firstSecond + last.seconds === second) last.seconds += 1;
    else this.controlOff.push({ firstSecond: second, seconds: 1 });
  }

  private noteManaged(nemAllowed: number, millihertz: number | null): void {
    const aemReferenceMhz =
      millihertz === null
        ? null
        : clamp(millihertz, NOMINAL_MHZ - FULL_ACTIVATION_MHZ, NOMINAL_MHZ + FULL_ACTIVATION_MHZ);
    const last = this.managed.at(-1);
    if (last?.nemAllowed === nemAllowed && last.aemReferenceMhz === aemReferenceMhz) last.seconds += 1;
    else this.managed.push({ seconds: 1, nemAllowed, aemReferenceMhz });
  }
}
