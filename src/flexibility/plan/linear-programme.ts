import type { Courses } from './courses.js';
import type { PlannedVehicle } from './plan-question.js';

/** Maximise `cost·x` over `lower ≤ x ≤ upper` and `rowLower ≤ A·x ≤ rowUpper`; rows of `A` in compressed form. */
export interface LinearProgramme {
  readonly cost: number[];
  readonly lower: number[];
  readonly upper: number[];
  /** 1: a whole number. */
  readonly integer: number[];
  readonly rowLower: number[];
  readonly rowUpper: number[];
  readonly rowStart: number[];
  readonly column: number[];
  readonly coefficient: number[];
  /** Column of a car's energy at a boundary, at `vehicle·(mtus + 1) + boundary`; −1 where it is given. */
  readonly energyColumn: Int32Array;
}

type Term = readonly [column: number, coefficient: number];

/**
 * The plan as a linear programme. Per car and MTU: power to charge `c` and to discharge `d`, the energy at the MTU's end
 * within window and recovery line; where the car stays for the endurance, shares `f⁺`, `f⁻` of the activation, as much as
 * power and energy at the MTU's start carry for the endurance around the baseline `p = d − c`, and parts `n⁺`, `n⁻` of
 * NEM, each within the spare power and the slack `ηcηd(f⁺ + f⁻)`. Per MTU: the shares of either direction add up to the
 * capacity, the parts of NEM to `nemPowerFactor` of it. Per site: baselines with everything on top stay within the fuse.
 * An owner's allowance carries all discharge, and in each MTU the upward power from what is left of it. Of a car with
 * curves the programme knows the highest points alone: a bound of what it can do, not a plan for it.
 *
 * Relaxed are two things: a car may charge and discharge at once, which burns energy and makes room where there is none
 * (`exclusive` forbids it by a whole number for each car and MTU), and shares need not be in proportion. So its optimum
 * is an upper bound of what a plan is worth.
 */
export function linearProgramme(courses: Courses, exclusive: boolean): LinearProgramme {
  const builder = new Builder(courses, exclusive);
  for (let vehicle = 0; vehicle < courses.count; vehicle++) builder.addVehicle(vehicle);
  return builder.finished();
}

class Builder {
  private readonly programme: LinearProgramme;
  /** Terms of the sums that bind the group, per MTU, and of the power through each fuse, per site and MTU. */
  private readonly sums: Record<'up' | 'down' | 'nemUp' | 'nemDown', Term[][]>;
  private readonly fuses = new Map<string, { up: Term[]; down: Term[]; givenW: number }[]>();

  constructor(
    private readonly courses: Courses,
    private readonly exclusive: boolean,
  ) {
    const { mtus, count, question } = courses;
    this.programme = {
      cost: [],
      lower: [],
      upper: [],
      integer: [],
      rowLower: [],
      rowUpper: [],
      rowStart: [0],
      column: [],
      coefficient: [],
      energyColumn: new Int32Array(count * (mtus + 1)).fill(-1),
    };
    const perMtu = (): Term[][] => question.worth.map(() => []);
    this.sums = { up: perMtu(), down: perMtu(), nemUp: perMtu(), nemDown: perMtu() };
    for (const site of question.siteLimitsW?.keys() ?? [])
      this.fuses.set(
        site,
        question.worth.map(() => ({ up: [], down: [], givenW: 0 })),
      );
  }

