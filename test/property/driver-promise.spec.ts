import { describe, expect, it } from '@jest/globals';
import {
  allocateMtu,
  CONTROL_OFF,
  Frame,
  Mode,
  Pool,
  reallocate,
  stepSecond,
  welcome,
} from '../../src/dispatch/index.js';
import { epochMs, unitOf } from '../../src/kernel/index.js';
import { EnergyManagement, newestFcrnRules } from '../../src/market/index.js';
import { seeded, type Random } from '../../src/simulation/seeded.js';

/** A car as its driver sees it, and the judge's own book of its battery, in joules. */
interface Car {
  readonly id: string;
  readonly arrivesS: number;
  /** What the driver said; some leave earlier, and then nothing was promised. */
  readonly statedS: number;
  readonly leavesS: number;
  readonly lowestJ: number;
  readonly fullJ: number;
  readonly promisedJ: number;
  readonly chargeW: number;
  readonly dischargeW: number;
  readonly chargeEfficiency: number;
  readonly dischargeEfficiency: number;
  readonly arrivalJ: number;
  energyJ: number;
}

const START = Date.UTC(2026, 0, 12, 12);
/** Everything in small: MTUs of five minutes, ten minutes in all, batteries that this can fill and empty; NEM and AEM act at once. */
const MTU_MINUTES = 5;
const HORIZON_S = 600;
const POOLS = 1_000;
const rules = newestFcrnRules();
/** Downwards nothing is lost but the millijoule to which the arrival was rounded. */
const ROUNDING_J = 0.01;
/** Upwards the engine counts each second of discharging up to a whole millijoule, and the last watt-second in full. */
const overshootJ = (seconds: number): number => 1 + seconds / 1000;

function carOf(random: Random, index: number): Car {
  const batteryJ = (300 + random.int(6_000)) * 3_600;
  const fullJ = batteryJ * [1, 1, 0.9, 0.8][random.int(4)]!;
  const arrivalJ = fullJ * random.next();
  const arrivesS = random.int(3) === 0 ? random.int(HORIZON_S >> 1) : 0;
  const statedS = arrivesS + 60 + random.int(HORIZON_S);
  return {
    id: `car-${index}`,
    arrivesS,
    statedS,
    leavesS: random.int(6) === 0 ? arrivesS + 1 + random.int(statedS - arrivesS) : statedS,
    lowestJ: Math.min(arrivalJ, fullJ * 0.3 * random.next()),
    fullJ,
    promisedJ: fullJ * (random.int(6) === 0 ? 1 : random.next()),
    chargeW: [3_700, 7_400, 11_000, 50_000][random.int(4)]!,
    dischargeW: [3_700, 7_400, 11_000, 50_000][random.int(4)]!,
    chargeEfficiency: (850 + random.int(151)) / 1000,
    dischargeEfficiency: (850 + random.int(151)) / 1000,
    arrivalJ,
    energyJ: arrivalJ,
  };
}

/** Frequencies that hurt: long one-sided stretches, square waves in resonance with the means of NEM and AEM, noise, gaps. */
function adversary(random: Random): (second: number) => number {
  const [kind, swing, period] = [random.int(6), 20 + random.int(180), 20 + random.int(600)];
  if (kind === 0) return () => 50_000 - swing;
  if (kind === 1) return () => 50_000 + swing;
  if (kind === 2) return (second) => 50_000 + (Math.floor(second / period) % 2 === 0 ? swing : -swing);
  if (kind === 3) return () => 49_850 + random.int(300);
  if (kind === 4) return (second) => (second % period < period >> 2 ? CONTROL_OFF : 50_000 - swing);
  return (second) => Math.round(50_000 + swing * Math.sin((2 * Math.PI * second) / period));
}

const promised = (car: Car): boolean =>
  car.leavesS === car.statedS &&
  car.arrivalJ + car.chargeW * car.chargeEfficiency * (car.leavesS - car.arrivesS) >= car.promisedJ;

