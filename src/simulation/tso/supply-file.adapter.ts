import { readFile } from 'node:fs/promises';
import { InputError, isoInstant, parseInstant, W_PER_MW, type EpochMs } from '../../kernel/index.js';
import type { HourMarket } from './merit-order.js';

interface Curve {
  readonly demandMw: unknown;
  readonly competing: unknown;
}

/**
 * A supply curve as JSON: `{"demandMw": 80, "competing": [{"quantityMw": 60, "priceEurPerMwH": "4.50"}, …]}`, for single
 * hours under `"hours": {"2026-01-13T00:00:00Z": {…}}`.
 * @throws InputError that names file and field.
 */
export async function readSupplyCurve(path: string): Promise<(mtuStart: EpochMs) => HourMarket> {
  let content: Curve & { readonly hours?: Readonly<Record<string, Curve>> };
  try {
    content = JSON.parse(await readFile(path, 'utf8')) as typeof content;
  } catch (error) {
    throw new InputError(`${path} can't be read as JSON: ${(error as Error).message}`);
  }
  const usual = marketOf(content, path);
  const hours = new Map(
    Object.entries(content.hours ?? {}).map(([hour, curve]) => [
      isoInstant(parseInstant(hour)),
      marketOf(curve, `${path}, hours["${hour}"]`),
    ]),
  );
  return (mtuStart) => hours.get(isoInstant(mtuStart)) ?? usual;
}

function marketOf({ demandMw, competing }: Curve, place: string): HourMarket {
  if (!Array.isArray(competing))
    throw new InputError(`${place}: competing must be a list of {quantityMw, priceEurPerMwH}`);
  return {
    kind: 'supply-curve',
    demandW: wattsFrom(demandMw, `${place}: demandMw`),
    competing: competing.map((offer: unknown, index) => {
      const { quantityMw, priceEurPerMwH } = (offer ?? {}) as Record<string, unknown>;
      const price = String(priceEurPerMwH);
      if (!/^\d+(\.\d+)?$/.test(price))
        throw new InputError(`${place}: competing[${index}].priceEurPerMwH must be a price of 0 or more`);
      return {
        quantityW: wattsFrom(quantityMw, `${place}: competing[${index}].quantityMw`),
        priceEurPerMwH: price,
      };
    }),
  };
}

function wattsFrom(value: unknown, place: string): number {
  if (typeof value !== 'number' || !(value >= 0)) throw new InputError(`${place} must be a number of MW, 0 or more`);
  return Math.round(value * W_PER_MW);
}
