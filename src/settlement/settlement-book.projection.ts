import { Eur, type DeliveryDay, type EpochMs, type Recorded } from '../kernel/index.js';
import { refill } from '../platform/index.js';
import { rowKey } from './correction.js';
import type {
  DayCorrected,
  DaySettled,
  DayWearBooked,
  MtuBlocked,
  MtuPriced,
  SettlementRowEvent,
} from './settlement.events.js';

/** Sums of settled days, EUR to the cent as text. */
export interface SettlementTotals {
  readonly capacityEur: string;
  readonly energyEur: string;
  readonly sanctionEur: string;
  readonly wearEur: string;
  readonly netEur: string;
  readonly unpricedMilliWh: number;
  readonly mtus: number;
  readonly blockedMtus: number;
}

/** One account of a day: the first, or a correction. */
export interface AccountVersion {
  /** 1 is the first account. */
  readonly version: number;
  readonly at: EpochMs;
  /** What came late; none for the first account. */
  readonly reasons: readonly string[];
  /** Message ids of what came late. */
  readonly causes: readonly string[];
  readonly netEur: string;
  /** This account less the one before; the first: all of it. */
  readonly netDifferenceEur: string;
  /** Rows that this account made; the others stand from before. */
  readonly rows: readonly SettlementRowEvent[];
}

/** One settled day as it stands, corrections included: its closing sums and the rows they are the sums of. */
export interface SettledDay {
  readonly totals: DaySettled['data'];
  /** Oldest first, at least one. */
  readonly versions: readonly AccountVersion[];
  /** In order of MTU start. */
  readonly mtus: readonly MtuPriced['data'][];
  readonly blocked: readonly MtuBlocked['data'][];
  /** Wear of a day without a priced MTU; null: the priced ones carry it. */
  readonly wear: DayWearBooked['data'] | null;
}

export interface SettledMonth {
  /** `YYYY-MM`; null: no month has a settled day yet. */
  readonly month: string | null;
  readonly totals: SettlementTotals;
  readonly days: readonly SettledDay[];
}

/**
 * The settled days, by day and by month. A day appears when it is closed, all of it at once; a correction replaces the
 * rows that it made anew, all at once too.
 */
export class SettlementBook {
  static readonly types: readonly string[] = ['MtuPriced', 'MtuBlocked', 'DayWearBooked', 'DaySettled', 'DayCorrected'];

  /** Rows whose closing event has not been read yet. */
  private readonly pending = new Map<DeliveryDay, SettlementRowEvent[]>();
  private readonly days = new Map<DeliveryDay, SettledDay>();

  apply(event: Recorded): void {
    switch (event.type) {
      case 'MtuPriced':
      case 'MtuBlocked':
      case 'DayWearBooked':
        return this.row({ type: event.type, data: event.data } as SettlementRowEvent);
      case 'DaySettled':
        return this.close(event.data as DaySettled['data'], event.recordedAt, FIRST);
      case 'DayCorrected':
        this.close(event.data as DayCorrected['data'], event.recordedAt, event.data as DayCorrected['data']);
    }
  }

  snapshot() {
    const { pending, days } = this;
    return { pending, days };
  }

  restore(snapshot: ReturnType<SettlementBook['snapshot']>): void {
    refill(this.pending, snapshot.pending);
    refill(this.days, snapshot.days);
  }

  day(deliveryDay: DeliveryDay): SettledDay | null {
    return this.days.get(deliveryDay) ?? null;
  }

  /** `YYYY-MM` of the newest settled day, null before the first. */
  latestMonth(): string | null {
    return [...this.days.keys()].sort().at(-1)?.slice(0, 7) ?? null;
  }

  /** The month's settled days in order; a month without any has no days and totals of zero. */
  month(month: string | null): SettledMonth {
    const days = [...this.days.values()]
      .filter((day) => day.totals.deliveryDay.startsWith(`${month}-`))
      .sort((a, b) => (a.totals.deliveryDay < b.totals.deliveryDay ? -1 : 1));
    return { month, totals: totalsOf(days), days };
  }

  private row(row: SettlementRowEvent): void {
    const { deliveryDay } = row.data;
    const rows = this.pending.get(deliveryDay);
    if (rows === undefined) this.pending.set(deliveryDay, [row]);
    else rows.push(row);
  }

  private close(totals: DaySettled['data'], at: EpochMs, made: Omit<AccountVersion, 'at' | 'netEur' | 'rows'>): void {
    const { deliveryDay, netEur } = totals;
    const fresh = this.pending.get(deliveryDay) ?? [];
    this.pending.delete(deliveryDay);
    // A first account is the first however often it is read.
    const before = made.version === 1 ? undefined : this.days.get(deliveryDay);
    const standing = new Map([...rowsOf(before), ...fresh].map((row) => [rowKey(row), row]));
    const { version, reasons, causes } = made;
    const netDifferenceEur = version === 1 ? netEur : made.netDifferenceEur;
    const account: AccountVersion = { version, at, reasons, causes, netEur, netDifferenceEur, rows: fresh };
    const versions = [...(before?.versions ?? []).filter((older) => older.version < version), account];
    this.days.set(deliveryDay, { totals, versions, ...sorted([...standing.values()]) });
  }
}

const FIRST = { version: 1, reasons: [], causes: [], netDifferenceEur: '' };

const rowsOf = (day: SettledDay | undefined): SettlementRowEvent[] => [
  ...(day?.mtus ?? []).map((data): MtuPriced => ({ type: 'MtuPriced', data })),
  ...(day?.blocked ?? []).map((data): MtuBlocked => ({ type: 'MtuBlocked', data })),
  ...(day?.wear ? [{ type: 'DayWearBooked' as const, data: day.wear }] : []),
];

function sorted(rows: readonly SettlementRowEvent[]): Pick<SettledDay, 'mtus' | 'blocked' | 'wear'> {
  const inOrder = rows.toSorted((a, b) => (a.data.mtuStart < b.data.mtuStart ? -1 : 1));
  const mtus = inOrder.flatMap((row) => (row.type === 'MtuPriced' ? [row.data] : []));
  const blocked = inOrder.flatMap((row) => (row.type === 'MtuBlocked' ? [row.data] : []));
  const [wear = null] = inOrder.flatMap((row) => (row.type === 'DayWearBooked' ? [row.data] : []));
  // Once an hour of the day is priced, it carries the wear.
  return { mtus, blocked, wear: mtus.length > 0 ? null : wear };
}

function totalsOf(days: readonly SettledDay[]): SettlementTotals {
  const eur = (field: 'capacityEur' | 'energyEur' | 'sanctionEur' | 'wearEur' | 'netEur'): string =>
    Eur.sum(days.map((day) => Eur.of(day.totals[field]))).toString();
  const count = (field: 'unpricedMilliWh' | 'mtus' | 'blockedMtus'): number =>
    days.reduce((sum, day) => sum + day.totals[field], 0);
  return {
    capacityEur: eur('capacityEur'),
    energyEur: eur('energyEur'),
    sanctionEur: eur('sanctionEur'),
    wearEur: eur('wearEur'),
    netEur: eur('netEur'),
    unpricedMilliWh: count('unpricedMilliWh'),
    mtus: count('mtus'),
    blockedMtus: count('blockedMtus'),
  };
}
