import {
  allocateMtu,
  allowingFor,
  baselineStrategy,
  CONTROL_OFF,
  Frame,
  Mode,
  NEM_AT_REST,
  Pool,
  reallocate,
  stepSecond,
  welcome,
  type BaselineStrategy,
  type ComingMtu,
  type GroupPosition,
  type NemInHand,
  type Obligation,
  type PooledVehicle,
  type StrategyName,
} from '../../src/dispatch/index.js';
import { epochMs, MJ_PER_WH, unitOf, type EpochMs, type Interval } from '../../src/kernel/index.js';
import { EnergyManagement, newestFcrnRules } from '../../src/market/index.js';
import {
  DriverJudge,
  firstBrokenPromise,
  GroupJudge,
  leaversCountedOn,
  unknownWh,
  type FrequencyPath,
  type OracleCar,
  type PromisedHour,
} from './oracle/index.js';
import { chance, pathOf, type Path } from './paths.js';
import { curveOf, START } from './product-answers.js';

/** A stay: when the car comes, and when it truly leaves, which may be before what its driver said. */
export interface Stay {
  readonly car: OracleCar;
  readonly arrivesS: number;
  readonly leavesS: number;
}

/** Some hours of a car park, as plain data. */
export interface World {
  readonly stays: readonly Stay[];
  readonly path: Path | FrequencyPath;
  /** One second in so many is without a frequency; 0: none. */
  readonly gapEveryS: number;
  /** Percent of each MTU's firm capacity that is sold. */
  readonly soldPercent: number;
  readonly mtuMinutes: number;
  readonly mtus: number;
  /** A planner gone mad, by a seed: any baseline, any share, also for cars that should charge. */
  readonly madness: number | null;
  /** Where cars wait for activation. */
  readonly strategy: StrategyName;
  /** Members that leave without a word; absent: nobody is counted on to. */
  readonly leavers?: Leavers;
  /** What was sold in each MTU before the first one began, W; absent: `soldPercent` of what is firm at its start. */
  readonly soldW?: readonly number[];
  /** Seconds at which the process starts again, in the middle of an MTU, and plans what is left of it. */
  readonly restartsAtS?: readonly number[];
}

/** As many as the policy counts on, in each MTU; always the one that holds the most of something. */
export interface Leavers {
  readonly leavingProbability: number;
  readonly reliability: number;
  /** Seconds of the run at which one goes, rising. */
  readonly atS: readonly number[];
  readonly whoHoldsMost: 'upW' | 'downW' | 'nemUpW' | 'nemDownW';
}

/** What the judges saw. */
export interface Verdict {
  readonly problems: string[];
  /** Departures as stated of cars that could reach their target. */
  readonly kept: number;
  /** MTUs that began with something sold of their firm capacity and in which nobody came, left or was short. */
  readonly quietMtus: number;
  /** Members that left without a word. */
  readonly gone: number;
  /** Of what was sold, and held, at the MTUs' starts, W. */
  readonly soldW: number;
  readonly heldW: number;
  readonly seen: GroupJudge['seen'];
}

const rules = newestFcrnRules();

export const pooled = (car: OracleCar): PooledVehicle => ({
  sessionId: car.id,
  energyMj: Math.round(car.energyWh * MJ_PER_WH),
  minMj: Math.round(car.minimumWh * MJ_PER_WH),
  maxMj: Math.round(car.maximumWh * MJ_PER_WH),
  targetMj: Math.round(car.targetWh * MJ_PER_WH),
  departureAt: epochMs(START + car.departsAtS * 1000),
  chargeLimitW: car.chargeW,
  dischargeLimitW: car.dischargeW,
  chargeEfficiencyPermille: Math.round(car.chargeEfficiency * 1000),
  dischargeEfficiencyPermille: Math.round(car.dischargeEfficiency * 1000),
  ...(car.standbyW === undefined ? undefined : { standbyW: car.standbyW }),
  ...(car.dischargeAllowanceWh === undefined
    ? undefined
    : { dischargeAllowanceMj: Math.round(car.dischargeAllowanceWh * MJ_PER_WH) }),
  ...(car.chargeCurve === undefined && car.dischargeCurve === undefined ? undefined : { curves: curvesOf(car) }),
  reserve: true,
});

