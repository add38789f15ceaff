import type { DeliveryScored } from '../activation/index.js';
import type { AuctionPlanned } from '../bidding/index.js';
import {
  daysBetween,
  epochMs,
  Eur,
  formatMw,
  formatMwhFromMilliwattHours,
  isoInstant,
  MS_PER_MINUTE,
  mtusOf,
  type DeliveryDay,
  type Interval,
  type Recorded,
} from '../kernel/index.js';
import { fcrnRules, newestFcrnRules, type CapacityCommitted } from '../market/index.js';
import {
  directionPrices,
  SettlementBook,
  settlementLines,
  type MtuPriced,
  type SettledDay,
  type SettlementLine,
} from '../settlement/index.js';
import { energiesOf, idleMtu, type DepartureRow, type IspRow, type MtuRow } from './backtest-rows.js';
import type { BacktestOptions, BacktestRun } from './backtest.js';
import type { EarlyDepartureRow } from './early-departures.js';
import type { EnergyPriceKind } from './market-replay.js';
import type { DayMoney } from './report/money-charts.js';

/** The tables of a backtest, made from its log alone. */
export interface BacktestTables {
  readonly mtus: readonly MtuRow[];
  readonly isps: readonly IspRow[];
  readonly departures: readonly DepartureRow[];
  readonly earlyDepartures: readonly EarlyDepartureRow[];
  readonly settlement: readonly SettlementLine[];
  /** Own cost of wear, EUR. */
  readonly wear: Eur;
  /** Money of each day in order, EUR. */
  readonly days: readonly DayMoney[];
  /** Firm capacity measured at each MTU's start, W, by MTU. */
  readonly firmW: ReadonlyMap<string, number>;
}

export async function tablesOf(run: BacktestRun, options: BacktestOptions): Promise<BacktestTables> {
  const book = new SettlementBook();
  const priced = new Map<string, MtuPriced['data']>();
  const scored = new Map<string, DeliveryScored['data']>();
  const offered = new Map<string, number>();
  const committed = new Map<string, CapacityCommitted['data']['mtus'][number]>();
  const firmW = new Map<string, number>();
  const settlement: SettlementLine[] = [];
  const types = [
    ...SettlementBook.types,
    'DeliveryScored',
    'AuctionPlanned',
    'CapacityCommitted',
    'FirmCapacityMeasured',
  ];
  for await (const event of run.log.readAll({ types })) {
    book.apply(event);
    if (event.type === 'MtuPriced') note(priced, (event as Recorded<MtuPriced>).data);
    else if (event.type === 'DeliveryScored') note(scored, (event as Recorded<DeliveryScored>).data);
    else if (event.type === 'FirmCapacityMeasured') {
      const { mtuStart, firmW: firm } = event.data as { mtuStart: string; firmW: number };
      firmW.set(mtuStart, firm);
    } else if (event.type === 'CapacityCommitted')
      for (const row of (event as Recorded<CapacityCommitted>).data.mtus) note(committed, row);
    else if (event.type === 'AuctionPlanned')
      for (const bid of (event as Recorded<AuctionPlanned>).data.bids)
        offered.set(bid.mtuStart, (offered.get(bid.mtuStart) ?? 0) + bid.quantityW);
  }
  const mtus: MtuRow[] = [];
  const isps: IspRow[] = [];
  const days: DayMoney[] = [];
  let wear = Eur.ZERO;
  const { mtuMinutes } = newestFcrnRules();
  for (const day of daysBetween(options.from, options.to)) {
    const settled = book.day(day);
    if (settled !== null) settlement.push(...settlementLines(settled));
    wear = wear.plus(Eur.of(settled?.totals.wearEur ?? '0'));
    days.push(dayMoney(day, settled));
    for (const mtu of mtusOf(day, mtuMinutes)) {
      const mtuStart = isoInstant(mtu.start);
      const money = priced.get(mtuStart);
      if (money === undefined) {
        mtus.push(idleMtu(mtu.start, offered.get(mtuStart) ?? 0, options.capacityPrices.at(mtu.start)));
        isps.push(...idleIsps(mtu, options));
        continue;
      }
      mtus.push(mtuRow(money, scored.get(mtuStart)));
      isps.push(...money.isps.map(ispRow));
    }
  }
  const { departures, earlyDepartures } = run;
  return { mtus, isps, departures, earlyDepartures, settlement, wear, days, firmW };
}

function dayMoney(day: DeliveryDay, settled: SettledDay | null): DayMoney {
  const amount = (column: 'capacityEur' | 'energyEur' | 'sanctionEur' | 'wearEur'): number =>
    Eur.of(settled?.totals[column] ?? '0').toNumber();
  return {
    day,
    capacityEur: amount('capacityEur'),
    energyEur: amount('energyEur'),
    sanctionEur: amount('sanctionEur'),
    wearEur: amount('wearEur'),
  };
}

const note = <T extends { readonly mtuStart: string }>(rows: Map<string, T>, row: T): void =>
  void rows.set(row.mtuStart, row);

function mtuRow(money: MtuPriced['data'], score: DeliveryScored['data'] | undefined): MtuRow {
  const idle = idleMtu(0 as never, money.offeredW, null);
  return {
    ...idle,
    ...(score === undefined ? {} : energiesOf(score)),
    mtu_start: money.mtuStart,
    awarded_mw: formatMw(money.committedW),
    price_eur_per_mw_h: money.priceEurPerMwH,
    maintained_mw: formatMw(money.maintainedW),
    capacity_eur: cents(money.capacityEur),
    energy_eur: cents(money.energyEur),
    sanction_eur: cents(money.sanctionEur),
  };
}

const ispRow = (isp: MtuPriced['data']['isps'][number]): IspRow => ({
  isp_start: isp.ispStart,
  activated_up_mwh: formatMwhFromMilliwattHours(isp.activatedUpMilliWh),
  activated_down_mwh: formatMwhFromMilliwattHours(isp.activatedDownMilliWh),
  up_price_eur_per_mwh: isp.upPriceEurPerMwh ?? '',
  down_price_eur_per_mwh: isp.downPriceEurPerMwh ?? '',
  energy_eur: cents(isp.energyEur),
});

/** Settlement periods of an MTU in which nothing was sold: no energy, but the prices that it would have had. */
function idleIsps(mtu: Interval, { energyPrices, rules }: BacktestOptions): IspRow[] {
  const { ispMinutes, energyPriceRule } = rules === 'current' ? newestFcrnRules() : fcrnRules(mtu.start);
  const rows: IspRow[] = [];
  for (let at = mtu.start; at < mtu.end; at = epochMs(at + ispMinutes * MS_PER_MINUTE)) {
    const price = (kind: EnergyPriceKind): string | null => energyPrices[kind]?.at(at) ?? null;
    const published = {
      up: price('up'),
      down: price('down'),
      imbalance: price('imbalance'),
      dayAhead: price('day-ahead'),
    };
    const { up, down } = directionPrices(published, energyPriceRule);
    rows.push({
      isp_start: isoInstant(at),
      activated_up_mwh: '0.000000000',
      activated_down_mwh: '0.000000000',
      up_price_eur_per_mwh: up ?? '',
      down_price_eur_per_mwh: down ?? '',
      energy_eur: '0.00',
    });
  }
  return rows;
}

const cents = (amount: string): string => Eur.of(amount).toString();