/** Second by second: the engine's set-points move the judge's batteries; every broken rule is a line. */
function broken(seed: number): { problems: string[]; kept: number; held: number } {
  const random = seeded(seed, 'driver-promise');
  const cars = Array.from({ length: 2 + random.int(14) }, (_, index) => carOf(random, index));
  const frequency = adversary(random);
  const boldness = random.next() * 1.5;
  const pool = new Pool();
  const management = new EnergyManagement(rules);
  const frame = new Frame();
  const problems: string[] = [];
  let [kept, held] = [0, 0];
  const reckless = random.int(2) === 0;
  let mtu = unitOf(epochMs(START), MTU_MINUTES);
  const obligation = (committedW: number) => ({
    mtuEnd: mtu.end,
    committedW,
    mtuHours: MTU_MINUTES / 60,
    enduranceHours: MTU_MINUTES / 60,
    nemPowerFactor: rules.nemPowerFactor,
  });
  let { group } = allocateMtu(pool, mtu.start, obligation(0));
  let again = false;
  const moves = new Set(cars.flatMap(({ arrivesS, leavesS }) => [arrivesS, leavesS]));
  let inSlots: Car[] = [];
  for (let second = 0; second < HORIZON_S; second++) {
    const at = epochMs(START + second * 1000);
    for (const car of moves.has(second) ? cars : []) {
      if (car.leavesS === second) {
        again = pool.remove(car.id) || again;
        if (promised(car) && car.energyJ < car.promisedJ - ROUNDING_J)
          problems.push(`seed ${seed}: ${car.id} left ${car.promisedJ - car.energyJ} J short`);
        if (promised(car)) kept++;
      }
      if (car.arrivesS !== second) continue;
      pool.add(pooled(car));
      welcome(pool, pool.count - 1, at, obligation(group.committedW));
    }
    if (moves.has(second)) inSlots = pool.sessionIds.map((id) => cars.find((car) => car.id === id)!);
    if (at >= mtu.end || second === 0) {
      mtu = unitOf(at, MTU_MINUTES);
      ({ group } = allocateMtu(pool, at, obligation(0), (firmW) => Math.floor((firmW * boldness) / 100) * 100));
      if (reckless) overload(pool, random);
    } else if (again && !reckless) group = reallocate(pool, at, obligation(group.committedW));
    frame.millihertz[0] = frequency(second);
    again = stepSecond(pool, group, management, frame, 0, at);
    held += group.heldW > 0 ? 1 : 0;
    for (let slot = 0; slot < pool.count; slot++) {
      const car = inSlots[slot]!;
      const power = frame.powerW[slot]!;
      car.energyJ -= power > 0 ? power / car.dischargeEfficiency : power * car.chargeEfficiency;
      if (!Number.isInteger(power) || power > car.dischargeW || power < -car.chargeW)
        problems.push(`seed ${seed}, second ${second}: ${car.id} at ${power} W`);
      // A car may come with less than its minimum; it is never drawn lower.
      if (car.energyJ < car.lowestJ - ROUNDING_J || car.energyJ > car.fullJ + overshootJ(second))
        problems.push(`seed ${seed}, second ${second}: ${car.id} at ${car.energyJ} J`);
    }
  }
  return { problems: problems.slice(0, 5), kept, held };
}

/** A planner gone mad: any baseline, any share, also for cars that should charge. The lines alone must hold. */
function overload({ columns, count }: Pool, random: Random): void {
  for (let slot = 0; slot < count; slot++) {
    const [charge, discharge] = [columns.chargeLimitW[slot]!, columns.dischargeLimitW[slot]!];
    columns.mode[slot] = Mode.Reserve;
    columns.baselineW[slot] = random.int(charge + discharge) - charge;
    columns.upW[slot] = random.int(2 * discharge);
    columns.downW[slot] = random.int(2 * charge);
    columns.nemUpW[slot] = random.int(discharge);
    columns.nemDownW[slot] = random.int(charge);
  }
}

const pooled = (car: Car) => ({
  sessionId: car.id,
  energyMj: Math.round(car.arrivalJ * 1000),
  minMj: Math.round(car.lowestJ * 1000),
  maxMj: Math.round(car.fullJ * 1000),
  targetMj: Math.round(car.promisedJ * 1000),
  departureAt: epochMs(START + car.statedS * 1000),
  chargeLimitW: car.chargeW,
  dischargeLimitW: car.dischargeW,
  chargeEfficiencyPermille: Math.round(car.chargeEfficiency * 1000),
  dischargeEfficiencyPermille: Math.round(car.dischargeEfficiency * 1000),
  reserve: true,
});

describe('the driver’s promise', () => {
  it('is kept against every frequency, whatever was sold: no target missed, no window left, no power beyond its limit', () => {
    let [departures, heldSeconds] = [0, 0];
    for (let seed = 1; seed <= POOLS; seed++) {
      const { problems, kept, held } = broken(seed);
      expect(problems).toEqual([]);
      departures += kept;
      heldSeconds += held;
    }
    expect(departures).toBeGreaterThan(POOLS);
    expect(heldSeconds).toBeGreaterThan(POOLS * 100);
  }, 60_000);
});
