import type { EpochMs } from '../../kernel/index.js';
import type { DocumentReason, Verdict } from '../desk/verdict.js';
import { eicElement, instantOf, secondText } from './market-text.js';
import type { Party } from './parties.js';
import { childrenNamed, document, element, requiredText, textAt, type XmlElement } from './xml-element.js';

export const ACKNOWLEDGEMENT = 'Acknowledgement_MarketDocument';
export const ACKNOWLEDGEMENT_NAMESPACE = 'urn:iec62325.351:tc57wg16:451-1:acknowledgementdocument:8:1';

/** Acknowledgement_MarketDocument 8.1, in both directions: the TSO's answer to bids, ours to results. */
export interface AcknowledgementDocument extends Verdict {
  readonly kind: typeof ACKNOWLEDGEMENT;
  /** UUID. */
  readonly mrid: string;
  /** Whole seconds. */
  readonly createdAt: EpochMs;
  readonly sender: Party;
  readonly receiver: { readonly eic: string; readonly role: string | null };
  /** The document that it answers, as far as it says. */
  readonly received: {
    readonly mrid: string;
    readonly createdAt: EpochMs | null;
    readonly type: string | null;
    readonly process: string | null;
  };
}

export function acknowledgementElement(answer: AcknowledgementDocument): XmlElement {
  const { mrid, createdAt, sender, receiver, received, reasons, rejectedSeries } = answer;
  return document(ACKNOWLEDGEMENT, ACKNOWLEDGEMENT_NAMESPACE, [
    element('mRID', mrid),
    element('createdDateTime', secondText(createdAt)),
    eicElement('sender_MarketParticipant.mRID', sender.eic),
    element('sender_MarketParticipant.marketRole.type', sender.role),
    eicElement('receiver_MarketParticipant.mRID', receiver.eic),
    optional('receiver_MarketParticipant.marketRole.type', receiver.role),
    element('received_MarketDocument.mRID', received.mrid),
    element('received_MarketDocument.revisionNumber', '1'),
    optional('received_MarketDocument.type', received.type),
    optional('received_MarketDocument.process.processType', received.process),
    optional(
      'received_MarketDocument.createdDateTime',
      received.createdAt === null ? null : secondText(received.createdAt),
    ),
    ...rejectedSeries.map((series) =>
      element('Rejected_TimeSeries', [element('mRID', series.mrid), ...series.reasons.map(reasonElement)]),
    ),
    ...reasons.map(reasonElement),
  ]);
}

const optional = (name: string, text: string | null): XmlElement | null => (text === null ? null : element(name, text));

export const reasonElement = ({ code, text }: DocumentReason): XmlElement =>
  element('Reason', [element('code', code), optional('text', text)]);

/** Reads a document that keeps the profile. */
export function acknowledgementOf(root: XmlElement): AcknowledgementDocument {
  const receivedAt = textAt(root, 'received_MarketDocument.createdDateTime');
  return {
    kind: ACKNOWLEDGEMENT,
    mrid: requiredText(root, 'mRID'),
    createdAt: instantOf(requiredText(root, 'createdDateTime')),
    sender: {
      eic: requiredText(root, 'sender_MarketParticipant.mRID'),
      role: requiredText(root, 'sender_MarketParticipant.marketRole.type'),
    },
    receiver: {
      eic: requiredText(root, 'receiver_MarketParticipant.mRID'),
      role: textAt(root, 'receiver_MarketParticipant.marketRole.type'),
    },
    received: {
      mrid: requiredText(root, 'received_MarketDocument.mRID'),
      createdAt: receivedAt === null ? null : instantOf(receivedAt),
      type: textAt(root, 'received_MarketDocument.type'),
      process: textAt(root, 'received_MarketDocument.process.processType'),
    },
    reasons: reasonsOf(root),
    rejectedSeries: childrenNamed(root, 'Rejected_TimeSeries').map((series) => ({
      mrid: requiredText(series, 'mRID'),
      reasons: reasonsOf(series),
    })),
  };
}

export const reasonsOf = (node: XmlElement): DocumentReason[] =>
  childrenNamed(node, 'Reason').map((reason) => ({
    code: requiredText(reason, 'code'),
    text: textAt(reason, 'text'),
  }));
