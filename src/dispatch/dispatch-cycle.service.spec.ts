import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../test/support/manual-clock.js';
import { collect } from '../../test/support/events.js';
import { FleetProjection } from '../fleet/index.js';
import { epochMs, isoInstant, MS_PER_HOUR, type EpochMs, type Recorded } from '../kernel/index.js';
import { fcrnRules, newestFcrnRules } from '../market/index.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import { DispatchCycle, type DispatchDependencies } from './dispatch-cycle.service.js';
import type { SharesAllocated } from './dispatch.events.js';
import { CONTROL_OFF } from './frame.js';

const NOON = Date.UTC(2026, 0, 12, 12);
const at = (seconds: number): EpochMs => epochMs(NOON + seconds * 1000);
const steady = (seconds: number, millihertz: number | null = 50_000): (number | null)[] =>
  new Array<number | null>(seconds).fill(millihertz);

/** What the frames of a run said, second by second. */
interface Seconds {
  readonly at: number[];
  readonly millihertz: number[];
  readonly deliveredW: number[];
  readonly maintainedW: number[];
}

class Room {
  readonly clock = new ManualClock(epochMs(NOON));
  readonly log = new MemoryEventLog(this.clock);
  readonly fleet = new FleetProjection();
  readonly seen: Seconds = { at: [], millihertz: [], deliveredW: [], maintainedW: [] };
  readonly cycle: DispatchCycle;
  private position = 0;

  constructor(change: Partial<DispatchDependencies> = {}) {
    this.cycle = new DispatchCycle({
      log: this.log,
      clock: this.clock,
      fleet: this.fleet,
      rulesOf: () => newestFcrnRules(),
      setPoints: { follow: () => undefined },
      onFrame: (frame) => {
        for (let second = 0; second < frame.seconds; second++) {
          this.seen.at.push(frame.from + second * 1000);
          this.seen.millihertz.push(frame.millihertz[second] as number);
          this.seen.deliveredW.push(frame.deliveredW[second] as number);
          this.seen.maintainedW.push(frame.maintainedW[second] as number);
        }
      },
      ...change,
    });
  }

  tell(type: string, data: object): void {
    const meta = { messageId: `m${this.position}`, correlationId: 'c', causationId: 'c', actor: 'test' };
    const event: Recorded = {
      position: this.position++,
      stream: 'any',
      revision: 0,
      type,
      schemaVersion: 1,
      data,
      meta,
      occurredAt: epochMs(NOON),
      recordedAt: epochMs(NOON),
    };
    this.fleet.apply(event);
    this.cycle.apply(event);
  }

  plugIn(sessionId: string, change: object = {}): void {
    this.tell('VehiclePluggedIn', {
      sessionId,
      chargerId: `C-${sessionId}`,
      driverId: null,
      at: isoInstant(NOON),
      batteryWh: 60_000,
      socPermille: 500,
      maxChargeW: 11_000,
      maxDischargeW: 11_000,
      chargeEfficiencyPermille: 950,
      dischargeEfficiencyPermille: 950,
      targetSocPermille: 800,
      minSocPermille: 200,
      maxSocPermille: 1000,
      departureAt: isoInstant(NOON + 12 * MS_PER_HOUR),
      v2g: true,
      ...change,
    });
  }

  commit(awardedW: number, hours = 3): void {
    const mtus = Array.from({ length: hours }, (_, hour) => ({
      mtuStart: isoInstant(NOON + hour * MS_PER_HOUR),
      awardedW,
      priceEurPerMwH: '10',
    }));
    this.tell('CapacityCommitted', { product: 'FCR-N', deliveryDay: '2026-01-12', mtus });
  }

  async allocations(): Promise<SharesAllocated['data'][]> {
    const events = await collect(this.log.readAll({ types: ['SharesAllocated'] }));
    return events.map(({ data }) => data as SharesAllocated['data']);
  }
}

function delivering(cars = 20, change: Partial<DispatchDependencies> = {}): Room {
  const room = new Room(change);
  for (let car = 1; car <= cars; car++) room.plugIn(`S${car}`);
  room.commit(100_000);
  return room;
}
const total = (values: readonly number[] | undefined): number => (values ?? []).reduce((sum, value) => sum + value, 0);

