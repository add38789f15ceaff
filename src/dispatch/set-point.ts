import { clamp, NOMINAL_MHZ } from '../kernel/index.js';
import { requiredResponseW, type EnergyManagement } from '../market/index.js';
import { CONTROL_OFF, type Frame } from './frame.js';
import { Mode, type Pool } from './pool.js';

/** What the group holds between two allocations. `givenWs` runs on: net energy given since the allocation, W·s. */
export interface GroupPosition {
  committedW: number;
  /** min(committed, Σ up shares, Σ down shares): what the members can give together. */
  heldW: number;
  /** Energy set aside for the response each way, Wh: what endurance counts from. */
  reservoirUpWh: number;
  reservoirDownWh: number;
  givenWs: number;
  /** Power of NEM over the capacity; droop and NEM together stay within ±(1 + factor) of the capacity. */
  nemPowerFactor: number;
  /** What of NEM's power nobody had room for when shares were dealt, W; absent: nothing. */
  nemLackingW?: number;
}

/** A watt for a second is 1000 mJ at the meter; over an efficiency in permille that is 1 000 000/permille at the battery, and times a permille it is the permille itself. */
const PERMILLE_SQUARED = 1_000_000;

/**
 * One second of the whole pool: set-points from the frequency, energies moved on, the group's sums written into the
 * frame at `second`. Positive power is injection.
 *
 * The driver's promise stands above everything: a car's energy never falls below its minimum nor below the recovery
 * line (the least energy from which charging at full power still reaches the target), and never rises above its
 * maximum. Where a set-point would cross one, it is cut to what the line allows.
 *
 * @returns whether a member of the reserve met one of its lines: the shares have to be allocated anew.
 */
export function stepSecond(
  pool: Pool,
  group: GroupPosition,
  management: EnergyManagement,
  frame: Frame,
  second: number,
  atMs: number,
): boolean {
  const millihertz = frame.millihertz[second] as number;
  const off = millihertz === CONTROL_OFF || group.committedW === 0;
  let deviation = 0;
  let nem = 0;
  let maintainedW = 0;
  let requiredW = 0;
  let enduranceUp = 0;
  let enduranceDown = 0;
  if (!off) {
    if (group.heldW > 0) {
      // Whole watt-seconds over whole watts: one rounding, so that a threshold in minutes is met exactly or not at all.
      enduranceUp = (group.reservoirUpWh * 3600 - group.givenWs) / (60 * group.heldW);
      enduranceDown = (group.reservoirDownWh * 3600 + group.givenWs) / (60 * group.heldW);
      management.step(millihertz, enduranceUp, enduranceDown);
    }
    const acting = management.nemActive === 1 || management.aemMeansActive === 1;
    nem = acting ? management.nemMean : 0;
    deviation = acting
      ? withinReserve(management.referenceMhz - clipped(millihertz), nem, group.nemPowerFactor)
      : NOMINAL_MHZ - clipped(millihertz);
    requiredW = acting
      ? management.responseW(group.committedW, millihertz)
      : requiredResponseW(group.committedW, millihertz);
    maintainedW = management.aemActive === 1 ? 0 : Math.min(group.committedW, group.heldW);
  }
  frame.requiredW[second] = requiredW;
  frame.maintainedW[second] = maintainedW;
  frame.nem[second] = off ? 0 : management.nemActive;
  frame.aem[second] = off ? 0 : management.aemMeansActive;
  frame.enduranceUpMin[second] = Math.max(0, enduranceUp);
  frame.enduranceDownMin[second] = Math.max(0, enduranceDown);
  return moveCars(pool, group, frame, second, atMs, deviation, nem);
}

const clipped = (millihertz: number): number =>
  millihertz < 49_900 ? 49_900 : millihertz > 50_100 ? 50_100 : millihertz;

/** A reference that slid away can ask for twice the capacity; droop and NEM together are held to ±(1 + factor) (eq. 24). */
function withinReserve(deviation: number, nem: number, factor: number): number {
  const limit = 1 + factor;
  return clamp(deviation, -100 * (limit + factor * nem), 100 * (limit - factor * nem));
}