  addVehicle(vehicle: number): void {
    const { courses, programme } = this;
    const { mtus, question } = courses;
    const car = question.vehicles[vehicle] as PlannedVehicle;
    const first = courses.first[vehicle] as number;
    const last = courses.last[vehicle] as number;
    const base = vehicle * (mtus + 1);
    const discharged: Term[] = [];
    const allowanceWh = courses.allowanceWh[vehicle] as number;
    this.addGiven(vehicle, car);
    let energy: Term[] = [];
    let energyWh = courses.givenWh[base + first] as number;
    for (let mtu = first; mtu < last; mtu++) {
      const hours = courses.hours[vehicle * mtus + mtu] as number;
      const { charge, discharge } = this.powers(vehicle, mtu, hours);
      const stored = mtu === last - 1 ? (question.costs?.storedPerWh ?? 0) : 0;
      const next = this.addColumn(stored, courses.lowWh[base + mtu + 1] as number, courses.highWh[vehicle] as number);
      programme.energyColumn[base + mtu + 1] = next;
      const keptWh = energyWh - (car.standbyW ?? 0) * hours;
      const fall = hours / car.dischargeEfficiency;
      this.addRow(keptWh, keptWh, [
        [next, 1],
        ...energy.map(([column, value]): Term => [column, -value]),
        [charge, -car.chargeEfficiency * hours],
        [discharge, fall],
      ]);
      if (courses.stays[vehicle * mtus + mtu] === 1) {
        const shares = this.addShares(vehicle, mtu, { charge, discharge }, energy, energyWh);
        if (allowanceWh < Infinity)
          this.addAllowedPower(car, allowanceWh, { charge, discharge, ...shares }, discharged);
      } else this.throughFuse(car, mtu, { charge, discharge }, [], []);
      discharged.push([discharge, fall]);
      energy = [[next, 1]];
      energyWh = 0;
    }
    if (allowanceWh < Infinity && discharged.length > 0) this.addRow(-Infinity, allowanceWh, discharged);
  }

  finished(): LinearProgramme {
    const { worth, nemPowerFactor, siteLimitsW } = this.courses.question;
    worth.forEach((bands, mtu) => {
      let from = 0;
      const capacity = bands.map(({ upToW, worth: each }) => {
        const column = this.addColumn(each, 0, upToW - from);
        from = upToW;
        return column;
      });
      const less = (factor: number): Term[] => capacity.map((column) => [column, -factor]);
      this.addRow(0, Infinity, [...(this.sums.up[mtu] as Term[]), ...less(1)]);
      this.addRow(0, Infinity, [...(this.sums.down[mtu] as Term[]), ...less(1)]);
      this.addRow(0, Infinity, [...(this.sums.nemUp[mtu] as Term[]), ...less(nemPowerFactor)]);
      this.addRow(0, Infinity, [...(this.sums.nemDown[mtu] as Term[]), ...less(nemPowerFactor)]);
    });
    for (const [site, fuse] of this.fuses) {
      const limitW = siteLimitsW?.get(site) ?? Infinity;
      for (const { up, down, givenW } of fuse) {
        if (up.length > 0) this.addRow(-Infinity, limitW - givenW, up);
        if (down.length > 0) this.addRow(-Infinity, limitW + givenW, down);
      }
    }
    return this.programme;
  }

  /** Columns of a car's charging and discharging in one MTU. */
  private powers(vehicle: number, mtu: number, hours: number): { charge: number; discharge: number } {
    const { courses } = this;
    const { costs, vehicles } = courses.question;
    const car = vehicles[vehicle] as PlannedVehicle;
    const maxChargeW = courses.peakChargeW[vehicle] as number;
    const maxDischargeW = courses.peakDischargeW[vehicle] as number;
    const wear = (costs?.wearPerWh ?? 0) / car.dischargeEfficiency;
    const charge = this.addColumn(-(costs?.buyPerWh[mtu] ?? 0) * hours, 0, maxChargeW);
    const discharge = this.addColumn(((costs?.sellPerWh[mtu] ?? 0) - wear) * hours, 0, maxDischargeW);
    if (!this.exclusive || maxDischargeW === 0) return { charge, discharge };
    const charges = this.addColumn(0, 0, 1, 1);
    this.addRow(-Infinity, 0, [
      [charge, 1],
      [charges, -maxChargeW],
    ]);
    this.addRow(-Infinity, maxDischargeW, [
      [discharge, 1],
      [charges, maxDischargeW],
    ]);
    return { charge, discharge };
  }