describe('the dispatch cycle', () => {
  it('allocates and measures when an MTU starts', async () => {
    const room = delivering();
    await room.cycle.run(at(0), steady(60, 49_950));
    const [allocation, ...more] = await room.allocations();
    expect(more).toEqual([]);
    expect(allocation).toMatchObject({ at: isoInstant(NOON), cause: 'mtu-start', committedW: 100_000, heldW: 100_000 });
    expect([total(allocation?.upW), total(allocation?.downW)]).toEqual([100_000, 100_000]);
    const [measured] = await collect(room.log.readAll({ types: ['FirmCapacityMeasured'] }));
    expect(measured).toMatchObject({ stream: 'ledger-FCR-N-2026-01-12', data: { sessions: 20, origin: 'delivery' } });
    // 50 mHz below nominal: half of what was sold.
    expect(room.seen.deliveredW).toEqual(new Array(60).fill(50_000));
    expect(room.cycle.until).toBe(at(60));
  });
  it('goes through every second once, in frames that end with the minute', async () => {
    const room = delivering();
    await room.cycle.run(at(0), steady(45));
    await room.cycle.run(at(45), steady(3_600 + 100));
    expect(room.seen.at).toEqual(Array.from({ length: 3_745 }, (_, second) => at(second)));
    expect((await room.allocations()).map(({ mtuStart }) => mtuStart)).toContain(isoInstant(NOON + MS_PER_HOUR));
  });
  it('passes over seconds that are behind it', async () => {
    const room = delivering();
    await room.cycle.run(at(0), steady(60));
    await room.cycle.run(at(0), steady(30, 49_900));
    await room.cycle.run(at(50), steady(20, 49_900));
    expect(room.seen.at).toHaveLength(70);
    expect(room.seen.deliveredW.slice(58)).toEqual([0, 0, ...new Array<number>(10).fill(100_000)]);
  });
  it('passes over what comes more than 90 s late: nobody answered it', async () => {
    const room = delivering();
    await room.cycle.run(at(0), steady(60));
    room.clock.at = at(200);
    await room.cycle.run(at(60), steady(120, 49_900));
    expect(room.seen.millihertz.slice(60)).toEqual([...steady(50, CONTROL_OFF), ...steady(70, 49_900)]);
    expect(room.seen.deliveredW.slice(108, 112)).toEqual([0, 0, 100_000, 100_000]);
    await room.cycle.run(at(60), steady(40, 49_900));
    expect(room.seen.at).toHaveLength(180);
  });
  it('answers nothing of before it was there, however fresh it comes in', async () => {
    const room = delivering();
    await room.cycle.run(at(-80), steady(60));
    expect(room.seen.at).toEqual([]);
    await room.cycle.run(at(-20), steady(30));
    expect(room.seen.at).toEqual(Array.from({ length: 10 }, (_, second) => at(second)));
  });
  it('fills a gap of the frequency with control off', async () => {
    const room = delivering();
    await room.cycle.run(at(0), [50_000, null, 50_000]);
    await room.cycle.run(at(5), steady(1));
    expect(room.seen.millihertz).toEqual([50_000, CONTROL_OFF, 50_000, CONTROL_OFF, CONTROL_OFF, 50_000]);
    expect(room.seen.maintainedW).toEqual([100_000, 0, 100_000, 0, 0, 100_000]);
  });
  it('deals the share of a leaving car to the others', async () => {
    const room = delivering();
    await room.cycle.run(at(0), steady(60));
    room.tell('VehicleUnplugged', { sessionId: 'S3', chargerId: 'C-S3', at: isoInstant(at(60)), socPermille: 500 });
    await room.cycle.run(at(60), steady(60, 49_900));
    expect((await room.allocations()).map(({ cause, heldW }) => [cause, heldW])).toEqual([
      ['mtu-start', 100_000],
      ['member-left', 100_000],
    ]);
    expect(room.seen.deliveredW.at(-1)).toBe(100_000);
  });
  it('charges a car whose driver withdraws consent from the next second on', async () => {
    const room = delivering();
    await room.cycle.run(at(0), steady(60));
    const preferences = {
      targetSocPermille: 800,
      minSocPermille: 200,
      departureAt: isoInstant(NOON + MS_PER_HOUR * 12),
    };
    room.tell('PreferencesStated', { sessionId: 'S3', ...preferences, v2g: false });
    await room.cycle.run(at(60), steady(1));
    const last = (await room.allocations()).at(-1);
    expect(last?.cause).toBe('preferences');
    expect([last?.upW[last.sessionIds.indexOf('S3')], last?.downW[last.sessionIds.indexOf('S3')]]).toEqual([0, 0]);
  });
  it('takes a newcomer in at the next recovery when it is short', async () => {
    const room = delivering(5);
    await room.cycle.run(at(0), steady(60));
    const [{ heldW } = { heldW: 0 }] = await room.allocations();
    expect(heldW).toBeLessThan(100_000);
    for (let car = 6; car <= 20; car++) room.plugIn(`S${car}`);
    await room.cycle.run(at(60), steady(15 * 60));
    expect((await room.allocations()).map(({ cause, at: when, heldW: held }) => [cause, when, held])).toEqual([
      ['mtu-start', isoInstant(NOON), heldW],
      ['recovery', isoInstant(at(900)), 100_000],
    ]);
  });
  it('allocates anew after a restart inside an MTU, and does not measure it twice', async () => {
    const room = delivering();
    await room.cycle.run(at(1_000), steady(10));
    expect((await room.allocations()).map(({ cause }) => cause)).toEqual(['restart']);
    expect(await collect(room.log.readAll({ types: ['FirmCapacityMeasured'] }))).toEqual([]);
  });
  it('believes the gauge before its first second, and its own book after that while the gauge agrees', async () => {
    const room = delivering(1);
    const soc = (socPermille: number) => ({
      sessionId: 'S1',
      chargerId: 'C-S1',
      at: isoInstant(NOON),
      socPermille,
      powerW: null,
      quality: 'measured',
    });
    const readsPermille = (): number => Math.round((room.cycle.pool.columns.energyMj[0] as number) / (60_000 * 3_600));
    room.tell('SocReported', soc(490));
    room.tell('SocReported', soc(501));
    await room.cycle.run(at(0), steady(1));
    expect(readsPermille()).toBe(501);
    const own = room.cycle.pool.columns.energyMj[0];
    room.tell('SocReported', soc(502));
    expect(room.cycle.pool.columns.energyMj[0]).toBe(own);
    room.tell('SocReported', soc(510));
    expect(room.cycle.pool.columns.energyMj[0]).toBe(60_000 * 510 * 3_600);
  });
  it('believes the gauge after a downtime again', async () => {
    const room = delivering(1);
    await room.cycle.run(at(0), steady(90));
    await room.cycle.runDue(at(5 * 3_600));
    const data = { sessionId: 'S1', chargerId: 'C-S1', at: isoInstant(at(5 * 3_600)), powerW: null };
    room.tell('SocReported', { ...data, socPermille: 300, quality: 'measured' });
    await room.cycle.run(at(5 * 3_600), steady(1));
    expect(Math.round((room.cycle.pool.columns.energyMj[0] as number) / (60_000 * 3_600))).toBe(300);
  });
  it('earns nothing with a gauge that has been silent for half an hour', async () => {
    const room = delivering();
    await room.cycle.run(at(0), steady(3_601));
    expect((await room.allocations()).at(-1)).toMatchObject({ cause: 'mtu-start', heldW: 0 });
  });
});

