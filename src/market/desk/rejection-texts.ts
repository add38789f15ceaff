/**
 * The TSO's own words in an acknowledgement that rejects (Fingrid developer portal, FCR, bid validation rules, list of
 * error texts). Position is always 1: a series is one bid of one hour.
 */
export const REJECTION_TEXT = {
  referenceMissing: 'Message reference missing',
  referenceNotUnique: 'Message reference must be unique',
  afterDeadline: 'Message was received after deadline',
  beyondThirtyDays: 'Message contains data for more than next 30 days',
  senderNotConnected: 'Sender is not connected to the Subject Party',
  onlyFcrBids: 'Message can only contain FCR bids',
  quantityUnitRequired: 'Quantity unit required',
  quantityUnitMaw: 'Quantity unit must be MAW',
  currencyRequired: 'Currency required',
  currencyEur: 'Currency must be EUR',
  onlyOneHour: 'The time interval of the bid can be only one hour',
  quantityDecimals: 'Quantity contains too many decimals; position 1',
  quantityRequired: 'Quantity required; position 1',
  quantityNegative: 'Quantities must be 0 or larger; position 1',
  quantityMaximum: 'Maximum quantity 5 MW for FCR-N and 10 MW for FCR-D',
  priceRequired: 'Price required; position 1',
  priceTooLow: 'Price is lower than the lower limit; position 1',
  reserveObject: 'Reserve object must valid and connected to the subject party',
  linkedBids: 'Linked bid identification must be 1-10. Only FCR-N bids can have linked bid identification.',
} as const;
