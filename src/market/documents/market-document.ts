import {
  ACKNOWLEDGEMENT,
  acknowledgementElement,
  acknowledgementOf,
  type AcknowledgementDocument,
} from './acknowledgement.js';
import {
  ALLOCATION_AGGREGATE,
  allocationAggregateElement,
  allocationAggregateOf,
  type AllocationAggregateDocument,
} from './allocation-aggregate.js';
import {
  ALLOCATION_RESULT,
  allocationResultElement,
  allocationResultOf,
  type AllocationResultDocument,
} from './allocation-result.js';
import { RESERVE_BID, reserveBidElement, reserveBidOf, type ReserveBidDocument } from './reserve-bid.js';
import type { XmlElement } from './xml-element.js';

/** Every document of the FCR hourly market; `kind` is the name of its root element. */
export type MarketDocument =
  ReserveBidDocument | AcknowledgementDocument | AllocationResultDocument | AllocationAggregateDocument;

export type MarketDocumentKind = MarketDocument['kind'];

export function documentElement(document: MarketDocument): XmlElement {
  switch (document.kind) {
    case RESERVE_BID:
      return reserveBidElement(document);
    case ACKNOWLEDGEMENT:
      return acknowledgementElement(document);
    case ALLOCATION_RESULT:
      return allocationResultElement(document);
    case ALLOCATION_AGGREGATE:
      return allocationAggregateElement(document);
  }
}

/** Reads a document that keeps the profile. */
export function documentOf(root: XmlElement): MarketDocument {
  switch (root.name as MarketDocumentKind) {
    case RESERVE_BID:
      return reserveBidOf(root);
    case ACKNOWLEDGEMENT:
      return acknowledgementOf(root);
    case ALLOCATION_RESULT:
      return allocationResultOf(root);
    case ALLOCATION_AGGREGATE:
      return allocationAggregateOf(root);
  }
}
