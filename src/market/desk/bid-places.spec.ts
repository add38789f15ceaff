import { describe, expect, it } from '@jest/globals';
import { aBidDocument } from '../../../test/support/market-samples.js';
import { documentElement, RESERVE_BID, type XmlElement } from '../documents/index.js';
import { DOCUMENT_PLACE, placeIn, seriesPlace } from './bid-places.js';

/** Every path to an element below `node`. */
const pathsIn = (node: XmlElement, path = ''): string[] =>
  node.children.flatMap((child) => [`${path}/${child.name}`, ...pathsIn(child, `${path}/${child.name}`)]);

describe('the places of findings', () => {
  it('are those of the document', () => {
    expect([DOCUMENT_PLACE, seriesPlace(1)]).toEqual([`/${RESERVE_BID}`, `/${RESERVE_BID}/Bid_TimeSeries[2]`]);
    const bid = { name: 'a', linkedBids: '1', reserveObject: 'x', kind: 'dynamic' } as const;
    const [series] = documentElement(aBidDocument('2026-01-13', [bid])).children.filter(
      ({ name }) => name === 'Bid_TimeSeries',
    );
    const paths = series ? pathsIn(series) : [];
    expect(Object.values(placeIn).filter((place) => !paths.includes(place))).toEqual([]);
  });
});
