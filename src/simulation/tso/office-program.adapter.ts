import { setTimeout as pause } from 'node:timers/promises';
import { InputError, type Clock } from '../../kernel/index.js';
import { CarrierUnavailable, type CarriedMessage, type MessageCarrier } from '../../market/index.js';
import type { OfficeJournal } from './office-journal.adapter.js';
import { TsoOffice, type DeskEntry, type TsoOfficeOptions } from './tso-office.js';

const LOOK_EVERY_MS = 100;

export interface OfficeProgramOptions extends Omit<TsoOfficeOptions, 'send'> {
  readonly clock: Clock;
  /** Every way to the desk; what it says goes out on all of them. */
  readonly carriers: readonly MessageCarrier[];
  /** Null: a restart forgets. */
  readonly journal: OfficeJournal | null;
  /** Told of each message: `entry` is null where the network lost it. */
  readonly onTaken: (message: CarriedMessage, entry: DeskEntry | null) => void;
  readonly onSent: (message: CarriedMessage) => void;
}

/** The desk as a program: takes what its carriers bring, does what is due by its clock, and goes on after a restart. */
export class OfficeProgram {
  readonly office: TsoOffice;
  private running = true;
  private turns: Promise<void> | null = null;

  constructor(private readonly options: OfficeProgramOptions) {
    this.office = new TsoOffice({ ...options, send: (message) => this.send(message) });
  }

  start(): void {
    for (const { at, message } of this.options.journal?.arrivals ?? []) this.office.take(message, at);
    for (const carrier of this.options.carriers) carrier.listen((message) => this.take(message));
    this.turns = this.run();
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.turns;
    for (const carrier of this.options.carriers) await carrier.close();
    this.options.journal?.close();
  }

  private async take(message: CarriedMessage): Promise<void> {
    const now = this.options.clock.now();
    if (this.office.isDown(now)) throw new CarrierUnavailable('the line to the TSO is down');
    this.options.journal?.write(message, now);
    this.options.onTaken(message, this.office.take(message, now));
  }

  private async run(): Promise<void> {
    while (this.running) {
      const now = this.options.clock.now();
      const due = this.office.nextDueAt();
      if (due !== null && due <= now) await this.office.runDue(now);
      await pause(LOOK_EVERY_MS);
    }
  }

  private async send(message: CarriedMessage): Promise<void> {
    for (const carrier of this.options.carriers) {
      try {
        await carrier.send(message);
      } catch (error) {
        // Sent before a restart, in other words by then: what was sent first stands.
        if (!(error instanceof InputError)) throw error;
      }
    }
    this.options.onSent(message);
  }
}
