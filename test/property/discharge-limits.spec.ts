import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DispatchCycle, type Frame } from '../../src/dispatch/index.js';
import { FleetProjection } from '../../src/fleet/index.js';
import { deliveryDayOf, epochMs, isoInstant, MS_PER_HOUR, type Recorded } from '../../src/kernel/index.js';
import { newestFcrnRules } from '../../src/market/index.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import { ManualClock } from '../support/manual-clock.js';

/** 20:00 UTC: three hours before a delivery day ends. */
const EVENING = Date.UTC(2026, 0, 12, 20);
const CARS = 12;
const BATTERY_WH = 60_000;

interface Limits {
  readonly maxDischargeWh: number | null;
  readonly maxDailyCyclesPermille: number | null;
}

/** Dispatch and its read model over one log; what batteries give is added up here, from the set-points alone. */
class World {
  readonly clock = new ManualClock(epochMs(EVENING));
  readonly log = new MemoryEventLog(this.clock);
  /** Battery-side Wh by session, and by session and delivery day. */
  readonly given = new Map<string, number>();
  private readonly told: Recorded[] = [];
  private read = -1;
  fleet = new FleetProjection();
  cycle = this.newCycle();

  private newCycle(): DispatchCycle {
    return new DispatchCycle({
      log: this.log,
      clock: this.clock,
      fleet: this.fleet,
      rulesOf: () => newestFcrnRules(),
      setPoints: { follow: (frame) => this.follow(frame) },
      onFrame: () => undefined,
    });
  }

  private follow(frame: Frame): void {
    const day = deliveryDayOf(epochMs(frame.from));
    for (let slot = 0; slot < frame.count; slot++) {
      let wattSeconds = 0;
      for (let second = 0; second < frame.seconds; second++)
        wattSeconds += Math.max(0, frame.powerW[second * frame.stride + slot] as number);
      const id = frame.sessionIds[slot] as string;
      for (const key of [id, `${id} ${day}`])
        this.given.set(key, (this.given.get(key) ?? 0) + wattSeconds / 3600 / 0.95);
    }
  }

  tell(type: string, data: object): void {
    const meta = { messageId: `m${this.told.length}`, correlationId: 'c', causationId: 'c', actor: 'test' };
    const at = { occurredAt: epochMs(EVENING), recordedAt: epochMs(EVENING) };
    this.apply({ position: 0, stream: 's', revision: 0, type, schemaVersion: 1, data, meta, ...at });
  }

  private apply(event: Recorded): void {
    this.told.push(event);
    this.fleet.apply(event);
    this.cycle.apply(event);
  }

  /** The read models catch up with what dispatch has written. */
  async catchUp(): Promise<void> {
    for await (const event of this.log.readAll({ after: this.read, types: ['BatteriesDischarged'] })) this.apply(event);
    this.read = this.log.lastPosition();
  }

  /** A crash: everything is rebuilt from what is on record. */
  async restart(): Promise<void> {
    await this.catchUp();
    this.fleet = new FleetProjection();
    this.cycle = this.newCycle();
    for (const event of this.told) {
      this.fleet.apply(event);
      this.cycle.apply(event);
    }
  }

  plugIn(car: number, socPermille: number): void {
    this.tell('VehiclePluggedIn', {
      ...{ sessionId: `S${car}`, chargerId: `C${car}`, driverId: null, at: isoInstant(EVENING), batteryWh: BATTERY_WH },
      ...{ socPermille, maxChargeW: 11_000, maxDischargeW: 11_000 },
      ...{ chargeEfficiencyPermille: 950, dischargeEfficiencyPermille: 950 },
      ...{ targetSocPermille: 600, minSocPermille: 100, maxSocPermille: 1000 },
      ...{ departureAt: isoInstant(EVENING + 16 * MS_PER_HOUR), v2g: true },
    });
  }

  /** 0.1 MW in every hour. */
  sell(): void {
    const mtus = Array.from({ length: 16 }, (_, hour) => ({
      mtuStart: isoInstant(EVENING + hour * MS_PER_HOUR),
      awardedW: 100_000,
      priceEurPerMwH: '10',
    }));
    this.tell('CapacityCommitted', { product: 'FCR-N', deliveryDay: '2026-01-12', mtus });
  }