describe('without a frequency', () => {
  it('goes on with control off after a minute and a half, again and again, and never spins', async () => {
    const room = delivering();
    expect(room.cycle.nextDueAt()).toBeNull();
    await room.cycle.run(at(0), steady(60));
    expect(room.cycle.nextDueAt()).toBe(at(150));
    await room.cycle.runDue(at(149));
    expect(room.cycle.until).toBe(at(60));
    await room.cycle.runDue(epochMs(at(150) + 700));
    expect(room.cycle.until).toBe(at(150));
    expect(room.cycle.nextDueAt()).toBe(at(240));
    expect(room.seen.maintainedW.slice(60)).toEqual(new Array(90).fill(0));
  });
  it('closes the MTU in which a downtime began and claims nothing for the rest', async () => {
    const room = delivering();
    await room.cycle.run(at(0), steady(90));
    await room.cycle.runDue(at(5 * 3_600));
    expect(room.seen.at.at(-1)).toBe(at(3_599));
    expect([room.cycle.until, room.cycle.nextDueAt()]).toEqual([null, null]);
    await room.cycle.run(at(5 * 3_600 + 7), steady(1));
    expect(room.seen.at.at(-1)).toBe(at(5 * 3_600 + 7));
  });
  it('takes frequency and silence one after the other', async () => {
    const room = delivering();
    await room.cycle.run(at(0), steady(60));
    await Promise.all([
      room.cycle.runDue(at(3_700)),
      room.cycle.run(at(3_650), steady(200)),
      room.cycle.runDue(at(3_900)),
    ]);
    expect(room.seen.at).toEqual(Array.from({ length: 3_850 }, (_, second) => at(second)));
  });
});

describe('a past without a market', () => {
  it('moves cars as if something had been sold, and says so', async () => {
    const past = { until: at(3_600), pretend: (firmW: number) => Math.floor(firmW / 2) };
    const room = delivering(20, { past });
    await room.cycle.run(at(0), steady(3_601));
    const measured = await collect(room.log.readAll({ types: ['FirmCapacityMeasured'] }));
    expect(measured.map(({ data }) => data)).toMatchObject([
      { origin: 'history', committedW: 0 },
      { origin: 'delivery', committedW: 100_000 },
    ]);
    expect((await room.allocations())[0]?.committedW).toBe(
      Math.floor((measured[0]?.data as { firmW: number }).firmW / 2),
    );
  });
});

describe('the rules of energy management', () => {
  it('are those of the MTU, not of the start of the engine', async () => {
    const lastOld = Date.UTC(2023, 7, 31, 21);
    const room = new Room({ rulesOf: fcrnRules, clock: new ManualClock(epochMs(lastOld)) });
    expect(fcrnRules(epochMs(lastOld)).nemPowerFactor).toBe(0);
    await room.cycle.run(epochMs(lastOld), steady(1));
    expect(room.cycle.group.nemPowerFactor).toBe(0);
    await room.cycle.run(epochMs(lastOld + MS_PER_HOUR), steady(1));
    expect(room.cycle.group.nemPowerFactor).toBe(0.34);
  });
});