function moveCars(
  pool: Pool,
  group: GroupPosition,
  frame: Frame,
  second: number,
  atMs: number,
  deviation: number,
  nem: number,
): boolean {
  const c = pool.columns;
  const { energyMj, maxMj, targetMj, chargeLimitW, dischargeLimitW, chargePermille, dischargePermille } = c;
  const { standbyMj, tapered, dischargeAllowanceMj } = c;
  const shareW = deviation > 0 ? c.upW : c.downW;
  const nemShareW = nem > 0 ? c.nemUpW : c.nemDownW;
  const row = second * frame.stride;
  let cut = false;
  let deliveredW = 0;
  let baselineSumW = 0;
  // The running remainder hands the group's watts out exactly: the members' whole watts add up to the group's.
  let exact = 0;
  let handedOut = 0;
  for (let i = 0; i < pool.count; i++) {
    // What standby takes is gone whatever the set-point is.
    const energy = (energyMj[i] as number) - (standbyMj[i] as number);
    const taper = tapered[i] === 1 ? pool.tapers[i] : undefined;
    const fullChargeW = taper === undefined ? (chargeLimitW[i] as number) : taper.chargeLimitW(energy);
    const efficiency = chargePermille[i] as number;
    const discharge = dischargePermille[i] as number;
    let power: number;
    if (c.mode[i] === Mode.Charging) {
      const missing = (targetMj[i] as number) - energy;
      power = missing > 0 ? -Math.min(fullChargeW, Math.ceil(missing / efficiency)) : 0;
      baselineSumW += power;
    } else {
      exact += (deviation * (shareW[i] as number)) / 100 + nem * (nemShareW[i] as number);
      const upTo = Math.round(exact);
      const baseline = c.baselineW[i] as number;
      power = baseline + (upTo - handedOut);
      handedOut = upTo;
      const limitW = taper === undefined ? (dischargeLimitW[i] as number) : taper.dischargeLimitW(energy);
      const clampedW = clamp(power, -fullChargeW, limitW);
      const possible =
        clampedW > 0 ? withinAllowance(clampedW, dischargeAllowanceMj[i] as number, discharge) : clampedW;
      const line = lineMj(pool, i, atMs + 1000, energy);
      power = withinWindow(possible, energy, line, maxMj[i] as number, fullChargeW, efficiency, discharge);
      if (power !== clampedW) cut = true;
      deliveredW += power - baseline;
      baselineSumW += baseline;
    }
    // Whole watts overshoot a full battery by a part of a watt-second: its own electronics stop there.
    const moved = energyAfter(energy, power, efficiency, discharge);
    energyMj[i] = power > 0 ? moved : Math.min(moved, Math.max(energy, maxMj[i] as number));
    if (power > 0) dischargeAllowanceMj[i] = (dischargeAllowanceMj[i] as number) - (energy - moved);
    frame.powerW[row + i] = power;
  }
  frame.deliveredW[second] = deliveredW;
  frame.baselineW[second] = baselineSumW;
  group.givenWs += deliveredW;
  return cut;
}

/** Whether a second at `powerW` from `atMs` on would take the car below its line: the set-point would be cut. */
export function meetsLine(pool: Pool, car: number, atMs: number, powerW: number): boolean {
  const c = pool.columns;
  const energy = (c.energyMj[car] as number) - (c.standbyMj[car] as number);
  const after = energyAfter(energy, powerW, c.chargePermille[car] as number, c.dischargePermille[car] as number);
  return after < lineMj(pool, car, atMs + 1000, energy);
}

/** The least energy the car may have at `atMs`, mJ: its recovery line, or its minimum where that is higher. */
function lineMj({ columns, tapers }: Pool, car: number, atMs: number, energy: number): number {
  const secondsLeft = ((columns.departureAt[car] as number) - atMs) / 1000;
  const target = columns.targetMj[car] as number;
  const least = columns.minMj[car] as number;
  const taper = columns.tapered[car] === 1 ? tapers[car] : undefined;
  const fastestChargeMj =
    (columns.chargeLimitW[car] as number) * (columns.chargePermille[car] as number) -
    (columns.standbyMj[car] as number);
  const straight = secondsLeft > 0 ? target - fastestChargeMj * secondsLeft : target;
  const recovery = taper === undefined ? straight : taper.lineMj(secondsLeft, target, energy);
  const line = recovery > least ? recovery : least;
  // A curve so steep that whole seconds of it say nothing leads the line astray: a full battery always is enough.
  const full = columns.maxMj[car] as number;
  return line < full ? line : full;
}

/** What a second at `power` leaves in the battery, mJ; what is given is rounded against the battery. */
const energyAfter = (energy: number, power: number, chargePermille: number, dischargePermille: number): number =>
  power > 0 ? energy - Math.ceil((power * PERMILLE_SQUARED) / dischargePermille) : energy - power * chargePermille;

/** The set-point nearest to `power` that keeps the car above its line and below its maximum. */
function withinWindow(
  power: number,
  energy: number,
  line: number,
  max: number,
  chargeLimitW: number,
  chargePermille: number,
  dischargePermille: number,
): number {
  let allowed = power;
  const after = energyAfter(energy, power, chargePermille, dischargePermille);
  if (after < line) {
    const room = Math.floor(energy - line);
    const most =
      room >= 0 ? Math.floor((room * dischargePermille) / PERMILLE_SQUARED) : -Math.ceil(-room / chargePermille);
    allowed = Math.max(-chargeLimitW, Math.min(allowed, most));
  } else if (after > max) {
    // Where the line is the full battery, the last part of a watt-second is asked for as a whole watt.
    const most = Math.max(
      Math.floor(Math.max(0, max - energy) / chargePermille),
      Math.ceil((line - energy) / chargePermille),
    );
    allowed = Math.max(allowed, -most);
  }
  return allowed + 0;
}

/** Discharging no more than the allowance lasts for a second. */
const withinAllowance = (power: number, allowanceMj: number, dischargePermille: number): number =>
  Math.min(power, Math.max(0, Math.floor((allowanceMj * dischargePermille) / PERMILLE_SQUARED)));
