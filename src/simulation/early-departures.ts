import { epochMs, isoInstant } from '../kernel/index.js';
import { wattHoursText, type Row } from './backtest-rows.js';
import { seeded } from './seeded.js';
import type { Stay } from './simulated-fleet.js';
import type { SimulatedVehicle } from './simulated-vehicle.js';

/** Drivers who leave before they said they would, in the simulated world: the engine is not told. */
export interface EarlyDepartures {
  /** In the order given; who leaves early still states the departure of before. */
  readonly stays: readonly Stay[];
  readonly sessionIds: ReadonlySet<string>;
}

/** The columns of `early-departures.csv`, in order; battery-side Wh. */
export const EARLY_DEPARTURE_COLUMNS = [
  'session_id',
  'charger_id',
  'unplugged_at',
  'stated_departure_at',
  'minimum_wh',
  'target_wh',
  'departure_wh',
  'below_minimum',
  'below_target',
] as const;
export type EarlyDepartureRow = Row<typeof EARLY_DEPARTURE_COLUMNS>;

const MS_PER_SECOND = 1000;

/**
 * Each session leaves early with probability `share`, in [0, 1), at an instant uniform between plug-in and the end of its
 * stay, on a whole second. Every session draws on its own: of two shares the larger one's leavers include the smaller
 * one's, at the same instants.
 */
export function leavingEarly(stays: readonly Stay[], share: number, seed: number): EarlyDepartures {
  if (share === 0) return { stays, sessionIds: new Set() };
  const sessionIds = new Set<string>();
  const changed = stays.map((stay) => {
    const random = seeded(seed, 'leave-early', stay.sessionId);
    const seconds = Math.ceil((Math.min(stay.unpluggedAt, stay.statedDepartureAt) - stay.pluggedInAt) / MS_PER_SECOND);
    // A stay of a second has no instant inside it.
    if (random.next() >= share || seconds < 2) return stay;
    sessionIds.add(stay.sessionId);
    return { ...stay, unpluggedAt: epochMs(stay.pluggedInAt + (1 + random.int(seconds - 1)) * MS_PER_SECOND) };
  });
  return { stays: changed, sessionIds };
}

/** What a driver who left early found: never less than the minimum for such a departure, the target only perhaps. */
export const earlyDepartureRow = (vehicle: SimulatedVehicle): EarlyDepartureRow => ({
  session_id: vehicle.sessionId,
  charger_id: vehicle.chargerId,
  unplugged_at: isoInstant(vehicle.unpluggedAt),
  stated_departure_at: isoInstant(vehicle.statedDepartureAt),
  minimum_wh: wattHoursText(vehicle.minMj),
  target_wh: wattHoursText(vehicle.targetMj),
  departure_wh: wattHoursText(vehicle.energyMj),
  below_minimum: String(vehicle.energyMj < vehicle.minMj),
  below_target: String(vehicle.energyMj < vehicle.targetMj),
});
