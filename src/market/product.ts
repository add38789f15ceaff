/** Frequency containment reserve for normal operation: symmetric, one bid for both directions. */
export const FCR_N = 'FCR-N';
/** Frequency containment reserve for disturbances, injecting when the frequency falls below 49.9 Hz. */
export const FCR_D_UP = 'FCR-D-up';
/** Frequency containment reserve for disturbances, absorbing when the frequency rises above 50.1 Hz. */
export const FCR_D_DOWN = 'FCR-D-down';

/** The products of the FCR capacity market, by the name that streams, events and files carry. */
export type ProductName = typeof FCR_N | typeof FCR_D_UP | typeof FCR_D_DOWN;

/** How FCR-D answers: continuously with the frequency, or in a step that is switched. */
export type DisturbanceKind = 'dynamic' | 'static';

/** How market documents name a product: IEC 62325 codes as the TSO's portal lists them. */
export interface Product {
  readonly name: ProductName;
  /** In bids and results per bid. */
  readonly bidBusinessType: 'C26' | 'C27';
  /** In the day's aggregate. */
  readonly aggregateBusinessType: 'Z03' | 'Z06';
  /** A01 up, A02 down, A03 both. */
  readonly direction: 'A01' | 'A02' | 'A03';
  /** Whether a bid says how it answers: FCR-D does, FCR-N has one way only. */
  readonly hasKinds: boolean;
}

export const PRODUCTS: Readonly<Record<ProductName, Product>> = {
  [FCR_N]: {
    name: FCR_N,
    bidBusinessType: 'C26',
    aggregateBusinessType: 'Z03',
    direction: 'A03',
    hasKinds: false,
  },
  [FCR_D_UP]: {
    name: FCR_D_UP,
    bidBusinessType: 'C27',
    aggregateBusinessType: 'Z06',
    direction: 'A01',
    hasKinds: true,
  },
  [FCR_D_DOWN]: {
    name: FCR_D_DOWN,
    bidBusinessType: 'C27',
    aggregateBusinessType: 'Z06',
    direction: 'A02',
    hasKinds: true,
  },
};

export const PRODUCT_NAMES: readonly ProductName[] = [FCR_N, FCR_D_UP, FCR_D_DOWN];

/** Codes of `standard_MarketProduct.marketProductType`. */
export const KIND_CODES: Readonly<Record<DisturbanceKind, 'Z02' | 'Z03'>> = { dynamic: 'Z02', static: 'Z03' };

export const isProductName = (text: string): text is ProductName => PRODUCT_NAMES.some((name) => name === text);

/** The product that a business type (of bids or of the aggregate) and a direction name, or null. */
export const productOf = (businessType: string, direction: string): Product | null =>
  PRODUCT_NAMES.map((name) => PRODUCTS[name]).find(
    (product) =>
      product.direction === direction &&
      (product.bidBusinessType === businessType || product.aggregateBusinessType === businessType),
  ) ?? null;