  limit(car: number, limits: Limits): void {
    const promise = { targetSocPermille: 600, minSocPermille: 100, v2g: true };
    const departureAt = isoInstant(EVENING + 16 * MS_PER_HOUR);
    this.tell('PreferencesStated', { sessionId: `S${car}`, ...promise, departureAt, ...limits });
  }
}

const limits: fc.Arbitrary<Limits> = fc.record({
  maxDischargeWh: fc.option(fc.integer({ min: 0, max: 20_000 })),
  maxDailyCyclesPermille: fc.option(fc.integer({ min: 0, max: 300 })),
});
/** Stretches of up to an hour and a half of one frequency; what happens after each. */
const stretches = fc.array(
  fc.record({
    minutes: fc.integer({ min: 1, max: 90 }),
    millihertz: fc.constantFrom(49_900, 49_900, 49_940, 50_000, 50_100),
    then: fc.constantFrom('nothing', 'catch-up', 'catch-up', 'report', 'restart'),
  }),
  { minLength: 4, maxLength: 12 },
);

describe('limits on what is taken out of a battery', () => {
  it('are never exceeded, whatever the frequency, however late the records, whenever the process dies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(limits, { minLength: CARS, maxLength: CARS }), stretches, async (limited, path) => {
        const world = new World();
        limited.forEach((of, car) => {
          world.plugIn(car, 500 + 30 * car);
          world.limit(car, of);
        });
        world.sell();
        let at = EVENING;
        for (const { minutes, millihertz, then } of path) {
          await world.cycle.run(epochMs(at), new Array<number>(minutes * 60).fill(millihertz));
          at += minutes * 60_000;
          if (then === 'restart') await world.restart();
          else if (then !== 'nothing') await world.catchUp();
          if (then === 'report')
            for (let car = 0; car < CARS; car++)
              world.tell('SocReported', {
                ...{ sessionId: `S${car}`, chargerId: `C${car}`, at: isoInstant(at) },
                ...{ socPermille: 400, powerW: null, quality: 'measured' },
              });
        }
        const ROUNDING_WH = 0.01;
        limited.forEach(({ maxDischargeWh, maxDailyCyclesPermille }, car) => {
          const given = (key: string): number => (world.given.get(key) ?? 0) - ROUNDING_WH;
          if (maxDischargeWh !== null) expect(given(`S${car}`)).toBeLessThanOrEqual(maxDischargeWh);
          if (maxDailyCyclesPermille !== null)
            for (const day of ['2026-01-12', '2026-01-13'])
              expect(given(`S${car} ${day}`)).toBeLessThanOrEqual((BATTERY_WH * maxDailyCyclesPermille) / 1000);
        });
      }),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 8) },
    );
  }, 60_000);

  it('hold over a crash within the hour, of which no record tells what was given', async () => {
    const world = selling(4_000);
    await world.cycle.run(epochMs(EVENING), new Array<number>(1_500).fill(49_900));
    await world.restart();
    await world.cycle.run(epochMs(EVENING + 1_500_000), new Array<number>(7_200).fill(49_900));
    for (let car = 0; car < CARS; car++) {
      expect(world.given.get(`S${car}`)).toBeGreaterThan(1_500);
      expect(world.given.get(`S${car}`)).toBeLessThanOrEqual(4_000);
    }
  });

  it('are used up: the property above is not kept by giving nothing', async () => {
    const world = selling(4_000);
    await world.cycle.run(epochMs(EVENING), new Array<number>(3 * 3_600).fill(49_900));
    const sum = [...Array(CARS).keys()].reduce((total, car) => total + (world.given.get(`S${car}`) ?? 0), 0);
    expect(sum).toBeGreaterThan(0.9 * CARS * 4_000);
    expect(sum).toBeLessThanOrEqual(CARS * 4_000);
  });
});

/** Cars at 80 % that sell 0.1 MW for hours on end, and may give `maxDischargeWh` each. */
function selling(maxDischargeWh: number): World {
  const world = new World();
  for (let car = 0; car < CARS; car++) {
    world.plugIn(car, 800);
    world.limit(car, { maxDischargeWh, maxDailyCyclesPermille: null });
  }
  world.sell();
  return world;
}
