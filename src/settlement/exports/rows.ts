import { Eur, formatMw, formatMwhFromMilliwattHours } from '../../kernel/index.js';
import type { SettledDay, SettledMonth, SettlementTotals } from '../settlement-book.projection.js';
import { netOfMtu } from '../correction.js';
import type { Correction, DayWearBooked, MtuBlocked, MtuPriced, SettlementRowEvent } from '../settlement.events.js';

/**
 * One line of the settlement export: one MTU, in every format the same columns and the same text. Meaning, unit and
 * rounding of each column: contracts/exports/settlement-lines.md. '' stands for "not known".
 */
export const SETTLEMENT_COLUMNS = [
  'delivery_day',
  'mtu_start',
  'product',
  'status',
  'offered_mw',
  'awarded_mw',
  'maintained_mw',
  'price_eur_per_mw_h',
  'capacity_eur',
  'activated_up_mwh',
  'activated_down_mwh',
  'unpriced_mwh',
  'energy_eur',
  'sanction_factor',
  'sanction_eur',
  'discharged_mwh',
  'wear_eur',
  'net_eur',
  'note',
  'rule_source',
  'version',
  'correction_eur',
  'correction_reason',
] as const;

export type SettlementColumn = (typeof SETTLEMENT_COLUMNS)[number];
export type SettlementLine = Readonly<Record<SettlementColumn, string>>;

/** One month as every export format prints it. */
export interface SettlementExport {
  readonly month: string | null;
  readonly totals: SettlementTotals;
  readonly lines: readonly SettlementLine[];
}

export function settlementExport(month: SettledMonth): SettlementExport {
  return { month: month.month, totals: month.totals, lines: month.days.flatMap(settlementLines) };
}

/** The day's lines in order of MTU start, blocked ones among them, and what a day without a priced MTU wore. */
export function settlementLines({ mtus, blocked, wear }: SettledDay): SettlementLine[] {
  const worn = wear === null ? [] : [wearLine(wear)];
  return [...mtus.map(pricedLine), ...blocked.map(blockedLine), ...worn].sort((a, b) =>
    a.mtu_start < b.mtu_start ? -1 : 1,
  );
}

export function lineOf(row: SettlementRowEvent): SettlementLine {
  switch (row.type) {
    case 'MtuPriced':
      return pricedLine(row.data);
    case 'MtuBlocked':
      return blockedLine(row.data);
    case 'DayWearBooked':
      return wearLine(row.data);
  }
}

export function pricedLine(mtu: MtuPriced['data']): SettlementLine {
  const scored = mtu.deliveryBasis === 'scored';
  return {
    delivery_day: mtu.deliveryDay,
    mtu_start: mtu.mtuStart,
    product: mtu.product,
    status: scored ? 'settled' : 'settled-without-score',
    offered_mw: formatMw(mtu.offeredW),
    awarded_mw: formatMw(mtu.committedW),
    maintained_mw: formatMw(mtu.maintainedW),
    price_eur_per_mw_h: mtu.priceEurPerMwH,
    capacity_eur: mtu.capacityEur,
    activated_up_mwh: mwhOf(mtu, 'activatedUpMilliWh'),
    activated_down_mwh: mwhOf(mtu, 'activatedDownMilliWh'),
    unpriced_mwh: formatMwhFromMilliwattHours(mtu.unpricedMilliWh),
    energy_eur: mtu.energyEur,
    sanction_factor: mtu.sanctionFactor,
    sanction_eur: mtu.sanctionEur,
    discharged_mwh: formatMwhFromMilliwattHours(mtu.dischargedMilliWh),
    wear_eur: mtu.wearEur,
    net_eur: netOfMtu(mtu).toString(),
    note: scored ? missingSeconds(mtu) : 'delivery was not scored; nothing counts as maintained',
    rule_source: mtu.ruleSource,
    ...correctionCells(mtu.correction),
  };
}

const EMPTY = Object.fromEntries(SETTLEMENT_COLUMNS.map((column) => [column, ''])) as SettlementLine;

/** Nothing was priced: of quantities and money there is the wear alone. */
export function wearLine(day: DayWearBooked['data']): SettlementLine {
  return {
    ...EMPTY,
    delivery_day: day.deliveryDay,
    mtu_start: day.mtuStart,
    product: day.product,
    status: 'wear-only',
    discharged_mwh: formatMwhFromMilliwattHours(day.dischargedMilliWh),
    wear_eur: day.wearEur,
    net_eur: Eur.ZERO.minus(Eur.of(day.wearEur)).toString(),
    note: 'no MTU of this day was priced; what the batteries gave in all of it',
    ...correctionCells(day.correction),
  };
}

export function blockedLine(mtu: MtuBlocked['data']): SettlementLine {
  return {
    ...EMPTY,
    delivery_day: mtu.deliveryDay,
    mtu_start: mtu.mtuStart,
    product: mtu.product,
    status: 'blocked',
    note: mtu.reason,
    ...correctionCells(mtu.correction),
  };
}

type CorrectionCells = Pick<SettlementLine, 'version' | 'correction_eur' | 'correction_reason'>;

function correctionCells(correction: Correction | undefined): CorrectionCells {
  if (correction === undefined) return { version: '1', correction_eur: '', correction_reason: '' };
  const { version, netDifferenceEur, reason } = correction;
  return { version: String(version), correction_eur: netDifferenceEur, correction_reason: reason };
}

/** Why less may be maintained than anybody sees in the cars. */
function missingSeconds({ unrecordedSeconds, controlOffSeconds }: MtuPriced['data']): string {
  const said = [
    ...(unrecordedSeconds === undefined ? [] : [`${unrecordedSeconds} s are not on record`]),
    ...(controlOffSeconds === undefined ? [] : [`${controlOffSeconds} s had no frequency in time`]),
  ];
  return said.length === 0 ? '' : `${said.join('; ')}: not maintained`;
}

const mwhOf = (mtu: MtuPriced['data'], field: 'activatedUpMilliWh' | 'activatedDownMilliWh'): string =>
  formatMwhFromMilliwattHours(mtu.isps.reduce((sum, isp) => sum + isp[field], 0));
