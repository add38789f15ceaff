import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { epochMs, InputError, type EpochMs } from '../../kernel/index.js';
import type { CarriedMessage } from '../../market/index.js';

interface Arrival {
  readonly at: EpochMs;
  readonly message: CarriedMessage;
}

/**
 * What arrived at the TSO's desk, and when: one JSON line each, on the disk before the desk looks at it. Everything that
 * the desk knows follows from it, so a restart reads it and goes on.
 */
export class OfficeJournal {
  private constructor(
    private readonly file: number,
    /** What earlier runs took, in order. */
    readonly arrivals: readonly Arrival[],
  ) {}

  /** @throws InputError when the file can't be used, or is no journal. A last line that was cut short never happened. */
  static open(path: string): OfficeJournal {
    try {
      const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      const arrivals = whole.split('\n').slice(0, -1).map(arrivalOf);
      if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
      return new OfficeJournal(openSync(path, 'a'), arrivals);
    } catch (error) {
      throw new InputError(`${path} can't be used as the simulator's journal: ${(error as Error).message}`);
    }
  }

  write(message: CarriedMessage, at: EpochMs): void {
    writeSync(this.file, `${JSON.stringify({ at, message })}\n`);
    fsyncSync(this.file);
  }

  close(): void {
    closeSync(this.file);
  }
}

function arrivalOf(line: string, index: number): Arrival {
  const { at, message } = JSON.parse(line) as Arrival;
  if (typeof at !== 'number' || typeof message.text !== 'string') throw new Error(`line ${index + 1} is no arrival`);
  return { at: epochMs(at), message };
}