const curvesOf = ({ chargeCurve, dischargeCurve }: OracleCar): PooledVehicle['curves'] & object => ({
  ...(chargeCurve === undefined ? undefined : { chargeCurve: curveOf(chargeCurve) }),
  ...(dischargeCurve === undefined ? undefined : { dischargeCurve: curveOf(dischargeCurve) }),
});

/** Lives through a world with the product's dispatch, and lets the judges look at every second of it. */
export function live(world: World): Verdict {
  return new DispatchWorld(world).live();
}

class DispatchWorld {
  private readonly pool = new Pool();
  private readonly management = new EnergyManagement(rules);
  private readonly frame = new Frame();
  private readonly group = new GroupJudge();
  private readonly problems: string[] = [];
  private judges: DriverJudge[] = [];
  private readonly byId = new Map<string, DriverJudge>();
  private position!: GroupPosition;
  private mtu: Interval;
  private again = false;
  private quiet = false;
  private kept = 0;
  private quietMtus = 0;
  /** How many more may leave without a word in this MTU, and how many have in all. */
  private mayLeave = 0;
  private gone = 0;
  private soldW = 0;
  private heldW = 0;

  private readonly strategy: BaselineStrategy;

  constructor(private readonly world: World) {
    const strategy = baselineStrategy(world.strategy);
    this.strategy = world.leavers === undefined ? strategy : allowingFor(world.leavers, strategy);
    this.mtu = unitOf(START, world.mtuMinutes);
  }

  live(): Verdict {
    const { stays, path, gapEveryS, mtus, mtuMinutes } = this.world;
    const deviation = typeof path === 'function' ? path : pathOf(path);
    const moves = new Set(stays.flatMap(({ arrivesS, leavesS }) => [arrivesS, leavesS]));
    for (let second = 0; second < mtus * mtuMinutes * 60 && this.problems.length < 3; second++) {
      const at = epochMs(START + second * 1000);
      if (at >= this.mtu.end) this.mtu = unitOf(at, mtuMinutes);
      if (moves.has(second)) this.move(second, at);
      if (this.world.leavers?.atS.includes(second)) this.leave(this.world.leavers);
      if (at === this.mtu.start) this.begin(at);
      else if (this.world.restartsAtS?.includes(second)) this.restart(at, second);
      else if (this.again && this.world.madness === null)
        this.hold(reallocate(this.pool, at, this.obligation(this.position.committedW), this.nemInHand()), second);
      const off = gapEveryS > 0 && second % gapEveryS === gapEveryS - 1;
      this.second(second, at, off ? null : deviation(second));
    }
    if (this.quiet) this.quietMtus += 1;
    const { problems, kept, quietMtus, gone, soldW, heldW } = this;
    return { problems, kept, quietMtus, gone, soldW, heldW, seen: this.group.seen };
  }

  /** Nobody was told: the hour counts as quiet all the same. */
  private leave({ whoHoldsMost }: Leavers): void {
    const { columns, sessionIds, count } = this.pool;
    let most = -1;
    for (let slot = 0; slot < count; slot++)
      if (columns[whoHoldsMost][slot]! > (most < 0 ? 0 : columns[whoHoldsMost][most]!)) most = slot;
    if (this.mayLeave === 0 || most < 0) return;
    const id = sessionIds[most]!;
    if (this.pool.remove(id)) this.again = true;
    this.byId.delete(id);
    this.judges = this.pool.sessionIds.map((other) => this.byId.get(other)!);
    this.mayLeave -= 1;
    this.gone += 1;
  }

