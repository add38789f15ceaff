import { Eur, type Decider, type DeliveryDay } from '../kernel/index.js';
import type { DayBatteryUse } from './battery-use.js';
import { priceMtu, type MtuToSettle, type SettlementTerms } from './mtu-account.js';
import { correctDay, rowKey, WEAR_ROW, type LateFact } from './correction.js';
import type {
  DayCorrected,
  DaySettled,
  DayWearBooked,
  MtuBlocked,
  MtuPriced,
  SettlementEvent,
  SettlementRowEvent,
} from './settlement.events.js';
import { wearCost } from './wear-cost.js';

/** Close one delivery day's account, or, once it is closed, correct it. */
export interface SettleDay {
  readonly type: 'SettleDay';
  readonly product: string;
  readonly deliveryDay: DeliveryDay;
  /** Committed MTUs, in order. */
  readonly mtus: readonly MtuToSettle[];
  /** MTUs whose auction results contradict each other: never priced, even if they are among `mtus`. */
  readonly contradicted: readonly { readonly mtuStart: string; readonly reason: string }[];
  /** What the batteries gave in all of the day, for where no MTU carries it; null or absent: nothing. */
  readonly dayUse?: DayBatteryUse | null;
  readonly terms: SettlementTerms;
  /** How many facts of the day this was made from. */
  readonly facts?: number;
  /** What of them came after the day's last account; absent or empty: nothing did. */
  readonly late?: readonly LateFact[];
}

/** One delivery day's account. Rows and the closing sum come in one append, so there is no state in between. */
export interface SettlementState {
  readonly status: 'open' | 'settled';
  /** The newest of each, in the order of their first. */
  readonly rows: ReadonlyMap<string, SettlementRowEvent>;
  /** Closing sums; null while the day is open. */
  readonly day: DaySettled['data'] | null;
  /** 1 for the first account. */
  readonly version: number;
}

/** Settling a settled day again is no error and changes nothing, unless something came late that changes a row. */
export const settlement: Decider<SettlementState, SettleDay, SettlementEvent> = {
  initial: { status: 'open', rows: new Map(), day: null, version: 0 },
  decide: (state, command) => {
    const rows = rowsOf(command, state.rows);
    if (state.day === null) return [...rows, { type: 'DaySettled', data: closing(command, rows) }];
    if (command.late === undefined || command.late.length === 0) return [];
    const before = { rows: [...state.rows.values()], day: state.day, version: state.version };
    return correctDay(before, rows, command.late, (corrected) => closing(command, corrected));
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'DaySettled':
        return { ...state, status: 'settled', day: event.data, version: 1 };
      case 'DayCorrected':
        return { ...state, rows: withoutIdleWear(state, event), day: event.data, version: event.data.version };
      case 'MtuPriced':
      case 'MtuBlocked':
      case 'DayWearBooked':
        return { ...state, rows: new Map(state.rows).set(rowKey(event), event) };
    }
  },
};

/** Once an hour of the day is priced, it carries the wear. */
function withoutIdleWear({ rows }: SettlementState, { data }: DayCorrected): SettlementState['rows'] {
  return data.mtus === 0 ? rows : new Map([...rows].filter(([key]) => key !== WEAR_ROW));
}

/** @param before what an hour was settled by when it was settled first stays its contract. */
function rowsOf(command: SettleDay, before: SettlementState['rows']): SettlementRowEvent[] {
  const { product, deliveryDay, terms } = command;
  const contradicted = new Set(command.contradicted.map((mtu) => mtu.mtuStart));
  const termsOf = ({ mtuStart }: MtuToSettle): SettlementTerms => {
    const row = before.get(mtuStart);
    if (row?.type !== 'MtuPriced') return terms;
    return { ...terms, sanction: { factor: row.data.sanctionFactor, source: row.data.sanctionSource } };
  };
  const priced = command.mtus
    .filter((mtu) => !contradicted.has(mtu.mtuStart))
    .map((mtu): MtuPriced => ({ type: 'MtuPriced', data: { product, deliveryDay, ...priceMtu(mtu, termsOf(mtu)) } }));
  const blocked = command.contradicted.map((mtu): MtuBlocked => ({
    type: 'MtuBlocked',
    data: { product, deliveryDay, ...mtu },
  }));
  const worn = priced.length === 0 ? dayWear(command) : [];
  return [...priced, ...blocked, ...worn];
}

/** A day that has a priced MTU has its wear there. */
function dayWear({ product, deliveryDay, dayUse, terms }: SettleDay): DayWearBooked[] {
  if (dayUse == null) return [];
  const { mtuStart, wornMicroWh } = dayUse;
  const dischargedMilliWh = dayUse.dischargedWh * MILLI_PER_UNIT;
  const wearEur = wearCost({ dischargedMilliWh, wornMicroWh }, terms.wear).toString();
  const data = { product, deliveryDay, mtuStart, dischargedMilliWh, wornMicroWh, wearEur };
  return [{ type: 'DayWearBooked', data }];
}

const MILLI_PER_UNIT = 1000;

/** Totals are sums of the rounded rows, so that a column of the export adds up to the cent. */
function closing(
  { product, deliveryDay, terms, facts }: SettleDay,
  rows: readonly SettlementRowEvent[],
): DaySettled['data'] {
  const priced = rows.filter((row) => row.type === 'MtuPriced');
  const worn = rows.filter((row) => row.type === 'DayWearBooked');
  const total = (field: 'capacityEur' | 'energyEur' | 'sanctionEur'): Eur =>
    Eur.sum(priced.map((row) => Eur.of(row.data[field])));
  const [capacity, energy, sanctions] = [total('capacityEur'), total('energyEur'), total('sanctionEur')];
  const wear = Eur.sum([...priced, ...worn].map((row) => Eur.of(row.data.wearEur)));
  return {
    product,
    deliveryDay,
    capacityEur: capacity.toString(),
    energyEur: energy.toString(),
    sanctionEur: sanctions.toString(),
    wearEur: wear.toString(),
    netEur: capacity.plus(energy).minus(sanctions).minus(wear).toString(),
    mtus: priced.length,
    blockedMtus: rows.filter((row) => row.type === 'MtuBlocked').length,
    unpricedMilliWh: priced.reduce((sum, row) => sum + row.data.unpricedMilliWh, 0),
    wearSource: terms.wear.source,
    ...(facts !== undefined && { facts }),
  };
}
