import type { ResponseSums } from '../activation/index.js';
import { formatMw, formatMwhFromMilliwattHours, isoInstant, MJ_PER_WH, type EpochMs } from '../kernel/index.js';
import { wasReachable, type SimulatedVehicle } from './simulated-vehicle.js';

/** The output files' columns, in order: a contract with everyone who audits a backtest. */
export const MTU_COLUMNS = [
  'mtu_start',
  'offered_mw',
  'awarded_mw',
  'price_eur_per_mw_h',
  'maintained_mw',
  'required_up_mwh',
  'required_down_mwh',
  'delivered_up_mwh',
  'delivered_down_mwh',
  'capacity_eur',
  'energy_eur',
  'sanction_eur',
] as const;
export const ISP_COLUMNS = [
  'isp_start',
  'activated_up_mwh',
  'activated_down_mwh',
  'up_price_eur_per_mwh',
  'down_price_eur_per_mwh',
  'energy_eur',
] as const;
export const DEPARTURE_COLUMNS = [
  'session_id',
  'charger_id',
  'plugged_in_at',
  'unplugged_at',
  'arrival_wh',
  'target_wh',
  'departure_wh',
  'reachable',
  'below_target',
  'charged_wh',
  'discharged_wh',
] as const;

export type Row<Columns extends readonly string[]> = Readonly<Record<Columns[number], string>>;
export type MtuRow = Row<typeof MTU_COLUMNS>;
export type IspRow = Row<typeof ISP_COLUMNS>;
export type DepartureRow = Row<typeof DEPARTURE_COLUMNS>;

/** Watt-seconds as MWh with nine decimals, rounded to the nearest milliwatt-hour. */
export const mwhOfWattSeconds = (wattSeconds: number): string =>
  formatMwhFromMilliwattHours(Math.round(wattSeconds / 3.6));

export const energiesOf = (
  sums: ResponseSums,
): Pick<MtuRow, 'required_up_mwh' | 'required_down_mwh' | 'delivered_up_mwh' | 'delivered_down_mwh'> => ({
  required_up_mwh: mwhOfWattSeconds(sums.requiredUpWs),
  required_down_mwh: mwhOfWattSeconds(sums.requiredDownWs),
  delivered_up_mwh: mwhOfWattSeconds(sums.deliveredUpWs),
  delivered_down_mwh: mwhOfWattSeconds(sums.deliveredDownWs),
});

/** An MTU in which nothing was sold. */
export const idleMtu = (mtuStart: EpochMs, offeredW: number, price: string | null): MtuRow => ({
  mtu_start: isoInstant(mtuStart),
  offered_mw: formatMw(offeredW),
  awarded_mw: formatMw(0),
  price_eur_per_mw_h: price ?? '',
  maintained_mw: formatMw(0),
  required_up_mwh: '0.000000000',
  required_down_mwh: '0.000000000',
  delivered_up_mwh: '0.000000000',
  delivered_down_mwh: '0.000000000',
  capacity_eur: '0.00',
  energy_eur: '0.00',
  sanction_eur: '0.00',
});

/** Battery energy in Wh with six decimals: a millijoule is far below the last one. */
export const wattHoursText = (energyMj: number): string => (energyMj / MJ_PER_WH).toFixed(6);

export function departureRow(vehicle: SimulatedVehicle): DepartureRow {
  return {
    session_id: vehicle.sessionId,
    charger_id: vehicle.chargerId,
    plugged_in_at: isoInstant(vehicle.pluggedInAt),
    unplugged_at: isoInstant(vehicle.unpluggedAt),
    arrival_wh: wattHoursText(vehicle.arrivalMj),
    target_wh: wattHoursText(vehicle.targetMj),
    departure_wh: wattHoursText(vehicle.energyMj),
    reachable: String(wasReachable(vehicle)),
    below_target: String(vehicle.energyMj < vehicle.targetMj),
    charged_wh: wattHoursText(vehicle.chargedMj),
    discharged_wh: wattHoursText(vehicle.dischargedMj),
  };
}

/** A session whose battery or gauge the file does not know: it was never under control. */
export const unknownDeparture = (session: {
  sessionId: string;
  chargerId: string;
  pluggedInAt: EpochMs;
  unpluggedAt: EpochMs;
}): DepartureRow => ({
  session_id: session.sessionId,
  charger_id: session.chargerId,
  plugged_in_at: isoInstant(session.pluggedInAt),
  unplugged_at: isoInstant(session.unpluggedAt),
  arrival_wh: '',
  target_wh: '',
  departure_wh: '',
  reachable: '',
  below_target: '',
  charged_wh: '',
  discharged_wh: '',
});