  /** Those who leave go before those who come. */
  private move(second: number, at: EpochMs): void {
    for (const { car, leavesS } of this.world.stays) {
      const judge = this.byId.get(car.id);
      if (leavesS !== second || judge === undefined) continue;
      if (this.pool.remove(car.id)) this.again = true;
      this.quiet = false;
      if (leavesS !== car.departsAtS || !judge.reachable) continue;
      this.kept += 1;
      this.note(judge.departure(second));
    }
    for (const { car, arrivesS } of this.world.stays) {
      if (arrivesS !== second) continue;
      this.pool.add(pooled(car));
      this.byId.set(car.id, new DriverJudge(car, second));
      if (at === this.mtu.start) continue;
      welcome(this.pool, this.pool.count - 1, at, this.obligation(this.position.committedW), this.strategy);
    }
    this.judges = this.pool.sessionIds.map((id) => this.byId.get(id)!);
  }

  private begin(at: EpochMs): void {
    if (this.quiet) this.quietMtus += 1;
    this.quiet = false;
    const { soldW, soldPercent } = this.world;
    const pretend = (firmW: number): number => Math.floor((firmW * soldPercent) / 100);
    const due = this.obligation(this.soldIn(at));
    const { group, firm } = this.allocate(at, due, soldW === undefined ? pretend : undefined);
    this.hold(group, (at - START) / 1000);
    this.soldW += group.committedW;
    this.heldW += Math.min(group.heldW, firm.capacityW);
    if (this.world.madness !== null) overload(this.pool, chance(this.world.madness + at));
    // What was sold ahead may be more than what is firm now: then it is a shortfall, and its response is what it is.
    this.quiet = this.isJudgedByTso && group.committedW > 0 && group.committedW <= firm.capacityW;
    const { leavers } = this.world;
    this.mayLeave = leavers ? leaversCountedOn(this.members(), leavers) : 0;
    const second = (at - START) / 1000;
    this.quiet &&= !this.judges.some((judge, slot) => judge.isOnEdge(second, this.pool.columns.baselineW[slot]!));
    if (!this.quiet) return;
    this.note(this.shortOfFirm(second));
    for (const mhz of [-101, 101]) this.note(firstBrokenPromise(this.promise(second), () => mhz));
  }

  /** Whatever was in the memory is gone, and the rest of the MTU is planned anew. */
  private restart(at: EpochMs, second: number): void {
    this.quiet = false;
    this.hold(this.allocate(at, this.obligation(this.position.committedW)).group, second);
  }

  private allocate(at: EpochMs, due: Obligation, pretend?: (firmW: number) => number) {
    const coming = (mtuStart: EpochMs): ComingMtu => {
      const { end } = unitOf(mtuStart, this.world.mtuMinutes);
      return { ...due, mtuStart, mtuEnd: end, committedW: this.soldIn(mtuStart), priceEurPerMwH: null };
    };
    return allocateMtu(this.pool, at, due, pretend, this.strategy, coming, this.nemInHand());
  }

  private soldIn(mtuStart: EpochMs): number {
    return this.world.soldW?.[(mtuStart - START) / (this.world.mtuMinutes * 60_000)] ?? 0;
  }

  private hold(position: GroupPosition, second: number): void {
    if (this.quiet && position.heldW < position.committedW)
      this.note(`second ${second}: of ${position.committedW} W sold as firm ${position.heldW} W are left`);
    this.position = position;
    this.again = false;
    const { nemUpW, nemDownW } = this.pool.columns;
    this.group.allocated({ ...position, nemUpW: this.sum(nemUpW), nemDownW: this.sum(nemDownW) });
  }

  private second(second: number, at: EpochMs, deviationMhz: number | null): void {
    const { frame, pool, problems } = this;
    frame.millihertz[0] = deviationMhz === null ? CONTROL_OFF : 50_000 + deviationMhz;
    this.again = stepSecond(pool, this.position, this.management, frame, 0, at);
    let responseW = 0;
    let members = 0;
    for (let slot = 0; slot < pool.count; slot++) {
      const powerW = frame.powerW[slot]!;
      const broken = this.judges[slot]!.second(second, powerW);
      if (broken !== null) problems.push(broken);
      if (pool.columns.mode[slot] !== Mode.Reserve) continue;
      responseW += powerW - pool.columns.baselineW[slot]!;
      members += 1;
    }
    if (responseW !== frame.deliveredW[0])
      problems.push(`second ${second}: ${frame.deliveredW[0]} W said, ${responseW} W given`);
    if (!this.isJudgedByTso) return;
    const [maintainedW, requiredW] = [frame.maintainedW[0]!, frame.requiredW[0]!];
    const lived = { deviationMhz, responseW, members, maintainedW, requiredW, cut: this.again && !this.quiet };
    this.note(this.group.second(second, lived));
  }