  /** @returns columns of the upward share and of NEM's part upward. */
  private addShares(
    vehicle: number,
    mtu: number,
    { charge, discharge }: { charge: number; discharge: number },
    energy: readonly Term[],
    energyWh: number,
  ): { up: number; nemUp: number } {
    const { courses, sums } = this;
    const car = courses.question.vehicles[vehicle] as PlannedVehicle;
    const [up, down, nemUp, nemDown] = [0, 0, 0, 0].map(() => this.addColumn(0, 0, Infinity)) as [
      number,
      number,
      number,
      number,
    ];
    (sums.up[mtu] as Term[]).push([up, 1]);
    (sums.down[mtu] as Term[]).push([down, 1]);
    (sums.nemUp[mtu] as Term[]).push([nemUp, 1]);
    (sums.nemDown[mtu] as Term[]).push([nemDown, 1]);
    const hours = courses.enduranceHours;
    const above = energyWh - (courses.floorWh[vehicle * courses.mtus + mtu] as number);
    const room = (courses.roomTopWh[vehicle] as number) - energyWh;
    const baseline = (factor: number): Term[] => [
      [discharge, factor],
      [charge, -factor],
    ];
    const withoutEnergy = energy.map(([column, value]): Term => [column, -value]);
    // Full upward activation drains at least by either efficiency: the larger drain is the true one.
    for (const drain of [hours / car.dischargeEfficiency, hours * car.chargeEfficiency])
      this.addRow(-Infinity, above, [...baseline(drain), [up, drain], ...withoutEnergy]);
    const fill = hours * car.chargeEfficiency;
    this.addRow(-Infinity, room, [...baseline(-fill), [down, fill], ...energy]);
    this.addRow(-Infinity, courses.peakDischargeW[vehicle] as number, [...baseline(1), [up, 1], [nemUp, 1]]);
    this.addRow(-Infinity, courses.peakChargeW[vehicle] as number, [...baseline(-1), [down, 1], [nemDown, 1]]);
    const slack = car.chargeEfficiency * car.dischargeEfficiency;
    for (const nem of [nemUp, nemDown])
      this.addRow(-Infinity, 0, [
        [nem, 1],
        [up, -slack],
        [down, -slack],
      ]);
    this.throughFuse(car, mtu, { charge, discharge }, [up, nemUp], [down, nemDown]);
    return { up, nemUp };
  }

  /** What the MTUs before have discharged is missing in the power that the owner's allowance carries for the endurance. */
  private addAllowedPower(
    { dischargeEfficiency }: PlannedVehicle,
    allowanceWh: number,
    { charge, discharge, up, nemUp }: Readonly<Record<'charge' | 'discharge' | 'up' | 'nemUp', number>>,
    discharged: readonly Term[],
  ): void {
    const each = dischargeEfficiency / this.courses.enduranceHours;
    const before = discharged.map(([column, fall]): Term => [column, each * fall]);
    this.addRow(-Infinity, each * allowanceWh, [[discharge, 1], [charge, -1], [up, 1], [nemUp, 1], ...before]);
  }

  /** Power of a car that is not planned (yet). */
  private addGiven(vehicle: number, car: PlannedVehicle): void {
    const { courses } = this;
    const fuse = this.fuses.get(car.siteId ?? '');
    if (fuse === undefined) return;
    const base = vehicle * (courses.mtus + 1);
    for (let mtu = 0; mtu < (courses.first[vehicle] as number); mtu++) {
      const hours = courses.hours[vehicle * courses.mtus + mtu] as number;
      const risenWh = (courses.givenWh[base + mtu + 1] as number) - (courses.givenWh[base + mtu] as number);
      const chargedWh = Math.max(0, risenWh + (car.standbyW ?? 0) * hours);
      (fuse[mtu] as { givenW: number }).givenW -= chargedWh / car.chargeEfficiency / hours;
    }
  }

  private throughFuse(
    car: PlannedVehicle,
    mtu: number,
    { charge, discharge }: { charge: number; discharge: number },
    upward: readonly number[],
    downward: readonly number[],
  ): void {
    const fuse = this.fuses.get(car.siteId ?? '')?.[mtu];
    if (fuse === undefined) return;
    fuse.up.push([discharge, 1], [charge, -1], ...upward.map((column): Term => [column, 1]));
    fuse.down.push([discharge, -1], [charge, 1], ...downward.map((column): Term => [column, 1]));
  }

  private addColumn(cost: number, lower: number, upper: number, integer = 0): number {
    const { programme } = this;
    programme.lower.push(lower);
    programme.upper.push(upper);
    programme.integer.push(integer);
    return programme.cost.push(cost) - 1;
  }

  private addRow(lower: number, upper: number, terms: readonly Term[]): void {
    const { programme } = this;
    for (const [column, coefficient] of terms) {
      programme.column.push(column);
      programme.coefficient.push(coefficient);
    }
    programme.rowLower.push(lower);
    programme.rowUpper.push(upper);
    programme.rowStart.push(programme.column.length);
  }
}
