/** Where things stand in a bid document: findings name their place by it, whether or not there is any XML. */
export const DOCUMENT_PLACE = '/ReserveBid_MarketDocument';

/** A series, counted from 0. */
export const seriesPlace = (index: number): string => `${DOCUMENT_PLACE}/Bid_TimeSeries[${index + 1}]`;

/** Inside a series. */
export const placeIn = {
  mrid: '/mRID',
  businessType: '/businessType',
  direction: '/flowDirection.direction',
  kind: '/standard_MarketProduct.marketProductType',
  linkedBids: '/linkedBidsIdentification',
  reserveObject: '/registeredResource.mRID',
  hour: '/Period/timeInterval',
  quantity: '/Period/Point/quantity.quantity',
  price: '/Period/Point/price.amount',
  name: '/Reason/text',
} as const;
