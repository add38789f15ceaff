/** One series of the TSO's open-data portal (data.fingrid.fi). Values are passed on as published, in the unit given here. */
export interface DataSet {
  readonly id: number;
  /** What people type: `backfeed fetch prices`. */
  readonly name: string;
  /** The value column of a download. */
  readonly title: string;
  /** EUR/MW,h, EUR/MWh, MW or Hz. */
  readonly unit: string;
}

/** Ids as the portal numbers them today; the numbers of its former interface (79, 80, …) are not the same. */
export const DATA_SETS: readonly DataSet[] = [
  { id: 317, name: 'prices', title: 'FCR-N hourly market price', unit: 'EUR/MW,h' },
  { id: 316, name: 'volumes', title: 'FCR-N hourly market procured volume', unit: 'MW' },
  { id: 177, name: 'frequency', title: 'Frequency, every three minutes', unit: 'Hz' },
  { id: 319, name: 'imbalance', title: 'Imbalance price', unit: 'EUR/MWh' },
  { id: 421, name: 'energy-up', title: 'FCR-N energy price up', unit: 'EUR/MWh' },
  { id: 420, name: 'energy-down', title: 'FCR-N energy price down', unit: 'EUR/MWh' },
  { id: 123, name: 'activated', title: 'Activated FCR-N, net', unit: 'MW' },
  { id: 244, name: 'up-regulation', title: 'Up-regulation price', unit: 'EUR/MWh' },
  { id: 106, name: 'down-regulation', title: 'Down-regulation price', unit: 'EUR/MWh' },
  { id: 318, name: 'fcr-d-up-prices', title: 'FCR-D up hourly market price', unit: 'EUR/MW,h' },
  { id: 283, name: 'fcr-d-down-prices', title: 'FCR-D down hourly market price', unit: 'EUR/MW,h' },
];

/** By name, or any other series by its number; null: neither. */
export function dataSetOf(text: string): DataSet | null {
  const known = DATA_SETS.find((dataSet) => dataSet.name === text || String(dataSet.id) === text);
  if (known) return known;
  if (!/^[1-9]\d{0,5}$/.test(text)) return null;
  return { id: Number(text), name: text, title: `Data set ${text}`, unit: 'as published' };
}
