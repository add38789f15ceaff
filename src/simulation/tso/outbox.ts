import { epochMs, type EpochMs } from '../../kernel/index.js';
import { copyDelaysMs, outageAt, type TsoFaults } from '../tso-faults.js';

interface Outgoing<M> {
  readonly dueAt: EpochMs;
  /** Order among equals. */
  readonly sequence: number;
  readonly message: M;
}

/** What the TSO has yet to say, and when: late, twice or after an outage, as the faults and the seed decide. */
export class Outbox<M> {
  private waiting: readonly Outgoing<M>[] = [];
  private sequence = 0;

  constructor(
    private readonly faults: TsoFaults,
    private readonly seed: number,
  ) {}

  /** `id` names the message wherever chance decides about it. */
  post(message: M, id: string, at: EpochMs): void {
    for (const delayMs of copyDelaysMs(this.faults, this.seed, id))
      this.waiting = [...this.waiting, { dueAt: epochMs(at + delayMs), sequence: this.sequence++, message }];
  }

  nextDueAt(): EpochMs | null {
    return this.waiting.length === 0 ? null : epochMs(Math.min(...this.waiting.map(({ dueAt }) => dueAt)));
  }

  /** Takes back what was said in a former life. */
  forget(isSaid: (message: M) => boolean): void {
    this.waiting = this.waiting.filter(({ message }) => !isSaid(message));
  }

  /**
   * Hands over what is due, in order. A message that `send` fails on stays: with `retryMs` it is tried again so much
   * later and holds no other up; without, the failure is the caller's and the rest waits.
   */
  async deliver(now: EpochMs, send: (message: M) => Promise<unknown>, retryMs: number | null = null): Promise<void> {
    for (let next = this.nextDue(now); next; next = this.nextDue(now)) {
      const outage = outageAt(this.faults, now);
      if (outage) {
        this.postpone(next, outage.end);
        continue;
      }
      try {
        await send(next.message);
      } catch (error) {
        if (retryMs === null) throw error;
        this.postpone(next, epochMs(now + retryMs));
        continue;
      }
      this.waiting = this.waiting.filter((outgoing) => outgoing !== next);
    }
  }

  private nextDue(now: EpochMs): Outgoing<M> | undefined {
    return this.waiting
      .filter(({ dueAt }) => dueAt <= now)
      .sort((a, b) => a.dueAt - b.dueAt || a.sequence - b.sequence)[0];
  }

  private postpone(outgoing: Outgoing<M>, dueAt: EpochMs): void {
    this.waiting = this.waiting.map((other) => (other === outgoing ? { ...outgoing, dueAt } : other));
  }
}
