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
}
export type CurvePoint = readonly [energyWh: number, powerW: number];

const SECONDS_PER_HOUR = 3600;

function onCurve(points: readonly CurvePoint[], energyWh: number): number {
  const after = points.findIndex(([wh]) => wh > energyWh);
  if (after === 0) return points[0]![1];
  if (after === -1) return points.at(-1)![1];
  const [[fromWh, fromW], [toWh, toW]] = [points[after - 1]!, points[after]!];
  return fromW + ((toW - fromW) * (energyWh - fromWh)) / (toWh - fromWh);
}

/** The most that the car can take, and give, at an energy. Asked every second: nothing is looked up without a curve. */
export function chargeLimitW(car: OracleCar, energyWh: number): number {
  if (car.chargeCurve === undefined) return car.chargeW;
  return Math.min(car.chargeW, onCurve(car.chargeCurve, energyWh));
}
export function dischargeLimitW(car: OracleCar, energyWh: number): number {
  if (car.dischargeCurve === undefined) return car.dischargeW;
  return Math.min(car.dischargeW, onCurve(car.dischargeCurve, energyWh));
}

/** What is in the battery after `seconds` at `powerW`: giving costs more than it gives, taking brings less than it takes. */
export function energyAfterWh(car: OracleCar, energyWh: number, powerW: number, seconds: number): number {
  const inBatteryW = powerW > 0 ? -powerW / car.dischargeEfficiency : -powerW * car.chargeEfficiency;
  return energyWh + ((inBatteryW - (car.standbyW ?? 0)) * seconds) / SECONDS_PER_HOUR;
}

/** Small enough that a curve is straight within it. */
const STEP_S = 10;

/**
 * The least energy at a second from which charging as hard as the battery takes it still reaches the target: the
 * departure's target, followed backwards. Without a curve that is a straight line; with one, steps of ten seconds.
 */
export function recoveryLine(car: OracleCar): (second: number) => number {
  if (car.chargeCurve === undefined) {
    const gainWh = (car.chargeW * car.chargeEfficiency - (car.standbyW ?? 0)) / SECONDS_PER_HOUR;
    return (second) => (second < car.departsAtS ? car.targetWh - gainWh * (car.departsAtS - second) : car.targetWh);
  }
  const line = [car.targetWh];
  const gainW = (wh: number): number => chargeLimitW(car, wh) * car.chargeEfficiency - (car.standbyW ?? 0);
  for (let steps = 1; steps <= Math.ceil(car.departsAtS / STEP_S); steps++) {
    const later = line[steps - 1]!;
    const middle = later - (gainW(later) * STEP_S) / 2 / SECONDS_PER_HOUR;
    line.push(later - (gainW(middle) * STEP_S) / SECONDS_PER_HOUR);
  }
  return (second) => {
    const steps = Math.max(0, car.departsAtS - second) / STEP_S;
    const low = line[Math.floor(steps)]!;
    const high = line[Math.ceil(steps)] ?? low;
    return low + (high - low) * (steps - Math.floor(steps));
  };
}
