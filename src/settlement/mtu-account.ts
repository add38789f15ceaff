import { Eur, epochMs, isoInstant, MS_PER_MINUTE, parseInstant } from '../kernel/index.js';
import { activatedEnergy, milliWattHoursOf, netted, type CalculatedSums } from './calculated-energy.js';
import type { MtuBatteryUse } from './battery-use.js';
import { capacityPayment } from './capacity-payment.js';
import { energyPayment, unpricedMilliWh } from './energy-payment.js';
import { directionPrices, type EnergyPriceRule, type PublishedPrices } from './energy-price.js';
import { sanction, type SanctionTerms } from './sanction.js';
import type { MtuPriced, SettledIsp } from './settlement.events.js';
import { wearCost, type WearTerms } from './wear-cost.js';

/** The dated rules that turn one MTU's delivery into money, as in force at its start. */
export interface SettlementRules {
  readonly mtuMinutes: number;
  readonly ispMinutes: number;
  readonly energyPriceRule: EnergyPriceRule;
  /** Unknown today which of the two the TSO books; both are computed. */
  readonly energyNetting: 'gross' | 'net';
}

/** What `DeliveryScored` says of one MTU. */
export interface ScoredDelivery {
  readonly maintainedW: number;
  /** On record, and of these without a frequency. */
  readonly seconds?: number;
  readonly controlOffSeconds?: number;
  /** Energy supplied above the baseline, Ws. */
  readonly deliveredUpWs: number;
  readonly isps: readonly (CalculatedSums & { readonly ispStart: string })[];
}

/** One committed MTU and all that its price depends on. */
export interface MtuToSettle {
  /** ISO 8601, UTC. */
  readonly mtuStart: string;
  readonly offeredW: number;
  readonly committedW: number;
  readonly priceEurPerMwH: string;
  /** null: never scored; nothing counts as maintained. */
  readonly delivery: ScoredDelivery | null;
  /** What the batteries gave for it; null or absent: not on record. */
  readonly batteryUse?: MtuBatteryUse | null;
  /** One entry per settlement period of the MTU, in order. */
  readonly prices: readonly PublishedPrices[];
  readonly rules: SettlementRules;
  readonly ruleSource: string;
}

/** What one's own configuration adds to the TSO's rules. */
export interface SettlementTerms {
  readonly sanction: SanctionTerms;
  readonly wear: WearTerms;
}

type Amounts = Omit<MtuPriced['data'], 'product' | 'deliveryDay'>;

/**
 * One MTU in money. Every amount is rounded to the cent on its own row, so that a reader can redo it from the printed
 * numbers, and energy pay of the MTU is the sum of its settlement periods' rounded pay.
 * Wear is charged on the life that the batteries used beyond plain charging, which never discharges. Where that is not
 * on record, the energy supplied above the baseline stands for what they gave.
 */
export function priceMtu(mtu: MtuToSettle, terms: SettlementTerms): Amounts {
  const { mtuStart, offeredW, committedW, priceEurPerMwH, rules } = mtu;
  const maintainedW = Math.min(committedW, mtu.delivery?.maintainedW ?? 0);
  const held = { priceEurPerMwH, committedW, maintainedW, mtuMinutes: rules.mtuMinutes };
  const isps = periodStarts(mtuStart, rules).map((ispStart, index) => settleIsp(mtu, ispStart, index));
  const use = mtu.batteryUse ?? null;
  const dischargedMilliWh =
    use === null ? milliWattHoursOf(mtu.delivery?.deliveredUpWs ?? 0) : use.dischargedWh * MILLI_PER_UNIT;
  const wornMicroWh = use?.wornMicroWh ?? null;
  return {
    mtuStart,
    mtuMinutes: rules.mtuMinutes,
    offeredW,
    committedW,
    maintainedW,
    deliveryBasis: mtu.delivery === null ? 'no-score' : 'scored',
    priceEurPerMwH,
    capacityEur: capacityPayment(held).toString(),
    energyEur: Eur.sum(isps.map((isp) => Eur.of(isp.energyEur))).toString(),
    energyNetting: rules.energyNetting,
    unpricedMilliWh: isps.reduce((sum, isp) => sum + unpricedOf(isp), 0),
    sanctionEur: sanction(held, terms.sanction).toString(),
    sanctionFactor: terms.sanction.factor,
    sanctionSource: terms.sanction.source,
    dischargedMilliWh,
    ...(wornMicroWh !== null && { wornMicroWh }),
    wearEur: wearCost({ dischargedMilliWh, wornMicroWh }, terms.wear).toString(),
    isps,
    ruleSource: mtu.ruleSource,
    ...missing(mtu),
  };
}

