import type { Refusal } from './refusal.js';

/** Pure business logic of one stream: what may happen, and what did. No clock, no randomness, no I/O inside. */
export interface Decider<State, Command, Event> {
  readonly initial: State;
  decide(state: State, command: Command): readonly Event[] | Refusal;
  evolve(state: State, event: Event): State;
}

export function fold<State, Event>(
  evolve: (state: State, event: Event) => State,
  state: State,
  events: Iterable<Event>,
): State {
  let current = state;
  for (const event of events) current = evolve(current, event);
  return current;
}
