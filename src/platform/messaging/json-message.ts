import { Refusal } from '../../kernel/index.js';
import type { DeliveredMessage } from './message-bus.port.js';

/** The JSON value of a message. Refuses NO_VALUE and UNREADABLE_MESSAGE. */
export function readJson({ value }: DeliveredMessage): unknown {
  if (value === null || value === '') return new Refusal('NO_VALUE', 'the message is empty; send one JSON document');
  try {
    return JSON.parse(value) as unknown;
  } catch (error) {
    return new Refusal(
      'UNREADABLE_MESSAGE',
      `the message is not JSON (${(error as SyntaxError).message}); send one JSON document`,
    );
  }
}
