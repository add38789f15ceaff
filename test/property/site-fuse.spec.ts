import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allocateMtu, Frame, Pool, pooledVehicle, reallocate, stepSecond } from '../../src/dispatch/index.js';
import { FleetProjection, type FleetEvent } from '../../src/fleet/index.js';
import { guaranteeOf } from '../../src/flexibility/index.js';
import { epochMs, isoInstant, MJ_PER_WH, unitOf, type EpochMs } from '../../src/kernel/index.js';
import { EnergyManagement, newestFcrnRules } from '../../src/market/index.js';
import { PLUG_IN, pluggedIn, recorded } from '../support/fleet.js';

/*
 * Cars of one site come and go and are dispatched second by second on a frequency that swings from one end of its band
 * to the other; what the site takes and gives is added up against its fuse. Whoever was told at the plug-in that the
 * target can be reached must reach it.
 */

const rules = newestFcrnRules();
const SECONDS = 90 * 60;

interface Car {
  readonly comesAt: number;
  readonly staysFor: number;
  readonly socPermille: number;
  readonly wantsPermille: number;
}

const carArbitrary: fc.Arbitrary<Car> = fc.record({
  comesAt: fc.integer({ min: 0, max: 2_700 }),
  staysFor: fc.integer({ min: 1_200, max: 2_700 }),
  socPermille: fc.integer({ min: 300, max: 900 }),
  wantsPermille: fc.integer({ min: 0, max: 100 }),
});

const siteOf = (fuseLimitW: number): FleetEvent => ({
  type: 'SiteRegistered',
  data: { siteId: 'P', name: null, address: null, fuseLimitW, deliveryGroup: 'default', balanceResponsibleParty: null },
});
const chargerOf = (chargerId: string): FleetEvent => {
  const power = { maxChargeW: 11_000, maxDischargeW: 11_000, v2gReady: true };
  const kind = { connectors: 1, current: 'AC', prequalification: 'prequalified' } as const;
  return { type: 'ChargerRegistered', data: { chargerId, siteId: 'P', ...power, ...kind } };
};
const at = (second: number): EpochMs => epochMs(PLUG_IN + second * 1000);

class SiteWorld {
  readonly fleet = new FleetProjection();
  readonly pool = new Pool();
  readonly toldReachable = new Map<string, boolean>();

  take(event: FleetEvent): void {
    for (const one of recorded([event])) this.fleet.apply(one);
    for (const sessionId of this.fleet.limitsChanged) {
      const session = this.fleet.session(sessionId);
      const vehicle = session === undefined ? null : pooledVehicle(session);
      if (vehicle === null) continue;
      if (this.pool.slotOf(sessionId) === undefined) this.pool.add(vehicle);
      else this.pool.update(vehicle);
    }
  }

  arrive(index: number, car: Car): void {
    const sessionId = `S${index}`;
    this.take(
      pluggedIn({
        sessionId,
        chargerId: `C${index}`,
        at: isoInstant(at(car.comesAt)),
        socPermille: car.socPermille,
        minSocPermille: 200,
        targetSocPermille: Math.min(1000, car.socPermille + car.wantsPermille),
        departureAt: isoInstant(at(car.comesAt + car.staysFor)),
      }),
    );
    const view = this.fleet.session(sessionId);
    this.toldReachable.set(sessionId, (view && guaranteeOf(view, at(car.comesAt)))?.reachable ?? false);
  }

  /** Gauges are read: rounded to a tenth of a percent, as the fleet hears of them. */
  report(second: number): void {
    this.pool.sessionIds.slice(0, this.pool.count).forEach((sessionId, slot) => {
      const socPermille = Math.round((this.pool.columns.energyMj[slot] as number) / MJ_PER_WH / 60);
      const chargerId = sessionId.replace('S', 'C');
      const data = { sessionId, chargerId, at: isoInstant(at(second)), socPermille, powerW: null };
      this.take({ type: 'SocReported', data: { ...data, quality: 'measured' } });
    });
  }
}

function obligationAt(second: number, committedW: number) {
  const mtuEnd = unitOf(at(second), rules.mtuMinutes).end;
  return { mtuEnd, committedW, mtuHours: 1, enduranceHours: 1, nemPowerFactor: rules.nemPowerFactor };
}

describe('a site’s fuse', () => {
  it('carries all its cars at every second, and whoever was told so reaches the target', () => {
    fc.assert(
      fc.property(
        fc.array(carArbitrary, { minLength: 2, maxLength: 6 }),
        fc.integer({ min: 4_000, max: 40_000 }),
        fc.integer({ min: 30, max: 1_800 }),
        (cars, fuseW, halfPeriod) => {
          const world = new SiteWorld();
          world.take(siteOf(fuseW));
          cars.forEach((_, index) => world.take(chargerOf(`C${index}`)));
          const { pool } = world;
          const management = new EnergyManagement(rules);
          const frame = new Frame();
          let group = allocateMtu(pool, at(0), obligationAt(0, 0)).group;
          let mostW = 0;
          for (let second = 0; second < SECONDS; second++) {
            let changed = false;
            cars.forEach((car, index) => {
              if (second === car.comesAt) world.arrive(index, car);
              if (second === car.comesAt + car.staysFor) leave(world, index, second);
              changed ||= second === car.comesAt || second === car.comesAt + car.staysFor;
            });
            if (second % 900 === 0) world.report(second);
            if (second % 3600 === 0) group = allocateMtu(pool, at(second), obligationAt(second, 10_000)).group;
            else if (changed) group = reallocate(pool, at(second), obligationAt(second, group.committedW));
            frame.millihertz[0] = Math.floor(second / halfPeriod) % 2 === 0 ? 49_900 : 50_100;
            stepSecond(pool, group, management, frame, 0, at(second));
            mostW = Math.max(mostW, sumOf(frame, pool, 1), sumOf(frame, pool, -1));
          }
          expect(mostW).toBeLessThanOrEqual(fuseW);
        },
      ),
      { numRuns: 12 },
    );
  });
});

/** All that is given (1) or taken (−1), not set off against each other, W. */
function sumOf(frame: Frame, pool: Pool, direction: 1 | -1): number {
  let sum = 0;
  for (let slot = 0; slot < pool.count; slot++) sum += Math.max(0, direction * (frame.powerW[slot] as number));
  return sum;
}

function leave(world: SiteWorld, index: number, second: number): void {
  const sessionId = `S${index}`;
  const slot = world.pool.slotOf(sessionId) as number;
  const { energyMj, targetMj } = world.pool.columns;
  if (world.toldReachable.get(sessionId))
    expect(energyMj[slot]).toBeGreaterThanOrEqual((targetMj[slot] as number) - MJ_PER_WH);
  world.pool.remove(sessionId);
  const data = { sessionId, chargerId: `C${index}`, at: isoInstant(at(second)), socPermille: null };
  world.take({ type: 'VehicleUnplugged', data });
}
