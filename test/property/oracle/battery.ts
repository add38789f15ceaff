/**
 * The other opinion: a battery behind a meter, written from the rules' text and the physics alone. Nothing in this folder
 * imports the product. Plain numbers: energies battery-side Wh, powers grid-side W with injection positive, time in
 * seconds from the start of the run.
 */
export interface OracleCar {
  readonly id: string;
  readonly energyWh: number;
  /** What the driver may need at any instant; the car may arrive with less, and is then never drawn lower. */
  readonly minimumWh: number;
  readonly maximumWh: number;
  /** Promised for the departure. */
  readonly targetWh: number;
  /** What the driver said. */
  readonly departsAtS: number;
  readonly chargeW: number;
  readonly dischargeW: number;
  readonly chargeEfficiency: number;
  readonly dischargeEfficiency: number;
  /** Power that the battery takes or gives at an energy: points `[Wh, W]`, linear between, level beyond; the charger's limit still holds. */
  readonly chargeCurve?: readonly CurvePoint[];
  readonly dischargeCurve?: readonly CurvePoint[];
  /** Lost inside the car for as long as it stays, W battery-side. */
  readonly standbyW?: number;
  /** What the owner still lets be drawn out of the battery, Wh battery-side, whatever comes back in. */
  readonly dischargeAllowanceWh?: number;
}
export type CurvePoint = readonly [energyWh: number, powerW: number];

const SECONDS_PER_HOUR = 3600;

function onCurve(points: readonly CurvePoint[], energyWh: number): number {
  let [fromWh, fromW] = points[0]!;
  if (energyWh <= fromWh) return fromW;
  for (let index = 1; index < points.length; index++) {
    const point = points[index]!;
    if (energyWh < point[0]) return fromW + ((point[1] - fromW) * (energyWh - fromWh)) / (point[0] - fromWh);
    fromWh = point[0];
    fromW = point[1];
  }
  return fromW;
}

/** The most that the car can take, and give, at an energy. Asked every second: nothing is looked up without a curve. */
export function chargeLimitW(car: OracleCar, energyWh: number): number {
  if (car.chargeCurve === undefined) return car.chargeW;
  return lesser(car.chargeW, onCurve(car.chargeCurve, energyWh));
}
export function dischargeLimitW(car: OracleCar, energyWh: number): number {
  if (car.dischargeCurve === undefined) return car.dischargeW;
  return lesser(car.dischargeW, onCurve(car.dischargeCurve, energyWh));
}

const lesser = (one: number, other: number): number => (one < other ? one : other);

/** What is in the battery after `seconds` at `powerW`: giving costs more than it gives, taking brings less than it takes. */
export function energyAfterWh(car: OracleCar, energyWh: number, powerW: number, seconds: number): number {
  const inBatteryW = powerW > 0 ? -powerW / car.dischargeEfficiency : -powerW * car.chargeEfficiency;
  return energyWh + ((inBatteryW - (car.standbyW ?? 0)) * seconds) / SECONDS_PER_HOUR;
}

/**
 * The least energy at a second from which charging as hard as the battery takes it still reaches the target: the
 * departure's target, followed backwards in time. Without a curve that is a straight line.
 */
export function recoveryLine(car: OracleCar): (second: number) => number {
  if (car.chargeCurve !== undefined) return recoveryCurve(car, car.chargeCurve);
  const gainWh = (car.chargeW * car.chargeEfficiency - (car.standbyW ?? 0)) / SECONDS_PER_HOUR;
  return (second) => (second < car.departsAtS ? car.targetWh - gainWh * (car.departsAtS - second) : car.targetWh);
}

/** From `highWh` downwards, `laterH` before the departure, energy falls at `rateW + slope·(e − highWh)`. */
interface Stretch {
  readonly laterH: number;
  readonly highWh: number;
  readonly rateW: number;
  readonly slope: number;
}

/**
 * Between two points of a curve the gain is linear in the energy, so that energy follows an exponential. Cars whose
 * standby losses are more than they can charge are not asked about.
 */
function recoveryCurve(car: OracleCar, curve: readonly CurvePoint[]): (second: number) => number {
  const gainW = (wh: number): number => chargeLimitW(car, wh) * car.chargeEfficiency - (car.standbyW ?? 0);
  const turns = [...curve.map(([wh]) => wh), ...crossings(curve, car.chargeW)]
    .filter((wh) => wh < car.targetWh)
    .sort((one, other) => other - one);
  const stretches: Stretch[] = [];
  let [highWh, laterH] = [car.targetWh, 0];
  for (const lowWh of turns) {
    const [rateW, endW] = [gainW(highWh), gainW(lowWh)];
    const slope = (rateW - endW) / (highWh - lowWh);
    stretches.push({ laterH, highWh, rateW, slope });
    laterH += Math.abs(slope) < 1e-9 ? (highWh - lowWh) / rateW : Math.log(rateW / endW) / slope;
    highWh = lowWh;
  }
  stretches.push({ laterH, highWh, rateW: gainW(highWh), slope: 0 });
  return (second) => {
    const hours = (car.departsAtS - second) / SECONDS_PER_HOUR;
    if (hours <= 0) return car.targetWh;
    let at = stretches.length - 1;
    while (stretches[at]!.laterH > hours) at -= 1;
    const stretch = stretches[at]!;
    const time = hours - stretch.laterH;
    const straight = Math.abs(stretch.slope) < 1e-9;
    return stretch.highWh - stretch.rateW * (straight ? time : -Math.expm1(-stretch.slope * time) / stretch.slope);
  };
}

/** Energies at which the curve passes a level. */
const crossings = (curve: readonly CurvePoint[], levelW: number): number[] =>
  curve.slice(1).flatMap(([wh, watts], index) => {
    const [beforeWh, beforeW] = curve[index]!;
    return beforeW > levelW === watts > levelW
      ? []
      : [beforeWh + ((levelW - beforeW) * (wh - beforeWh)) / (watts - beforeW)];
  });
