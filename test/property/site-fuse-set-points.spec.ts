import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DispatchCycle } from '../../src/dispatch/index.js';
import { SetPointPublisher, type SetPointMessage } from '../../src/dispatch/set-point.publisher.adapter.js';
import { FleetProjection, type FleetEvent } from '../../src/fleet/index.js';
import { epochMs, isoInstant, type EpochMs } from '../../src/kernel/index.js';
import { newestFcrnRules } from '../../src/market/index.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import type { BusMessage, MessageBus } from '../../src/platform/messaging/index.js';
import { PLUG_IN, pluggedIn, recorded } from '../support/fleet.js';
import { ManualClock } from '../support/manual-clock.js';

/*
 * A site from the chargers' side: all they know are the set-points on the bus. A charger that was told nothing takes all
 * that car and charger can; one whose car's gauge nobody knows takes all that it is let. What they take and give is added
 * up against the fuse after each half minute of dispatch.
 */

const CHARGER_W = 11_000;
const STEP_S = 30;
const STEPS = 120;
const SOLD_W = 10_000;
const at = (step: number): EpochMs => epochMs(PLUG_IN + step * STEP_S * 1000);

interface Car {
  readonly comes: number;
  readonly stays: number;
  readonly known: 'all' | 'no battery' | 'no gauge' | 'gauge later';
  readonly socPermille: number;
  readonly powerW: number;
}

const carArbitrary: fc.Arbitrary<Car> = fc.record({
  comes: fc.integer({ min: 0, max: 80 }),
  stays: fc.integer({ min: 10, max: 110 }),
  known: fc.constantFrom('all', 'all', 'no battery', 'no gauge', 'gauge later'),
  socPermille: fc.integer({ min: 200, max: 900 }),
  powerW: fc.constantFrom(3_680, 7_400, 11_000, 22_000),
});

class Site {
  private readonly clock = new ManualClock(at(0));
  private readonly log = new MemoryEventLog(this.clock);
  private readonly fleet = new FleetProjection();
  /** By charger: the power of its car without a set-point, and its newest set-point. */
  private readonly chargers = new Map<string, { readonly fullW: number; toldW: number | null }>();
  private step = 0;
  private readonly bus: MessageBus = {
    publish: (_, messages) => Promise.resolve(this.hear(messages)),
    consume: () => Promise.reject(new Error('nobody reads here')),
    close: () => Promise.resolve(),
  };
  private readonly publisher = new SetPointPublisher({
    bus: this.bus,
    chargerOf: (sessionId) => this.fleet.session(sessionId)?.chargerId,
    onFailure: (error) => {
      throw error;
    },
  });
  private readonly cycle = new DispatchCycle({
    log: this.log,
    clock: this.clock,
    fleet: this.fleet,
    rulesOf: () => newestFcrnRules(),
    setPoints: this.publisher,
    onFrame: () => undefined,
  });

  private hear(messages: readonly BusMessage[]): void {
    for (const { value } of messages) {
      const { chargerId, powerW } = JSON.parse(value) as SetPointMessage;
      const charger = this.chargers.get(chargerId);
      if (charger !== undefined) charger.toldW = powerW;
    }
  }

  tell(event: FleetEvent | { readonly type: 'CapacityCommitted'; readonly data: object }): void {
    const [one] = recorded([event as FleetEvent]).map((each) => ({ ...each, occurredAt: at(this.step) }));
    if (one === undefined) return;
    this.fleet.apply(one);
    this.cycle.apply(one);
  }

  fuse(fuseLimitW: number): void {
    const names = { siteId: 'P', name: null, address: null, deliveryGroup: 'default', balanceResponsibleParty: null };
    this.tell({ type: 'SiteRegistered', data: { ...names, fuseLimitW } });
  }

  arrive(index: number, { known, socPermille, powerW }: Car): void {
    const chargerId = `C${index}`;
    this.chargers.set(chargerId, { fullW: Math.min(powerW, CHARGER_W), toldW: null });
    this.tell(
      pluggedIn({
        sessionId: `S${index}`,
        chargerId,
        at: isoInstant(at(this.step)),
        batteryWh: known === 'no battery' ? null : 60_000,
        socPermille: known === 'all' || known === 'no battery' ? socPermille : null,
        minSocPermille: 100,
        maxChargeW: powerW,
        maxDischargeW: powerW,
        departureAt: isoInstant(at(this.step + 2 * STEPS)),
      }),
    );
  }

  readGauge(index: number, socPermille: number): void {
    const names = { sessionId: `S${index}`, chargerId: `C${index}`, at: isoInstant(at(this.step)) };
    this.tell({ type: 'SocReported', data: { ...names, socPermille, powerW: null, quality: 'measured' } });
  }

  leave(index: number): void {
    this.chargers.delete(`C${index}`);
    const names = { sessionId: `S${index}`, chargerId: `C${index}`, at: isoInstant(at(this.step)) };
    this.tell({ type: 'VehicleUnplugged', data: { ...names, socPermille: null } });
  }

