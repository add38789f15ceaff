import { DispatchCycle, Mode, type Frame } from '../../src/dispatch/index.js';
import { FleetProjection } from '../../src/fleet/index.js';
import { guaranteeOf } from '../../src/flexibility/index.js';
import { epochMs, isoInstant, type EpochMs, type Recorded } from '../../src/kernel/index.js';
import { newestFcrnRules } from '../../src/market/index.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import { ManualClock } from '../support/manual-clock.js';
import { newEvent } from '../support/events.js';
import { DriverJudge, GroupJudge, SiteJudge, type OracleCar } from './oracle/index.js';
import { pathOf, type Path } from './paths.js';
import { START } from './product-answers.js';

/** What a driver and a charger tell; energies follow from a gauge in permille. Minutes count from the start. */
export interface Guest {
  readonly id: string;
  readonly batteryWh: number;
  readonly socPermille: number;
  readonly minPermille: number;
  readonly targetPermille: number;
  readonly powerW: number;
  readonly efficiencyPermille: number;
  readonly arrivesMin: number;
  readonly departsMin: number;
  /** When the plug is pulled, which may be before what was said. */
  readonly leavesMin: number;
  /** Behind the house's fuse, where it has one. */
  readonly onSite?: boolean;
  /** A new promise, while plugged in; or none. */
  readonly change: { readonly afterMin: number; readonly departsMin: number; readonly targetPermille: number } | null;
}

/** Some hours of the live dispatch, told by events alone. */
export interface House {
  readonly guests: readonly Guest[];
  readonly committedW: readonly number[];
  readonly path: Path;
  /** The gauge is reported every so many minutes. */
  readonly gaugeEveryMin: number;
  /** Of the site where some of the guests stand, W; absent: there is none. */
  readonly fuseW?: number;
}

export interface Stayed {
  readonly problems: readonly string[];
  readonly kept: number;
  readonly seen: GroupJudge['seen'];
  /** Targets that were said at once to be out of reach, for the fuse's sake. */
  readonly refused: number;
  /** The most that went through the fuse one way, as a share of it. */
  readonly fuseUsed: number;
}

const at = (minute: number): EpochMs => epochMs(START + minute * 60_000);

/** The live dispatch on its own events, and the judges beside it. */
export class CycleWorld {
  private readonly log = new MemoryEventLog(new ManualClock(START));
  private readonly fleet = new FleetProjection();
  private readonly cycle: DispatchCycle;
  private readonly drivers = new Map<string, DriverJudge>();
  private readonly group = new GroupJudge();
  private readonly site: SiteJudge;
  private readonly onSite: ReadonlySet<string>;
  private readonly problems: string[] = [];
  private refused = 0;
  private told = -1;
  private minute = 0;
  private position: unknown = null;
  private kept = 0;

  constructor(private readonly house: House) {
    this.site = new SiteJudge('the site', house.fuseW ?? Infinity);
    this.onSite = new Set(house.guests.filter(({ onSite }) => onSite).map(({ id }) => id));
    this.cycle = new DispatchCycle({
      log: this.log,
      clock: new ManualClock(START),
      fleet: this.fleet,
      rulesOf: () => newestFcrnRules(),
      setPoints: { follow: () => undefined },
      onFrame: (frame) => this.judge(frame),
    });
  }

  async live(): Promise<Stayed> {
    const { committedW, guests, path } = this.house;
    const deviation = pathOf(path);
    const mtus = committedW.map((awardedW, hour) => ({
      mtuStart: isoInstant(at(hour * 60)),
      awardedW,
      priceEurPerMwH: '10',
    }));
    await this.build();
    await this.tell('CapacityCommitted', { product: 'FCR-N', deliveryDay: '2026-01-12', mtus });
    for (let minute = 0; minute < committedW.length * 60 && this.problems.length < 3; minute++) {
      this.minute = minute;
      for (const guest of guests) await this.visit(guest, minute);
      const samples = Array.from({ length: 60 }, (_, second) => 50_000 + deviation(minute * 60 + second));
      await this.cycle.run(at(minute), samples);
      await this.pass();
    }
    const { problems, kept, refused, site } = this;
    return { problems, kept, refused, fuseUsed: site.mostW / site.fuseW, seen: this.group.seen };
  }

