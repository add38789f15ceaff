import { epochMs, type EpochMs } from '../../kernel/index.js';
import { second } from './text-rules.js';

/** What stands on a text from outside, looked for without reading it as a document; null: not there, or not legible. */
export interface Envelope {
  /** Name of the root element. */
  readonly kind: string | null;
  readonly mrid: string | null;
  readonly createdAt: EpochMs | null;
  readonly senderEic: string | null;
  readonly receiverEic: string | null;
  /** Of the document that it answers. */
  readonly receivedMrid: string | null;
  /** The instant at which the time that it is about begins. */
  readonly periodStart: EpochMs | null;
}

/** Everything of the envelope stands before the first series. */
const HEAD = 20_000;
const EIC = '[A-Z0-9-]{16}';
const ID = '[\\w-]{1,60}';

/** Reads the envelope of a text that may be refused as a whole: whom to answer about what, and where to keep it. */
export function envelopeOf(text: string): Envelope {
  const head = text.slice(0, HEAD);
  const found = (pattern: string): string | null => new RegExp(pattern).exec(head)?.[1] ?? null;
  /** The content of an element, or in ERRP documents its attribute `v`. */
  const value = (names: string, content: string): string | null =>
    found(`<(?:\\w+:)?(?:${names})(?:\\s[^>]*)?>\\s*(${content})\\s*<`) ??
    found(`<(?:\\w+:)?(?:${names})\\s(?:[^>]*\\s)?v="(${content})"`);
  const created = value('createdDateTime|CreationDateTime', '[\\dT:-]{19}Z');
  const start =
    found('<(?:\\w+:)?reserveBid_Period\\.timeInterval>\\s*<(?:\\w+:)?start>\\s*([\\dT:-]{16}Z)') ??
    found('<(?:\\w+:)?ReserveBidTimeInterval\\s[^>]*v="([\\dT:-]{16}Z)/');
  return {
    kind: found('<(?:\\w+:)?([A-Za-z_]\\w{0,79})[\\s>/]'),
    mrid: value('mRID|DocumentIdentification', ID),
    createdAt: created !== null && second.test(created) ? epochMs(Date.parse(created)) : null,
    senderEic: value('sender_MarketParticipant\\.mRID|SenderIdentification', EIC),
    receiverEic: value('receiver_MarketParticipant\\.mRID|ReceiverIdentification', EIC),
    receivedMrid: value('received_MarketDocument\\.mRID', ID),
    periodStart: start === null ? null : instant(start),
  };
}

function instant(text: string): EpochMs | null {
  const at = Date.parse(text);
  return Number.isFinite(at) ? epochMs(at) : null;
}
