import { epochMs, MS_PER_HOUR, type EpochMs } from '../../kernel/index.js';
import { mostConstantChargeW, mostConstantDischargeW } from '../constant-power.js';
import { groupCapacity, type BoundBy } from '../group.js';
import { memberOf, type GroupMember } from '../group-member.js';
import { NO_SHARES, sharesAt, type Shares } from '../shares.js';
import { energyAfterWh, powerForDrain, type Vehicle } from '../vehicle.js';
import { isCurved } from './constant-steps.js';
import type { Courses } from './courses.js';
import { worthOf, type CapacityWorth } from './plan-question.js';
import { fuseExcessOf, withinFuse, type FusedMember, type FuseExcess } from './fuse.js';

/** A plan as it turns out when every car follows its baselines and nothing is activated. */
export interface MeasuredPlan {
  /** What the group can hold in each MTU by the group rule, W. */
  readonly capacityW: readonly number[];
  readonly boundBy: readonly BoundBy[];
  /** A car's baselines, one per MTU, W, injection positive; 0 once it has left. In the question's order. */
  readonly baselinesW: readonly Float64Array[];
  /** Worth of the capacity, less what moving energy costs, plus what is left in the batteries. */
  readonly worth: number;
  /** Where the cars' promises need more than a site's fuse carries; empty: every fuse is kept. By site, then by MTU. */
  readonly fuseExcess: readonly FuseExcess[];
}

/** Baselines are moved by this much where rounding has put them outside the power that a car can sustain, W. */
const NUDGE_W = 1e-6;
/** A power this little beyond a curve is on it, W: paths are held to it to a tenth of that. */
const ON_CURVE_W = 1e-3;

/** Walks every car along a plan's energies (`vehicle·(mtus + 1) + boundary`, Wh) and asks the group rule at every MTU's start. */
export function measurePlan(courses: Courses, energiesWh: Float64Array): MeasuredPlan {
  const { mtus, question } = courses;
  const { at, mtuHours, nemPowerFactor, worth, siteLimitsW } = question;
  const startOf = (mtu: number): EpochMs => epochMs(at + Math.round(mtu * mtuHours * MS_PER_HOUR));
  const baselinesW = question.vehicles.map(() => new Float64Array(mtus));
  const members: FusedMember[][] = worth.map(() => []);
  let value = 0;
  question.vehicles.forEach(({ siteId, ...planned }, index) => {
    let vehicle: Vehicle = planned;
    const last = courses.last[index] as number;
    for (let mtu = 0; mtu < last; mtu++) {
      const hours = courses.hours[index * mtus + mtu] as number;
      const nextWh = energiesWh[index * (mtus + 1) + mtu + 1] as number;
      const horizon = { horizonHours: question.enduranceHours, mtuEnd: startOf(mtu + 1) };
      const isPlanned = mtu >= (courses.first[index] as number);
      const aimedW = wantedW(vehicle, nextWh, hours);
      const heldW = isPlanned && isCurved(vehicle) ? withinCurves(vehicle, aimedW, hours) : aimedW;
      const { baselineW, shares } = around(vehicle, startOf(mtu), heldW, horizon);
      (baselinesW[index] as Float64Array)[mtu] = baselineW;
      const member = memberOf(vehicle, baselineW, isPlanned ? shares : NO_SHARES);
      members[mtu]?.push({ siteId, baselineW, member: isPlanned ? member : NOTHING });
      const after = afterMtu(vehicle, baselineW, hours);
      value -= costOf(courses, vehicle, after, mtu, baselineW, hours);
      vehicle = after;
    }
    if (last > 0) value += vehicle.energyWh * (question.costs?.storedPerWh ?? 0);
  });
  const groups = members.map((all) => groupCapacity(withinFuse(all, siteLimitsW), nemPowerFactor));
  groups.forEach(({ capacityW }, mtu) => {
    value += worthOf(worth[mtu] as CapacityWorth, capacityW);
  });
  return {
    capacityW: groups.map(({ capacityW }) => capacityW),
    boundBy: groups.map(({ boundBy }) => boundBy),
    baselinesW,
    worth: value,
    fuseExcess: fuseExcessOf(question, baselinesW),
  };
}

const NOTHING: GroupMember = { ...NO_SHARES, headroomUpW: 0, headroomDownW: 0, roundTrip: 1 };

/** The power that takes the car to `nextWh`, within its limits. */
function wantedW(vehicle: Vehicle, nextWh: number, hours: number): number {
  const drainedWh = vehicle.energyWh - (vehicle.standbyW ?? 0) * hours - nextWh;
  const powerW = powerForDrain(vehicle, drainedWh, hours);
  return Math.min(vehicle.maxDischargeW, Math.max(-vehicle.maxChargeW, powerW)) + 0;
}

/** A path on a car's curve is a hair beyond it by rounding: then the car could hold no share around it. */
function withinCurves(vehicle: Vehicle, powerW: number, hours: number): number {
  const limitW = powerW > 0 ? mostConstantDischargeW(vehicle, hours) : -mostConstantChargeW(vehicle, hours) + 0;
  const beyondW = Math.abs(powerW) - Math.abs(limitW);
  return beyondW > 0 && beyondW < ON_CURVE_W ? limitW : powerW;
}

/** A baseline and the shares around it; one that rounding has put a hair outside what can be sustained is put back. */
function around(
  vehicle: Vehicle,
  at: EpochMs,
  baselineW: number,
  horizon: { horizonHours: number; mtuEnd: EpochMs },
): { baselineW: number; shares: Shares } {
  for (const nudgedW of [baselineW, baselineW - NUDGE_W, baselineW + NUDGE_W]) {
    const shares = sharesAt(vehicle, at, nudgedW, horizon);
    if (shares !== NO_SHARES) return { baselineW: nudgedW, shares };
  }
  return { baselineW, shares: NO_SHARES };
}

function afterMtu(vehicle: Vehicle, baselineW: number, hours: number): Vehicle {
  const energyWh = energyAfterWh(vehicle, baselineW, hours);
  const { dischargeAllowanceWh } = vehicle;
  if (dischargeAllowanceWh === undefined || baselineW <= 0) return { ...vehicle, energyWh };
  const dischargedWh = (baselineW / vehicle.dischargeEfficiency) * hours;
  return { ...vehicle, energyWh, dischargeAllowanceWh: Math.max(0, dischargeAllowanceWh - dischargedWh) };
}

function costOf(
  { question: { costs } }: Courses,
  before: Vehicle,
  after: Vehicle,
  mtu: number,
  baselineW: number,
  hours: number,
): number {
  if (costs === undefined) return 0;
  const gridWh = baselineW * hours;
  if (baselineW <= 0) return -gridWh * (costs.buyPerWh[mtu] ?? 0);
  const standbyWh = (before.standbyW ?? 0) * hours;
  const wear = (before.energyWh - after.energyWh - standbyWh) * costs.wearPerWh;
  return wear - gridWh * (costs.sellPerWh[mtu] ?? 0);
}
