import { readFile, rename, writeFile } from 'node:fs/promises';
import { epochMs } from '../kernel/index.js';
import type { DemoBatteries } from './demo.js';

/** The charge of the simulated cars beside the log: when the process is killed, a real car's battery is not. */
export class DemoBatteryFile {
  constructor(private readonly file: string) {}

  /** Null where there is none, or none that can be read: then the gauges on record count. */
  async read(): Promise<DemoBatteries | null> {
    try {
      const { at, energyMj } = JSON.parse(await readFile(this.file, 'utf8')) as DemoBatteries;
      const whole = Object.values(energyMj).every((energy) => Number.isFinite(energy));
      return whole ? { at: epochMs(at), energyMj } : null;
    } catch {
      return null;
    }
  }

  /** Whole or not at all, also where the process dies on the way. */
  async write(batteries: DemoBatteries): Promise<void> {
    await writeFile(`${this.file}.new`, JSON.stringify(batteries));
    await rename(`${this.file}.new`, this.file);
  }
}
