import { Eur, type DeliveryDay, type Recorded } from '../kernel/index.js';
import { refill } from '../platform/index.js';
import type { DaySettled, DayWearBooked, MtuBlocked, MtuPriced } from './settlement.events.js';

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

/** One settled day: its closing sums and the rows they are the sums of. */
export interface SettledDay {
  readonly totals: DaySettled['data'];
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

type Row = MtuPriced['data'] | MtuBlocked['data'];

/** The rows of a day that is not closed yet. */
interface PendingDay {
  readonly mtus: MtuPriced['data'][];
  readonly blocked: MtuBlocked['data'][];
  wear: DayWearBooked['data'] | null;
}

/** The settled days, by day and by month. A day appears when it is closed, all of it at once. */
export class SettlementBook {
  static readonly types: readonly string[] = ['MtuPriced', 'MtuBlocked', 'DayWearBooked', 'DaySettled'];

  private readonly pending = new Map<DeliveryDay, PendingDay>();
  private readonly days = new Map<DeliveryDay, SettledDay>();

  apply(event: Recorded): void {
    switch (event.type) {
      case 'MtuPriced':
        this.rowsOf((event.data as MtuPriced['data']).deliveryDay).mtus.push(event.data as MtuPriced['data']);
        break;
      case 'MtuBlocked':
        this.rowsOf((event.data as MtuBlocked['data']).deliveryDay).blocked.push(event.data as MtuBlocked['data']);
        break;
      case 'DayWearBooked':
        this.rowsOf((event.data as DayWearBooked['data']).deliveryDay).wear = event.data as DayWearBooked['data'];
        break;
      case 'DaySettled':
        this.close(event.data as DaySettled['data']);
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

  private rowsOf(deliveryDay: DeliveryDay): PendingDay {
    const known = this.pending.get(deliveryDay);
    if (known) return known;
    const fresh: PendingDay = { mtus: [], blocked: [], wear: null };
    this.pending.set(deliveryDay, fresh);
    return fresh;
  }

  private close(totals: DaySettled['data']): void {
    const { mtus, blocked, wear } = this.rowsOf(totals.deliveryDay);
    this.pending.delete(totals.deliveryDay);
    this.days.set(totals.deliveryDay, { totals, mtus: mtus.sort(byStart), blocked: blocked.sort(byStart), wear });
  }
}

const byStart = (a: Row, b: Row): number => (a.mtuStart < b.mtuStart ? -1 : a.mtuStart > b.mtuStart ? 1 : 0);

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
