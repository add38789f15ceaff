import { DEFAULT_STRATEGY, strategyMeans, type StrategyName } from '../dispatch/index.js';
import { PLANNING_WEAR } from '../flexibility/index.js';
import { holidayCalendarText } from '../forecast/index.js';
import { Eur, floorToStep, newest } from '../kernel/index.js';
import { newestFcrnRules } from '../market/index.js';
import type { WearTerms } from '../settlement/index.js';
import type { BacktestOptions, BacktestRun } from './backtest.js';
import type { BacktestTables } from './backtest-result.js';
import type { IspRow } from './backtest-rows.js';
import { earlyFigures, type EarlyFigures } from './early-figures.js';
import { ASSUMED_MIN_SOC_PERMILLE, ASSUMED_TARGET_SOC_PERMILLE } from './study-fleet.js';
import { PRETENDED_SHARE } from './backtest.js';

/** The JSON answer of `backfeed backtest`, but for what the run itself cost. Amounts in EUR, positive = paid to us. */
export interface BacktestSummary extends EarlyFigures {
  /** Where cars waited for activation. */
  readonly strategy: StrategyName;
  readonly days: number;
  readonly mtus: number;
  readonly offeredMwH: number;
  readonly committedMwH: number;
  readonly maintainedMwH: number;
  /** What these cars at these baselines could have sold, had every hour's firm capacity been known before the gate. */
  readonly foresightMwH: number;
  readonly deliveredShare: number;
  readonly soldHours: number;
  readonly shortfallHours: number;
  readonly shortfallShareOfSoldHours: number;
  readonly capacityRevenueEur: number;
  readonly energyRevenueEur: number;
  readonly sanctionsEur: number;
  readonly wearEur: number;
  readonly netRevenueEur: number;
  readonly revenuePerEvYearEur: number;
  readonly unpricedEnergyMwh: number;
  readonly hoursWithoutCapacityPrice: number;
  readonly chargers: number;
  readonly departures: number;
  /** Both of those who left as stated: to somebody who leaves early no target was promised for that instant. */
  readonly departuresUnreachable: number;
  readonly departuresBelowTarget: number;
  readonly departuresWithoutSoc: number;
  readonly eventsAppended: number;
  readonly handled: Readonly<Record<string, number>>;
  readonly assumptions: readonly string[];
}

export function summaryOf(run: BacktestRun, tables: BacktestTables, options: BacktestOptions): BacktestSummary {
  const { mtus, isps, departures } = tables;
  const total = (column: keyof (typeof mtus)[number]): number =>
    round(
      mtus.reduce((sum, row) => sum + Number(row[column]), 0),
      9,
    );
  const euros = (column: 'capacity_eur' | 'energy_eur' | 'sanction_eur'): Eur =>
    Eur.sum(mtus.map((row) => Eur.of(row[column])));
  const capacity = euros('capacity_eur');
  const energy = euros('energy_eur');
  const sanctions = euros('sanction_eur');
  const wear = tables.wear.toCents();
  const net = capacity.plus(energy).minus(sanctions).minus(wear);
  const sold = mtus.filter((row) => Number(row.awarded_mw) > 0);
  const short = sold.filter((row) => Number(row.maintained_mw) < Number(row.awarded_mw));
  const required = total('required_up_mwh') + total('required_down_mwh');
  const delivered = total('delivered_up_mwh') + total('delivered_down_mwh');
  const days = dayCount(options);
  const left = new Set(tables.earlyDepartures.map((row) => row.session_id));
  const known = departures.filter((row) => row.reachable !== '');
  const asStated = known.filter((row) => !left.has(row.session_id));
  const strategy = options.strategy ?? DEFAULT_STRATEGY;
  return {
    strategy,
    days,
    mtus: mtus.length,
    offeredMwH: total('offered_mw'),
    committedMwH: total('awarded_mw'),
    maintainedMwH: total('maintained_mw'),
    foresightMwH: foresightMwH(tables, options),
    deliveredShare: required === 0 ? 1 : round(delivered / required, 6),
    soldHours: sold.length,
    shortfallHours: short.length,
    shortfallShareOfSoldHours: sold.length === 0 ? 0 : round(short.length / sold.length, 6),
    capacityRevenueEur: capacity.toNumber(),
    energyRevenueEur: energy.toNumber(),
    sanctionsEur: sanctions.toNumber(),
    wearEur: wear.toNumber(),
    netRevenueEur: net.toNumber(),
    revenuePerEvYearEur: revenuePerEvYear(net, run.chargers, days),
    unpricedEnergyMwh: unpricedEnergy(isps),
    hoursWithoutCapacityPrice: mtus.filter((row) => row.price_eur_per_mw_h === '').length,
    chargers: run.chargers,
    departures: departures.length,
    departuresUnreachable: asStated.filter((row) => row.reachable === 'false').length,
    departuresBelowTarget: asStated.filter((row) => row.reachable === 'true' && row.below_target === 'true').length,
    departuresWithoutSoc: departures.length - known.length,
    ...earlyFigures(tables),
    eventsAppended: run.eventsAppended,
    handled: { ...options.history.counts, ...frequencyGaps(options) },
    assumptions: assumptionsOf(options),
  };
}