  /** The site with its fuse, and a charger there for each guest who will stand on it; others come to chargers nobody registered. */
  private async build(): Promise<void> {
    const { fuseW, guests } = this.house;
    if (fuseW === undefined) return;
    const names = { name: null, address: null, deliveryGroup: 'default', balanceResponsibleParty: null };
    await this.tell('SiteRegistered', { siteId: SITE, fuseLimitW: fuseW, ...names });
    for (const { id, powerW } of guests.filter(({ onSite }) => onSite)) {
      const power = { maxChargeW: powerW, maxDischargeW: powerW, v2gReady: true };
      const kind = { connectors: 1, current: 'AC', prequalification: 'prequalified' };
      await this.tell('ChargerRegistered', { chargerId: `charger of ${id}`, siteId: SITE, ...power, ...kind });
    }
  }

  private async visit(guest: Guest, minute: number): Promise<void> {
    const judge = this.drivers.get(guest.id);
    const names = { sessionId: guest.id, chargerId: `charger of ${guest.id}`, at: isoInstant(at(minute)) };
    if (guest.arrivesMin === minute) {
      await this.tell('VehiclePluggedIn', { ...names, driverId: null, ...plugIn(guest) });
      this.promise(carOf(guest), minute, 0);
    } else if (judge !== undefined && guest.leavesMin === minute) {
      const missing = guest.leavesMin * 60 === judge.car.departsAtS ? judge.departure(minute * 60) : null;
      if (missing !== null) this.problems.push(missing);
      if (missing === null && judge.reachable && guest.leavesMin * 60 === judge.car.departsAtS) this.kept += 1;
      this.drivers.delete(guest.id);
      await this.tell('VehicleUnplugged', { ...names, socPermille: null });
    } else if (judge !== undefined) {
      if (guest.change !== null && minute === guest.arrivesMin + guest.change.afterMin)
        await this.restate(guest, judge, minute);
      if ((minute - guest.arrivesMin) % this.house.gaugeEveryMin === 0) await this.report(guest, judge, names);
    }
  }

  /** From now on another promise holds: another judge, with what is in the battery now. */
  private async restate(guest: Guest, { energyWh, car }: DriverJudge, minute: number): Promise<void> {
    const { departsMin, targetPermille } = guest.change!;
    const promise = { departsAtS: departsMin * 60, targetWh: (guest.batteryWh * targetPermille) / 1000 };
    const stated = { targetSocPermille: targetPermille, minSocPermille: guest.minPermille, v2g: true };
    await this.tell('PreferencesStated', { sessionId: guest.id, ...stated, departureAt: isoInstant(at(departsMin)) });
    this.promise({ ...car, energyWh, ...promise }, minute, DOUBT_WH);
  }

  /** Behind a fuse the driver is told whether the target can be reached; without one the car's own power decides. */
  private promise(car: OracleCar, minute: number, doubtWh: number): void {
    const judge = new DriverJudge(car, minute * 60, doubtWh);
    const view = this.fleet.session(car.id);
    const told = !this.onSite.has(car.id) || (view && guaranteeOf(view, at(minute))?.reachable) === true;
    this.drivers.set(car.id, told ? judge : new DriverJudge(car, minute * 60, Infinity));
    if (told || !judge.reachable) return;
    this.refused += 1;
    // A promise stated anew is judged by the last report of the gauge: it may be behind what is in the battery.
    if (doubtWh > 0) return;
    const there = [...this.drivers.values()].filter(({ car }) => this.onSite.has(car.id));
    if (there.reduce((sum, { car }) => sum + car.chargeW, 0) <= this.site.fuseW)
      this.problems.push(`minute ${minute}: ${car.id} is refused what the fuse carries`);
  }

