import type { Recorded } from '../../src/kernel/index.js';
import type { MarketGateway } from '../../src/market/index.js';
import type { EventLog } from '../../src/platform/index.js';

/** A process that dies at its k-th call of the log or the carrier, before or after the call took effect, and stays dead. */
export class CrashingProcess {
  private calls = 0;
  dead = false;

  constructor(
    private readonly diesAt: number,
    private readonly when: 'before' | 'after',
  ) {}

  async step<T>(act: () => Promise<T>): Promise<T> {
    if (this.dead) throw new Error('crash');
    this.calls += 1;
    const dies = this.calls === this.diesAt;
    if (dies && this.when === 'before') this.die();
    const result = await act();
    if (dies) this.die();
    return result;
  }

  log(log: EventLog): EventLog {
    const step = this.step.bind(this);
    return {
      append: (...args) => step(() => log.append(...args)),
      readStream: (...args) => stepped(step, log.readStream(...args)),
      readAll: (...args) => stepped(step, log.readAll(...args)),
      subscribe: (...args) => log.subscribe(...args),
      lastPosition: () => log.lastPosition(),
      close: () => log.close(),
    };
  }

  gateway(gateway: MarketGateway): MarketGateway {
    return {
      submit: (document) => this.step(() => gateway.submit(document)),
      query: (mrid) => this.step(() => gateway.query(mrid)),
      acknowledge: (answer, result) => this.step(async () => gateway.acknowledge?.(answer, result)),
      listen: (handle) => gateway.listen((message) => this.step(() => handle(message))),
    };
  }

  private die(): never {
    this.dead = true;
    throw new Error('crash');
  }
}

async function* stepped(
  step: <T>(act: () => Promise<T>) => Promise<T>,
  events: AsyncIterable<Recorded>,
): AsyncIterable<Recorded> {
  await step(async () => undefined);
  yield* events;
}
