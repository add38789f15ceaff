import { digest, Eur } from '../kernel/index.js';
import type { DayCorrected, DaySettled, MtuPriced, SettlementRowEvent } from './settlement.events.js';

/** Something a day's account is made from, that came after the account was made. */
export interface LateFact {
  readonly messageId: string;
  /** In words, for whoever reads the correction. */
  readonly reason: string;
  /** The MTUs it speaks of; null: any of the day. */
  readonly mtuStarts: readonly string[] | null;
}

/** A day's account as it stands. */
export interface Account {
  readonly rows: readonly SettlementRowEvent[];
  readonly day: DaySettled['data'];
  readonly version: number;
}

/**
 * A settled day after late facts: the rows that are different now, each with the reason and what it changes, and the
 * day's new sums. Nothing when no row is different. Wear that was not measured anew
 * keeps its price: a late price of energy is no occasion to take another one for batteries.
 * @param fresh every row of the day as it would be settled today.
 * @param closing the day's sums over the rows as they stand then.
 */
export function correctDay(
  before: Account,
  fresh: readonly SettlementRowEvent[],
  late: readonly LateFact[],
  closing: (rows: readonly SettlementRowEvent[]) => DaySettled['data'],
): (SettlementRowEvent | DayCorrected)[] {
  const version = before.version + 1;
  const standing = fresh.map((row) => {
    const old = before.rows.find((candidate) => sameRow(candidate, row));
    return onOldTerms(row, old);
  });
  const changed = standing.flatMap((row) => {
    const old = before.rows.find((candidate) => sameRow(candidate, row));
    if (old !== undefined && sameContent(old, row)) return [];
    return [corrected(row, old, version, reasonFor(row, late))];
  });
  if (changed.length === 0) return [];
  const { wearSource } = before.day;
  const day = { ...closing(standing), wearSource };
  const data: DayCorrected['data'] = {
    ...day,
    version,
    reasons: [...new Set(late.map(({ reason }) => reason))],
    causes: late.map(({ messageId }) => messageId),
    netDifferenceEur: Eur.of(day.netEur).minus(Eur.of(before.day.netEur)).toString(),
  };
  return [...changed, { type: 'DayCorrected', data }];
}

/** What a row brings, EUR: nothing where it is blocked. */
export function netOf(row: SettlementRowEvent | undefined): Eur {
  switch (row?.type) {
    case 'MtuPriced':
      return netOfMtu(row.data);
    case 'DayWearBooked':
      return Eur.ZERO.minus(Eur.of(row.data.wearEur));
    default:
      return Eur.ZERO;
  }
}

export const netOfMtu = (mtu: MtuPriced['data']): Eur =>
  Eur.of(mtu.capacityEur).plus(Eur.of(mtu.energyEur)).minus(Eur.of(mtu.sanctionEur)).minus(Eur.of(mtu.wearEur));

/** A priced hour and a blocked one are the same row of the account; a day's own wear is another. */
export const rowKey = ({ type, data }: SettlementRowEvent): string =>
  type === 'DayWearBooked' ? WEAR_ROW : data.mtuStart;
export const WEAR_ROW = 'wear';

const sameRow = (a: SettlementRowEvent, b: SettlementRowEvent): boolean => rowKey(a) === rowKey(b);

function sameContent(a: SettlementRowEvent, b: SettlementRowEvent): boolean {
  const content = ({ type, data: { correction: _, ...data } }: SettlementRowEvent): string => digest({ type, data });
  return content(a) === content(b);
}

function onOldTerms(row: SettlementRowEvent, old: SettlementRowEvent | undefined): SettlementRowEvent {
  if (row.type === 'MtuBlocked' || old === undefined || old.type !== row.type) return row;
  const was = old.data;
  const sameUse = was.dischargedMilliWh === row.data.dischargedMilliWh && was.wornMicroWh === row.data.wornMicroWh;
  if (!sameUse) return row;
  const { wearEur } = was;
  return row.type === 'MtuPriced'
    ? { type: row.type, data: { ...row.data, wearEur } }
    : { type: row.type, data: { ...row.data, wearEur } };
}

function corrected(
  row: SettlementRowEvent,
  old: SettlementRowEvent | undefined,
  version: number,
  reason: string,
): SettlementRowEvent {
  const netDifferenceEur = netOf(row).minus(netOf(old)).toString();
  const correction = { version, reason, netDifferenceEur };
  return { type: row.type, data: { ...row.data, correction } } as SettlementRowEvent;
}

/** Those that speak of the row; where none does, it has changed because another row did, and all are why. */
function reasonFor(row: SettlementRowEvent, late: readonly LateFact[]): string {
  const own = late.filter(({ mtuStarts }) => mtuStarts === null || mtuStarts.includes(row.data.mtuStart));
  return [...new Set((own.length > 0 ? own : late).map(({ reason }) => reason))].join('; ');
}
