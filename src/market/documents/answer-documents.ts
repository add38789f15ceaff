import type { EpochMs } from '../../kernel/index.js';
import type { Acknowledgement } from '../bid.js';
import { FULLY_ACCEPTED, FULLY_REJECTED } from '../desk/verdict.js';
import { ACKNOWLEDGEMENT, type AcknowledgementDocument } from './acknowledgement.js';
import { wholeSecond } from '../megawatts.js';
import { seriesOrOwn } from '../message-terms.js';
import type { Party } from './parties.js';

/** What an acknowledgement says of the document that it answers. */
export interface Answered {
  readonly mrid: string;
  readonly createdAt: EpochMs | null;
  readonly type: string;
  readonly process: string;
}

/** An answer as the document that says it; reasons of a bid are listed under its series. */
export function acknowledgementFrom(
  { mrid, accepted, reasons }: Acknowledgement,
  answered: Answered,
  { createdAt, sender, receiver }: { readonly createdAt: EpochMs; readonly sender: Party; readonly receiver: Party },
): AcknowledgementDocument {
  const series = [...new Set(reasons.flatMap(({ bidId }) => bidId ?? []))];
  const whole = reasons.filter(({ bidId, text }) => bidId === null && text !== '');
  const rejections = whole.length > 0 ? whole.map(({ text }) => text) : [null];
  return {
    kind: ACKNOWLEDGEMENT,
    mrid,
    createdAt: wholeSecond(createdAt),
    sender,
    receiver,
    received: { ...answered, createdAt: answered.createdAt === null ? null : wholeSecond(answered.createdAt) },
    reasons: accepted
      ? [{ code: FULLY_ACCEPTED, text: null }]
      : rejections.map((text) => ({ code: FULLY_REJECTED, text })),
    rejectedSeries: series.map((bidId) => ({
      mrid: seriesOrOwn(bidId),
      reasons: reasons.filter((reason) => reason.bidId === bidId).map(({ code, text }) => ({ code, text })),
    })),
  };
}