/** Firm capacity floored to the step of a bid, over the hours whose price pays for it. */
function foresightMwH({ mtus, firmW }: BacktestTables, { floorPriceEurPerMwH }: BacktestOptions): number {
  const { bidStepW, minimumBidW } = newestFcrnRules();
  const pays = (price: string): boolean => price !== '' && Number(price) >= Number(floorPriceEurPerMwH);
  const watts = mtus
    .filter((row) => pays(row.price_eur_per_mw_h))
    .map((row) => floorToStep(firmW.get(row.mtu_start) ?? 0, bidStepW))
    .filter((heldW) => heldW >= minimumBidW);
  return round(watts.reduce((sum, heldW) => sum + heldW, 0) / W_PER_MW, 6);
}

/** Gaps of a recorded frequency, over which its last value was held. */
function frequencyGaps({ frequency: { counts } }: BacktestOptions): Record<string, number> {
  if (counts === undefined) return {};
  const { emptyValues, repeatedRows, heldSeconds, longestHoldSeconds } = counts;
  return {
    frequencyEmptyValues: emptyValues,
    frequencyRepeatedRows: repeatedRows,
    frequencyHeldSeconds: heldSeconds,
    frequencyLongestHoldSeconds: longestHoldSeconds,
  };
}

function revenuePerEvYear(net: Eur, chargers: number, days: number): number {
  if (chargers === 0) return 0;
  return net
    .times(365)
    .times((1 / (chargers * days)).toFixed(18))
    .toCents()
    .toNumber();
}

function unpricedEnergy(isps: readonly IspRow[]): number {
  const energyMwh = isps.reduce(
    (sum, row) =>
      sum +
      unpriced(row.activated_up_mwh, row.up_price_eur_per_mwh) +
      unpriced(row.activated_down_mwh, row.down_price_eur_per_mwh),
    0,
  );
  return round(energyMwh, 9);
}

const unpriced = (energyMwh: string, price: string): number => (price === '' ? Number(energyMwh) : 0);
const W_PER_MW = 1_000_000;
const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));
const dayCount = ({ from, to }: BacktestOptions): number => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;

function wearAssumption({ batteryEurPerKwh, eurPerKwh, source }: WearTerms): string {
  return batteryEurPerKwh === undefined
    ? `Wear: ${eurPerKwh} EUR per kWh discharged (${source}).`
    : `Wear: ${batteryEurPerKwh} EUR per kWh of battery, by the life that its cycles use over plain charging, deep ones more than shallow ones; ${eurPerKwh} EUR per kWh discharged are expected for the floor price (${source}).`;
}

