import type { Refusal } from '../../kernel/index.js';
import type { EdxMessageType } from './edx-message-type.js';

/** One document on its way, as it stands on the wire. */
export interface CarriedMessage {
  /** The document's own mRID: a letter, digit or `._-`, at most 60 of them. */
  readonly id: string;
  /** `YYYY-MM-DD`, what it is about; null where the carrier did not say and nobody has looked into the document yet. */
  readonly deliveryDay: string | null;
  readonly type: EdxMessageType;
  /** XML, whole. */
  readonly text: string;
}

/** Something that came on the way of messages and is none. */
export interface NoMessage {
  /** What the carrier calls it. */
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly reason: string;
}

/** The carrier does not take the message now; nothing is known to have left. */
export class CarrierUnavailable extends Error {
  override readonly name = 'CarrierUnavailable';
}

/**
 * What brings documents to the other side and back: a folder of an EDX toolbox, a message bus, a web service. It looks
 * into no document. Promises, each a card of `test/contract/message-carrier.suite.ts`:
 * 1. When `send` resolves, the carrier has the whole message for good; a crash of ours does not take it back.
 * 2. The same message sent again is the same message: the other side may see it twice, never changed, never halved.
 * 3. Another text under an id that was sent is refused, and the first one stands.
 * 4. `send` rejects with `CarrierUnavailable` when the carrier does not take it.
 * 5. Every message from the other side reaches the listener, whole, at least once: again after a restart, and again after
 *    the listener failed, until it has resolved for it.
 * 6. A listener that fails on one message does not keep it from the others.
 * 7. What is no message at all, and what the listener refuses, is put aside as it came with the reason, and never again
 *    offered; it blocks nothing. Of what is no message the listener's `putAside` is told before.
 * 8. There is one listener. Messages that came before it did are kept for it.
 */
export interface MessageCarrier {
  send(message: CarriedMessage): Promise<void>;
  listen(
    handle: (message: CarriedMessage) => Promise<Refusal | null | void>,
    putAside?: (what: NoMessage) => Promise<void>,
  ): void;
  /** Waits for what is in hand and lets go of the carrier. */
  close(): Promise<void>;
}