  private async report(guest: Guest, judge: DriverJudge, names: object): Promise<void> {
    const socPermille = Math.min(1000, Math.max(0, Math.round((judge.energyWh / guest.batteryWh) * 1000)));
    await this.tell('SocReported', { ...names, socPermille, powerW: null, quality: 'measured' });
  }

  private judge(frame: Frame): void {
    const { group, pool } = this.cycle;
    if (this.position !== group) {
      this.position = group;
      const sum = (watts: Int32Array): number => watts.subarray(0, pool.count).reduce((total, w) => total + w, 0);
      this.group.allocated({ ...group, nemUpW: sum(pool.columns.nemUpW), nemDownW: sum(pool.columns.nemDownW) });
    }
    for (let index = 0; index < frame.seconds; index++) {
      const second = (frame.from - START) / 1000 + index;
      let responseW = 0;
      const siteW: number[] = [];
      for (let slot = 0; slot < frame.count; slot++) {
        const powerW = frame.powerW[index * frame.stride + slot]!;
        if (this.onSite.has(frame.sessionIds[slot]!)) siteW.push(powerW);
        this.note(this.drivers.get(frame.sessionIds[slot]!)?.second(second, powerW) ?? null);
        if (frame.modes[slot] === Mode.Reserve) responseW += powerW - frame.plannedW[slot]!;
      }
      const lived = {
        deviationMhz: frame.millihertz[index]! - 50_000,
        responseW,
        members: frame.count,
        maintainedW: frame.maintainedW[index]!,
        requiredW: frame.requiredW[index]!,
        // A frame ends where a limit was met; a whole one does not say whether its last second did.
        cut: index === frame.seconds - 1,
      };
      this.note(this.group.second(second, lived));
      this.note(this.site.second(second, siteW));
    }
    for (const id of frame.sessionIds.slice(0, frame.count))
      if (!this.drivers.has(id)) this.problems.push(`${id} is gone and still gets set-points`);
  }

  private async tell(type: string, data: object): Promise<void> {
    const id = `told ${this.log.lastPosition()}`;
    await this.log.append('world', 'any', [{ ...newEvent(id, data, type), occurredAt: at(this.minute) }]);
    await this.pass();
  }

  /** What is in the log reaches those who read it. */
  private async pass(): Promise<void> {
    for await (const event of this.log.readAll({ after: this.told })) {
      this.told = event.position;
      this.take(event);
    }
  }

  private take(event: Recorded): void {
    if (FleetProjection.types.includes(event.type)) this.fleet.apply(event);
    if (DispatchCycle.types.includes(event.type)) this.cycle.apply(event);
  }

  private note(problem: string | null): void {
    if (problem !== null) this.problems.push(problem);
  }
}

const SITE = 'depot';

/** Where the product goes by its own count and the judge by its own, a promise restated on the line itself may be either. */
const DOUBT_WH = 1;

const plugIn = (guest: Guest): object => ({
  batteryWh: guest.batteryWh,
  socPermille: guest.socPermille,
  maxChargeW: guest.powerW,
  maxDischargeW: guest.powerW,
  chargeEfficiencyPermille: guest.efficiencyPermille,
  dischargeEfficiencyPermille: guest.efficiencyPermille,
  targetSocPermille: guest.targetPermille,
  minSocPermille: guest.minPermille,
  maxSocPermille: 1000,
  departureAt: isoInstant(at(guest.departsMin)),
  v2g: true,
});

const carOf = (guest: Guest): OracleCar => ({
  id: guest.id,
  energyWh: (guest.batteryWh * guest.socPermille) / 1000,
  minimumWh: (guest.batteryWh * guest.minPermille) / 1000,
  maximumWh: guest.batteryWh,
  targetWh: (guest.batteryWh * guest.targetPermille) / 1000,
  departsAtS: guest.departsMin * 60,
  chargeW: guest.powerW,
  dischargeW: guest.powerW,
  chargeEfficiency: guest.efficiencyPermille / 1000,
  dischargeEfficiency: guest.efficiencyPermille / 1000,
});