  /** NEM and AEM are made for full hours; a mad planner owes nobody anything. */
  private get isJudgedByTso(): boolean {
    return this.world.madness === null && this.world.mtuMinutes === 60;
  }

  private nemInHand(): NemInHand {
    return { ...NEM_AT_REST, mean: this.management.nemMean, allowed: this.management.nemAllowed };
  }

  private obligation(committedW: number): Obligation {
    const hours = this.world.mtuMinutes / 60;
    const { nemPowerFactor } = rules;
    return { mtuEnd: this.mtu.end, committedW, mtuHours: hours, enduranceHours: hours, nemPowerFactor };
  }

  private note(problem: string | null): void {
    if (problem !== null) this.problems.push(problem);
  }

  /** What was sold as firm is held to the last watt, and NEM's power but for what its own tail leaves no room for. */
  private shortOfFirm(second: number): string | null {
    const { committedW, heldW, nemLackingW = 0 } = this.position;
    if (heldW < committedW) return `second ${second}: of ${committedW} W firm only ${heldW} W are held`;
    const roundedW = 2 * this.pool.count;
    if (nemLackingW > roundedW && this.management.nemMean === 0)
      return `second ${second}: ${nemLackingW} W lack for NEM`;
    const { nemUpW, nemDownW } = this.pool.columns;
    const needW = 2 * rules.nemPowerFactor * committedW - nemLackingW - 1;
    const [up, down] = [this.sum(nemUpW), this.sum(nemDownW)];
    return up + down < needW ? `second ${second}: ${up} W up and ${down} W down for NEM of ${needW} W` : null;
  }

  /** The whole watts that were dealt out, as a promise for the hour to come. */
  private promise(second: number): PromisedHour {
    const { columns: c, count } = this.pool;
    const members = this.judges.map(({ car, energyWh }, slot) => ({
      car: {
        ...car,
        energyWh,
        departsAtS: car.departsAtS - second,
      },
      baselineW: c.baselineW[slot]!,
      upW: c.upW[slot]!,
      downW: c.downW[slot]!,
      nemUpW: c.nemUpW[slot]!,
      nemDownW: c.nemDownW[slot]!,
    }));
    const { heldW: capacityW, reservoirUpWh, reservoirDownWh } = this.position;
    const holding = members.filter(({ upW, downW }) => upW > 0 || downW > 0);
    return {
      capacityW,
      reservoirUpWh,
      reservoirDownWh,
      members: holding,
      roundedW: count,
      unknownWh: unknownWh(second),
    };
  }

  private members(): number {
    return this.pool.columns.mode.subarray(0, this.pool.count).filter((mode) => mode === Mode.Reserve).length;
  }

  private sum(watts: Int32Array): number {
    return watts.subarray(0, this.pool.count).reduce((total, value) => total + value, 0);
  }
}

function overload({ columns, count }: Pool, random: () => number): void {
  const upTo = (limit: number): number => Math.floor(random() * limit);
  for (let slot = 0; slot < count; slot++) {
    const [charge, discharge] = [columns.chargeLimitW[slot]!, columns.dischargeLimitW[slot]!];
    columns.mode[slot] = Mode.Reserve;
    columns.baselineW[slot] = upTo(charge + discharge) - charge;
    columns.upW[slot] = upTo(2 * discharge);
    columns.downW[slot] = upTo(2 * charge);
    columns.nemUpW[slot] = upTo(discharge);
    columns.nemDownW[slot] = upTo(charge);
  }
}
