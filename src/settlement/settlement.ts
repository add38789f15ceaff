import { Eur, type Decider, type DeliveryDay } from '../kernel/index.js';
import { priceMtu, type MtuToSettle, type SettlementTerms } from './mtu-account.js';
import type { DaySettled, MtuBlocked, MtuPriced, SettlementEvent } from './settlement.events.js';

/** Close one delivery day's account. */
export interface SettleDay {
  readonly type: 'SettleDay';
  readonly product: string;
  readonly deliveryDay: DeliveryDay;
  /** Committed MTUs, in order. */
  readonly mtus: readonly MtuToSettle[];
  /** MTUs whose auction results contradict each other: never priced, even if they are among `mtus`. */
  readonly contradicted: readonly { readonly mtuStart: string; readonly reason: string }[];
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
  return [...priced, ...blocked, closing(command, priced, blocked.length)];
}

/** Totals are sums of the rounded rows, so that a column of the export adds up to the cent. */
function closing(command: SettleDay, priced: readonly MtuPriced[], blockedMtus: number): DaySettled {
  const { product, deliveryDay, terms } = command;
  const total = (field: 'capacityEur' | 'energyEur' | 'sanctionEur' | 'wearEur'): Eur =>
    Eur.sum(priced.map((row) => Eur.of(row.data[field])));
  const [capacity, energy] = [total('capacityEur'), total('energyEur')];
  const [sanctions, wear] = [total('sanctionEur'), total('wearEur')];
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
      blockedMtus,
      unpricedMilliWh: priced.reduce((sum, row) => sum + row.data.unpricedMilliWh, 0),
      wearSource: terms.wear.source,
    },
  };
}
