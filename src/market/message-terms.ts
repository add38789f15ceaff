import {
  deterministicUuid,
  epochMs,
  groupBy,
  InputError,
  MS_PER_HOUR,
  type EpochMs,
  type Interval,
} from '../kernel/index.js';
import { isProductName, type ProductName } from './product.js';
import { wattsOf, type DecimalText } from './megawatts.js';

/** The TSO asks for UUIDs; a bid's own id is readable. The same bid has the same series over all documents. */
export const seriesMridOf = (bidId: string): string => deterministicUuid('bid-series', bidId);

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text);

/** The TSO knows a bid by its series; a message made in this process may name it by our own id. */
export const seriesOrOwn = (bidId: string): string => (isUuid(bidId) ? bidId : seriesMridOf(bidId));

/** The hour that begins at `start`. */
export const hourFrom = (start: EpochMs): Interval => ({ start, end: epochMs(start + MS_PER_HOUR) });

/** Lines in the order of their products' first lines. */
export const byProduct = <T extends { readonly product: ProductName }>(lines: readonly T[]): [ProductName, T[]][] => [
  ...groupBy(lines, ({ product }) => product),
];

/** @throws InputError for a name that the market does not know. */
export function productNamed(product: string): ProductName {
  if (!isProductName(product)) throw new InputError(`"${product}" is no product of the FCR market`);
  return product;
}

/** @throws InputError for a quantity finer than a watt. */
export function exactWatts(megawatts: DecimalText): number {
  const powerW = wattsOf(megawatts);
  if (powerW === null) throw new InputError(`${megawatts} MW is no quantity of the FCR market`);
  return powerW;
}
