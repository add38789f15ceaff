import { Refusal, type Clock } from '../kernel/index.js';
import { LogOverloaded } from '../platform/index.js';
import type { TelemetryAnswer, TelemetryIntake } from './telemetry-intake.service.js';

export interface TelemetryDeskDependencies {
  readonly intake: TelemetryIntake;
  readonly clock: Clock;
  /** Messages of one batch; more are refused with BATCH_TOO_LARGE. */
  readonly maxBatch?: number;
  /** Messages of all batches under way; beyond it a batch is put off with INTAKE_BUSY. */
  readonly maxUnderWay?: number;
}

/** The intake's front desk: bounds what may be under way, so that a flood costs its senders time and us no memory. */
export class TelemetryDesk {
  private underWay = 0;
  private readonly maxBatch: number;
  private readonly maxUnderWay: number;

  constructor(private readonly deps: TelemetryDeskDependencies) {
    this.maxBatch = deps.maxBatch ?? 10_000;
    this.maxUnderWay = deps.maxUnderWay ?? 50_000;
  }

  /** Refuses BATCH_TOO_LARGE and INTAKE_BUSY as a whole; a batch that was put off may be sent again as it is. */
  async take(messages: readonly unknown[]): Promise<TelemetryAnswer | Refusal> {
    if (messages.length > this.maxBatch)
      return new Refusal(
        'BATCH_TOO_LARGE',
        `a batch holds at most ${this.maxBatch} messages, this one ${messages.length}; send it in parts`,
      );
    if (this.underWay + messages.length > this.maxUnderWay)
      return new Refusal('INTAKE_BUSY', `${this.underWay} messages are under way; send this batch again in a second`);
    this.underWay += messages.length;
    try {
      return await this.deps.intake.accept(messages, this.deps.clock.now());
    } catch (error) {
      // A part may be durable already: the sender repeats the batch, and that part counts as sent before.
      if (error instanceof LogOverloaded) return new Refusal('INTAKE_BUSY', error.message);
      throw error;
    } finally {
      this.underWay -= messages.length;
    }
  }
}
