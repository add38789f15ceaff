import { deterministicUuid, type Metadata } from '../kernel/index.js';

/** Metadata of a fact that a charger reported: the sender's message id makes it idempotent. */
export const reportMetadata = (messageId: string, chargerId: string): Metadata => ({
  messageId,
  correlationId: messageId,
  causationId: messageId,
  actor: `charger:${chargerId}`,
});

/** Metadata of what we concluded from `cause`; the same cause gives the same id. */
export const derivedMetadata = (stream: string, type: string, cause: Metadata): Metadata => ({
  messageId: deterministicUuid(stream, type, cause.messageId),
  correlationId: cause.correlationId,
  causationId: cause.messageId,
  actor: cause.actor,
});

/** Metadata of an order somebody gave: `distinguishing` tells it from the stream's others of its type. */
export function orderMetadata(
  stream: string,
  type: string,
  actor: string,
  ...distinguishing: readonly string[]
): Metadata {
  const messageId = deterministicUuid(stream, type, ...distinguishing);
  return { messageId, correlationId: messageId, causationId: messageId, actor };
}