function leavingAssumptions({
  leaveEarly = 0,
  unannouncedDepartures = 0,
  seed,
  reliability,
}: BacktestOptions): string[] {
  return [
    ...(leaveEarly === 0
      ? []
      : [
          `Left early: ${percent(leaveEarly)} of the sessions with a battery, drawn with seed ${seed}, unplug before their stated departure, at an instant uniform over the stay; the engine is not told.`,
        ]),
    ...(unannouncedDepartures === 0
      ? []
      : [
          `Reserve for leavers: no more is sold than the cars still hold together when some have left, as many as ${percent(reliability)} of the time suffice if ${percent(unannouncedDepartures)} leave within an hour.`,
        ]),
  ];
}

const percent = (share: number): string => `${Number((100 * share).toFixed(6))} %`;

const PLANNED = newest(PLANNING_WEAR);
const PLANNING_WEAR_ASSUMPTION = `Wear in plans: ${PLANNED.value.eurPerKwh} EUR per kWh discharged, weighed when cars' energy is planned and booked nowhere (${PLANNED.source}).`;

function assumptionsOf(options: BacktestOptions): string[] {
  const { settlement, energyPrices } = options;
  const energy =
    energyPrices.up || energyPrices.down
      ? 'the given up- and down-regulation prices'
      : 'the maximum and minimum of the given imbalance and day-ahead prices';
  return [
    `Capacity prices: ${options.capacityPrices.name}; every bid at or below the hour's price is awarded and paid it (price taker); an hour without a price is not awarded.`,
    `Frequency: ${options.frequency.description}.`,
    `Energy prices: ${energy}; energy without a price is settled at 0.`,
    `Rules: ${options.rules === 'current' ? 'the newest rule set for every day' : 'the rule set of each delivery day; days before the first entry use the first'}.`,
    `Sanction for capacity sold and not maintained: ${settlement.sanction.factor} × capacity price (${settlement.sanction.source}).`,
    wearAssumption(settlement.wear),
    ...((options.strategy ?? DEFAULT_STRATEGY) === 'planned' ? [PLANNING_WEAR_ASSUMPTION] : []),
    `Strategy: ${options.strategy ?? DEFAULT_STRATEGY}; ${strategyMeans(options.strategy ?? DEFAULT_STRATEGY)}.`,
    `Bids: ${options.reliability * 100} % reliability, floor price ${options.floorPriceEurPerMwH} EUR/MW,h.`,
    ...(options.v2gPowerW === undefined
      ? []
      : [`Charger power: ${options.v2gPowerW / 1000} kW both ways at every charger.`]),
    ...(options.batteryWh === undefined ? [] : [`Battery: ${options.batteryWh / 1000} kWh in every car.`]),
    ...(options.chargers === undefined
      ? []
      : [
          `Chargers: ${options.chargers}, drawn with seed ${options.seed}; copies are whole histories shifted by up to eight weeks.`,
        ]),
    ...(options.holidays === undefined ? [] : [`Holidays: ${holidayCalendarText(options.holidays)}.`]),
    ...leavingAssumptions(options),
    'Stated departure: the file’s estimate where it has one, else the unplugging.',
    `Driver’s minimum SoC ${ASSUMED_MIN_SOC_PERMILLE / 10} %, or the arrival SoC (or target) where that is lower; window up to 100 %; efficiency 0.95 each way; target ${ASSUMED_TARGET_SOC_PERMILLE / 10} % where the file has none.`,
    'Sessions without arrival SoC or battery earn nothing; overlapping sessions of one charger are two connectors.',
    'A session is unreachable when charging alone at full power from plug-in to unplugging could not reach its target.',
    `The forecast learns from up to five weeks before the first day, in which cars are moved as if ${PRETENDED_SHARE * 100} % of what they could hold had been sold.`,
    'Vehicles follow set-points at once and exactly; the engine sees their gauge every 15 minutes, to a tenth of a percent.',
  ];
}
