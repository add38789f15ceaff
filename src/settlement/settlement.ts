import { Eur, type Decider, type DeliveryDay } from '../kernel/index.js';
import type { DayBatteryUse } from './battery-use.js';
import { priceMtu, type MtuToSettle, type SettlementTerms } from './mtu-account.js';
import type { DaySettled, DayWearBooked, MtuBlocked, MtuPriced, SettlementEvent } from './settlement.events.js';
import { wearCost } from './wear-cost.js';

/** Close one delivery day's account. */
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
}

/** One delivery day's account. Rows and the closing sum come in one append, so there is no state in between. */
export type SettlementState =
  { readonly status: 'open' } | { readonly status: 'settled'; readonly day: DaySettled['data'] };

/** Settling a settled day again is no error and changes nothing: a correction would be an event of its own. */
export const settlement: Decider<SettlementState, SettleDay, SettlementEvent> = {
  initial: { status: 'open' },
  decide: (state, command) => (state.status === 'settled' ? [] : settleDay(command)),
  evolve: (state, event) => {
    switch (event.type) {
      case 'DaySettled':
        return { status: 'settled', day: event.data };
      case 'MtuPriced':
      case 'MtuBlocked':
      case 'DayWearBooked':
        return state;
    }
  },
};

function settleDay(command: SettleDay): SettlementEvent[] {
  const { product, deliveryDay, terms } = command;
  const contradicted = new Set(command.contradicted.map((mtu) => mtu.mtuStart));
  const priced = command.mtus
    .filter((mtu) => !contradicted.has(mtu.mtuStart))
    .map((mtu): MtuPriced => ({ type: 'MtuPriced', data: { product, deliveryDay, ...priceMtu(mtu, terms) } }));
  const blocked = command.contradicted.map((mtu): MtuBlocked => ({
    type: 'MtuBlocked',
    data: { product, deliveryDay, ...mtu },
  }));
  const worn = priced.length === 0 ? dayWear(command) : [];
  return [...priced, ...blocked, ...worn, closing(command, priced, blocked, worn)];
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
  { product, deliveryDay, terms }: SettleDay,
  priced: readonly MtuPriced[],
  blocked: readonly MtuBlocked[],
  worn: readonly DayWearBooked[],
): DaySettled {
  const total = (field: 'capacityEur' | 'energyEur' | 'sanctionEur'): Eur =>
    Eur.sum(priced.map((row) => Eur.of(row.data[field])));
  const [capacity, energy, sanctions] = [total('capacityEur'), total('energyEur'), total('sanctionEur')];
  const wear = Eur.sum([...priced, ...worn].map((row) => Eur.of(row.data.wearEur)));
  return {
    type: 'DaySettled',
    data: {
      product,
      deliveryDay,
      capacityEur: capacity.toString(),
      energyEur: energy.toString(),
      sanctionEur: sanctions.toString(),
      wearEur: wear.toString(),
      netEur: capacity.plus(energy).minus(sanctions).minus(wear).toString(),
      mtus: priced.length,
      blockedMtus: blocked.length,
      unpricedMilliWh: priced.reduce((sum, row) => sum + row.data.unpricedMilliWh, 0),
      wearSource: terms.wear.source,
    },
  };
}
