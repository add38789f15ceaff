import { isoInstant, type Decider, type EpochMs } from '../kernel/index.js';
import type { TradingEvent } from './auction.events.js';

/** Whether new documents may be sent. Delivery of what is committed goes on either way. */
export type TradingState =
  | { readonly status: 'trading'; readonly by: string | null; readonly since: string | null }
  | { readonly status: 'halted'; readonly by: string; readonly since: string; readonly reason: string | null };

export type TradingCommand =
  | { readonly type: 'halt'; readonly by: string; readonly reason: string | null; readonly now: EpochMs }
  | { readonly type: 'resume'; readonly by: string; readonly now: EpochMs };

/** Halting what is halted, or resuming what trades, answers no event. */
export const tradingDesk: Decider<TradingState, TradingCommand, TradingEvent> = {
  initial: { status: 'trading', by: null, since: null },
  decide(state, command) {
    const at = isoInstant(command.now);
    if (command.type === 'halt')
      return state.status === 'halted'
        ? []
        : [{ type: 'TradingHalted', data: { by: command.by, at, reason: command.reason } }];
    return state.status === 'trading' ? [] : [{ type: 'TradingResumed', data: { by: command.by, at } }];
  },
  evolve(_, event) {
    const { by, at } = event.data;
    if (event.type === 'TradingHalted') return { status: 'halted', by, since: at, reason: event.data.reason };
    return { status: 'trading', by, since: at };
  },
};