/** What of a scored MTU nobody answered. */
function missing({ delivery, rules }: MtuToSettle): Pick<Amounts, 'unrecordedSeconds' | 'controlOffSeconds'> {
  const unrecordedSeconds = delivery?.seconds === undefined ? 0 : rules.mtuMinutes * 60 - delivery.seconds;
  const controlOffSeconds = delivery?.controlOffSeconds ?? 0;
  return {
    ...(unrecordedSeconds > 0 && { unrecordedSeconds }),
    ...(controlOffSeconds > 0 && { controlOffSeconds }),
  };
}

function settleIsp({ delivery, prices, rules }: MtuToSettle, ispStart: string, index: number): SettledIsp {
  const gross = activatedEnergy(sumsOf(delivery, ispStart, rules.ispMinutes));
  const net = netted(gross);
  const at = directionPrices(prices[index] ?? NOTHING_PUBLISHED, rules.energyPriceRule);
  const grossEnergyEur = energyPayment(gross, at).toString();
  const netEnergyEur = energyPayment(net, at).toString();
  const booked = rules.energyNetting === 'net' ? net : gross;
  return {
    ispStart,
    activatedUpMilliWh: booked.upMilliWh,
    activatedDownMilliWh: booked.downMilliWh,
    upPriceEurPerMwh: at.up,
    downPriceEurPerMwh: at.down,
    energyEur: rules.energyNetting === 'net' ? netEnergyEur : grossEnergyEur,
    grossEnergyEur,
    netEnergyEur,
  };
}

const MILLI_PER_UNIT = 1000;
const NOTHING_PUBLISHED: PublishedPrices = { up: null, down: null, imbalance: null, dayAhead: null };

/** Starts of the MTU's settlement periods; a period longer than the MTU counts as the MTU. */
export function periodStarts(mtuStart: string, { mtuMinutes, ispMinutes }: SettlementRules): string[] {
  const start = parseInstant(mtuStart);
  const stepMs = Math.min(ispMinutes, mtuMinutes) * MS_PER_MINUTE;
  const count = Math.ceil((mtuMinutes * MS_PER_MINUTE) / stepMs);
  return Array.from({ length: count }, (_, index) => isoInstant(epochMs(start + index * stepMs)));
}

/** The scored stretches that begin inside the period, added: scoring may cut finer than settlement. */
function sumsOf(delivery: ScoredDelivery | null, periodStart: string, ispMinutes: number): CalculatedSums {
  const start = parseInstant(periodStart);
  const end = start + ispMinutes * MS_PER_MINUTE;
  let calculatedUpWMhzS = 0;
  let calculatedDownWMhzS = 0;
  for (const isp of delivery?.isps ?? []) {
    const at = parseInstant(isp.ispStart);
    if (at < start || at >= end) continue;
    calculatedUpWMhzS += isp.calculatedUpWMhzS;
    calculatedDownWMhzS += isp.calculatedDownWMhzS;
  }
  return { calculatedUpWMhzS, calculatedDownWMhzS };
}

const unpricedOf = (isp: SettledIsp): number =>
  unpricedMilliWh(
    { upMilliWh: isp.activatedUpMilliWh, downMilliWh: isp.activatedDownMilliWh },
    { up: isp.upPriceEurPerMwh, down: isp.downPriceEurPerMwh },
  );
