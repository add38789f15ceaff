import { energyEnvelope, type CapacityQuestion, type EnergyBand } from '../flexibility/index.js';
import { isoInstant, MS_PER_MINUTE } from '../kernel/index.js';
import { textTable } from './text-table.js';

/** By vehicle, from the question's instant to its departure: the least and the most energy that keeps its promise, Wh. */
export type Envelopes = Readonly<Record<string, readonly (EnergyBand & { readonly at: string })[]>>;

/** One band for each MTU's start, and one for the departure; `mtus` of them at most. */
export const envelopesOf = ({ vehicles, at, mtuMinutes }: CapacityQuestion, mtus: number): Envelopes =>
  Object.fromEntries(
    vehicles.map((vehicle) => [
      vehicle.id,
      energyEnvelope(vehicle, at, mtuMinutes * MS_PER_MINUTE, mtus).map((band) => ({
        ...band,
        at: isoInstant(band.at),
      })),
    ]),
  );

const kWh = (energyWh: number): string => (energyWh / 1000).toFixed(1);

export const envelopesText = (envelopes: Envelopes): string =>
  [
    'Energy that keeps the promise, until the departure',
    '',
    textTable(
      ['vehicle', 'at', 'least kWh', 'most kWh'],
      Object.entries(envelopes).flatMap(([id, bands]) =>
        bands.map(({ at, lowerWh, upperWh }) => [id, at, kWh(lowerWh), kWh(upperWh)]),
      ),
    ),
  ].join('\n');
