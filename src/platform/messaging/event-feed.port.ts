import type { Recorded } from '../../kernel/index.js';
import type { BusMessage } from './message-bus.port.js';

/** Which events of the log go out on a topic, and as what. The same event gives the same messages, ids included, always. */
export interface EventFeed {
  readonly topic: string;
  readonly types: readonly string[];
  messagesOf(event: Recorded): readonly BusMessage[];
}
