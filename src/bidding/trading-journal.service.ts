import { deterministicUuid, digest, fold, isRefusal, TRADING_STREAM, type Clock } from '../kernel/index.js';
import { WrongExpectedRevision, type EventLog } from '../platform/index.js';
import type { TradingEvent } from './auction.events.js';
import { tradingDesk, type TradingCommand, type TradingState } from './trading-desk.js';

const MOST_ATTEMPTS = 16;

/** The trader's halt and resume in the log. The newest event alone tells the state. */
export class TradingJournal {
  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  async load(): Promise<{ readonly state: TradingState; readonly revision: number }> {
    for await (const { type, data, revision } of this.log.readStream(TRADING_STREAM, { backwards: true, limit: 1 }))
      return { state: tradingDesk.evolve(tradingDesk.initial, { type, data } as TradingEvent), revision };
    return { state: tradingDesk.initial, revision: -1 };
  }

  /** What is so already stays so and writes nothing. */
  async handle(command: TradingCommand): Promise<TradingState> {
    for (let attempt = 1; ; attempt += 1) {
      const { state, revision } = await this.load();
      const events = tradingDesk.decide(state, command);
      if (isRefusal(events) || events.length === 0) return state;
      const written = events.map(({ type, data }, index) => {
        const messageId = deterministicUuid(TRADING_STREAM, type, String(revision + 1 + index), digest(data));
        const meta = { messageId, causationId: messageId, correlationId: messageId, actor: `trader:${command.by}` };
        return { type, data, meta, occurredAt: this.clock.now() };
      });
      try {
        await this.log.append(TRADING_STREAM, revision < 0 ? 'no-stream' : revision, written);
        return fold(tradingDesk.evolve, state, events);
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision) || attempt === MOST_ATTEMPTS) throw error;
      }
    }
  }
}
