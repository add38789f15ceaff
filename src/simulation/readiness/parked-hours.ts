import type { BaselineStrategy, Obligation } from '../../dispatch/index.js';
import {
  isInsideWindow,
  isReachable,
  memberOf,
  recoveryLineWh,
  sharesAt,
  drainWh,
  type GroupCapacity,
  type GroupMember,
  type Vehicle,
} from '../../flexibility/index.js';
import { epochMs, MS_PER_HOUR, type EpochMs } from '../../kernel/index.js';
import type { FcrnRules } from '../../market/index.js';
import type { Stay } from '../simulated-fleet.js';
import { EFFICIENCY_PERMILLE } from '../simulated-vehicle.js';

/** Why a car that is plugged in has no part in an hour's capacity. */
export type Idleness = 'leaves' | 'must-charge' | 'below-minimum';

export interface ParkedMember extends GroupMember {
  readonly chargerId: string;
  readonly dischargeLimitW: number;
}

/** One hour of the car park as the product would see it at the hour's start. Energies battery-side Wh, powers W. */
export interface ParkedHour {
  readonly at: EpochMs;
  readonly members: readonly ParkedMember[];
  readonly firm: GroupCapacity;
  /** Discharge power of the cars that hold nothing, by reason. */
  readonly heldNothingW: Readonly<Record<Idleness, number>>;
  readonly plugged: number;
  /** Above what each car needs, and below its window's top, summed over the cars. */
  readonly headroomUpWh: number;
  readonly headroomDownWh: number;
}

interface Parked {
  readonly stay: Stay;
  energyWh: number;
}

/**
 * The past hour by hour without a market: cars come with the charge they had, wait where the strategy puts them, and
 * leave when they did. Nothing is activated, so that every hour's capacity is what could have been offered first.
 */
export class ParkedHours {
  private readonly parked = new Map<string, Parked>();
  private next = 0;

  constructor(
    /** In order of plug-in. */
    private readonly stays: readonly Stay[],
    private readonly strategy: BaselineStrategy,
    private readonly rules: FcrnRules,
  ) {}

  /** Hours are asked for one after the other, none left out. */
  hour(at: EpochMs): ParkedHour {
    const mtuEnd = epochMs(at + MS_PER_HOUR);
    this.arrive(at);
    const obligation = obligationOf(mtuEnd, this.rules);
    const cars = [...this.parked.values()].map((car) => ({ car, vehicle: vehicleOf(car) }));
    const staying = cars.filter(({ vehicle }) => idlenessOf(vehicle, at, mtuEnd) === null);
    const baselinesW = this.strategy.baselinesW({
      at,
      obligation,
      staying: staying.map(({ car, vehicle }) => ({ sessionId: car.stay.sessionId, vehicle })),
      coming: (mtuStart) => ({
        ...obligationOf(epochMs(mtuStart + MS_PER_HOUR), this.rules),
        mtuStart,
        priceEurPerMwH: null,
      }),
    });
    const horizon = { horizonHours: obligation.enduranceHours, mtuEnd };
    const members = staying.map(({ car, vehicle }, index) => ({
      ...memberOf(vehicle, baselinesW[index] as number, sharesAt(vehicle, at, baselinesW[index] as number, horizon)),
      chargerId: car.stay.chargerId,
      dischargeLimitW: vehicle.maxDischargeW,
    }));
    const hour = {
      at,
      members,
      firm: this.strategy.capacity(members, obligation.nemPowerFactor),
      ...standOf(
        cars.map(({ vehicle }) => vehicle),
        at,
        mtuEnd,
      ),
    };
    this.advance(staying, baselinesW, mtuEnd, at);
    return hour;
  }