  /** Half a minute of dispatch, and until the bus has brought its set-points. */
  async dispatch(millihertz: number): Promise<void> {
    await this.cycle.run(at(this.step), new Array<number>(STEP_S).fill(millihertz));
    await new Promise(setImmediate);
    this.step += 1;
  }

  /** All that is given (1) or taken (−1) now, not set off against each other, W. */
  sumW(direction: 1 | -1): number {
    const powers = [...this.chargers.values()].map(({ fullW, toldW }) => toldW ?? -fullW);
    return powers.reduce((sum, powerW) => sum + Math.max(0, direction * powerW), 0);
  }

  takes(chargerId: string): number | null | undefined {
    return this.chargers.get(chargerId)?.toldW;
  }
}

function siteWith(chargers: number, fuseW: number): Site {
  const site = new Site();
  site.fuse(fuseW);
  for (let index = 0; index < chargers; index++) {
    const power = { maxChargeW: CHARGER_W, maxDischargeW: CHARGER_W, v2gReady: true };
    const kind = { connectors: 1, current: 'AC', prequalification: 'prequalified' } as const;
    site.tell({ type: 'ChargerRegistered', data: { chargerId: `C${index}`, siteId: 'P', ...power, ...kind } });
  }
  const mtus = [0, 1].map((hour) => ({
    mtuStart: isoInstant(PLUG_IN + hour * 3_600_000),
    awardedW: SOLD_W,
    priceEurPerMwH: '10',
  }));
  site.tell({ type: 'CapacityCommitted', data: { product: 'FCR-N', deliveryDay: '2026-01-12', mtus } });
  return site;
}

describe('a site’s fuse, from the chargers’ side', () => {
  it('carries what they take and give, whether batteries and gauges are known or not', async () => {
    let unknownTook = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(carArbitrary, { minLength: 2, maxLength: 7 }),
        fc.tuple(fc.integer({ min: 2_000, max: 40_000 }), fc.integer({ min: 2_000, max: 40_000 })),
        fc.integer({ min: 1, max: 40 }),
        async (cars, [fuseW, laterW], halfPeriod) => {
          const site = siteWith(cars.length, fuseW);
          for (let step = 0; step < STEPS; step++) {
            if (step === STEPS / 2) site.fuse(laterW);
            cars.forEach((car, index) => {
              if (step === car.comes) site.arrive(index, car);
              if (step === car.comes + 5 && car.known === 'gauge later') site.readGauge(index, car.socPermille);
              if (step === car.comes + car.stays) site.leave(index);
            });
            await site.dispatch(Math.floor(step / halfPeriod) % 2 === 0 ? 49_900 : 50_100);
            const carriesW = step < STEPS / 2 ? fuseW : laterW;
            expect(site.sumW(-1)).toBeLessThanOrEqual(carriesW);
            expect(site.sumW(1)).toBeLessThanOrEqual(carriesW);
            cars.forEach(({ known }, index) => {
              if (known === 'no battery') unknownTook += Math.max(0, -(site.takes(`C${index}`) ?? 0));
            });
          }
        },
      ),
      { numRuns: 25 },
    );
    // Not kept by letting nobody charge.
    expect(unknownTook).toBeGreaterThan(0);
  });

  const unknown: Car = { comes: 0, stays: STEPS, known: 'no battery', socPermille: 500, powerW: 11_000 };

  it('lets a car of unknown battery charge with all of it while it is alone, and with its share when others come', async () => {
    const site = siteWith(3, 15_000);
    site.arrive(0, unknown);
    await site.dispatch(50_000);
    expect(site.takes('C0')).toBe(-11_000);
    site.arrive(1, unknown);
    await site.dispatch(50_000);
    expect([site.takes('C0'), site.takes('C1')]).toEqual([-7_500, -7_500]);
    site.arrive(2, { ...unknown, known: 'all' });
    await site.dispatch(50_000);
    // 18 kWh in two hours at 0.95 need 9,474 W of the 15,000; of the rest it can use 1,526 W more, and 4,000 W are left.
    expect([site.takes('C0'), site.takes('C1')]).toEqual([-2_000, -2_000]);
    site.leave(1);
    site.leave(2);
    await site.dispatch(50_000);
    expect(site.takes('C0')).toBe(-11_000);
  });

  it('hands a car over to dispatch when its gauge is read: full, it is asked to take nothing', async () => {
    const site = siteWith(1, 15_000);
    site.arrive(0, { ...unknown, known: 'gauge later' });
    await site.dispatch(50_000);
    expect(site.takes('C0')).toBe(-11_000);
    site.readGauge(0, 1_000);
    await site.dispatch(50_000);
    expect(site.takes('C0')).toBeGreaterThanOrEqual(0);
  });
});
