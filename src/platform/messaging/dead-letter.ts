import { CONTENT_TYPE_HEADER, MESSAGE_ID_HEADER, type BusMessage, type RejectedDelivery } from './message-bus.port.js';

/** Where the poison of a topic goes. */
export const deadLetterTopic = (topic: string): string => `${topic}.dlq`;

/** Headers that say where a dead letter lay and why it was not taken; its own headers travel with it. */
export const DEAD_LETTER_HEADERS = {
  topic: 'dead-letter-topic',
  partition: 'dead-letter-partition',
  offset: 'dead-letter-offset',
  code: 'dead-letter-code',
  field: 'dead-letter-field',
  message: 'dead-letter-message',
  /** The id that the sender had given it. */
  messageId: 'dead-letter-message-id',
} as const;

/**
 * The rejected message as it was, with the reason in its headers; `dead-letter-field` is left out where no field is
 * at fault. Its id is the place it lay at, so that a batch which comes again gives the same dead letters.
 */
export function deadLetterOf({ delivery, reason }: RejectedDelivery): BusMessage {
  const { topic, partition, offset, key, value } = delivery;
  const {
    [CONTENT_TYPE_HEADER]: contentType = 'application/json',
    [MESSAGE_ID_HEADER]: messageId,
    ...headers
  } = delivery.headers;
  return {
    id: `${topic}/${partition}/${offset}`,
    key: key ?? '',
    value: value ?? '',
    headers: {
      ...headers,
      [CONTENT_TYPE_HEADER]: contentType,
      [DEAD_LETTER_HEADERS.topic]: topic,
      [DEAD_LETTER_HEADERS.partition]: String(partition),
      [DEAD_LETTER_HEADERS.offset]: offset,
      [DEAD_LETTER_HEADERS.code]: reason.code,
      [DEAD_LETTER_HEADERS.message]: reason.message,
      ...(messageId !== undefined && { [DEAD_LETTER_HEADERS.messageId]: messageId }),
      ...(reason.field !== undefined && { [DEAD_LETTER_HEADERS.field]: reason.field }),
    },
  };
}