  /** A car that came within the hour before has charged or rested since as the strategy lets a newcomer. */
  private arrive(at: EpochMs): void {
    for (
      let stay = this.stays[this.next];
      stay !== undefined && stay.pluggedInAt <= at;
      stay = this.stays[++this.next]
    ) {
      if (stay.unpluggedAt <= at) continue;
      const car = { stay, energyWh: (stay.batteryWh * stay.arrivalSocPermille) / 1000 };
      const vehicle = vehicleOf(car);
      const joins = idlenessOf(vehicle, stay.pluggedInAt, at) === null;
      const since = stay.pluggedInAt;
      const baselineW = joins ? this.strategy.joiningBaselineW(vehicle, since, obligationOf(at, this.rules)) : null;
      if (since < at) car.energyWh = energyAfter(vehicle, baselineW, since, at);
      this.parked.set(stay.sessionId, car);
    }
  }

  private advance(
    staying: readonly { readonly car: Parked }[],
    baselinesW: readonly number[],
    to: EpochMs,
    from: EpochMs,
  ): void {
    const planned = new Map(staying.map(({ car }, index) => [car, baselinesW[index] as number]));
    for (const car of this.parked.values()) {
      if (car.stay.unpluggedAt <= to) this.parked.delete(car.stay.sessionId);
      else car.energyWh = energyAfter(vehicleOf(car), planned.get(car) ?? null, from, to);
    }
  }
}

/** Null: charges at full power to its target. Never below the recovery line: there dispatch would have charged. */
function energyAfter(vehicle: Vehicle, baselineW: number | null, from: EpochMs, to: EpochMs): number {
  const hours = (to - from) / MS_PER_HOUR;
  const charged = vehicle.energyWh - drainWh(vehicle, -vehicle.maxChargeW, hours);
  if (baselineW === null) return Math.max(vehicle.energyWh, Math.min(charged, vehicle.targetEnergyWh));
  const atBaseline = vehicle.energyWh - drainWh(vehicle, baselineW, hours);
  return Math.min(charged, Math.max(atBaseline, Math.min(recoveryLineWh(vehicle, to), vehicle.maxEnergyWh)));
}

function idlenessOf(vehicle: Vehicle, at: EpochMs, mtuEnd: EpochMs): Idleness | null {
  if (vehicle.departureAt < mtuEnd) return 'leaves';
  if (!isReachable(vehicle, at)) return 'must-charge';
  return isInsideWindow(vehicle) ? null : 'below-minimum';
}

function standOf(
  vehicles: readonly Vehicle[],
  at: EpochMs,
  mtuEnd: EpochMs,
): Pick<ParkedHour, 'heldNothingW' | 'plugged' | 'headroomUpWh' | 'headroomDownWh'> {
  const heldNothingW = { leaves: 0, 'must-charge': 0, 'below-minimum': 0 };
  let headroomUpWh = 0;
  let headroomDownWh = 0;
  for (const vehicle of vehicles) {
    const idleness = idlenessOf(vehicle, at, mtuEnd);
    if (idleness !== null) heldNothingW[idleness] += vehicle.maxDischargeW;
    const needed = Math.max(vehicle.minEnergyWh, recoveryLineWh(vehicle, at));
    headroomUpWh += Math.max(0, vehicle.energyWh - needed);
    headroomDownWh += Math.max(0, vehicle.maxEnergyWh - vehicle.energyWh);
  }
  return { heldNothingW, plugged: vehicles.length, headroomUpWh, headroomDownWh };
}

const obligationOf = (mtuEnd: EpochMs, rules: FcrnRules): Obligation => ({
  mtuEnd,
  committedW: 0,
  mtuHours: 1,
  enduranceHours: rules.enduranceMinutes / 60,
  nemPowerFactor: rules.nemPowerFactor,
});

function vehicleOf({ stay, energyWh }: Parked): Vehicle {
  const at = (permille: number): number => (stay.batteryWh * permille) / 1000;
  return {
    energyWh,
    minEnergyWh: at(stay.minSocPermille),
    maxEnergyWh: stay.batteryWh,
    targetEnergyWh: at(stay.targetSocPermille),
    departureAt: stay.statedDepartureAt,
    maxChargeW: stay.maxChargeW,
    maxDischargeW: stay.maxDischargeW,
    chargeEfficiency: EFFICIENCY_PERMILLE / 1000,
    dischargeEfficiency: EFFICIENCY_PERMILLE / 1000,
  };
}
