/**
 * What one report of a state of charge costs the capacity ledger: the event taken, the car's old shares out of every MTU
 * and its new ones in, with 1 000, 10 000 and 100 000 sessions plugged in. Time and bytes for each update; the fleet's own
 * record of the session, one new state and one new view, is measured alone and named beside it.
 */
import { performance, PerformanceObserver } from 'node:perf_hooks';
import { FleetProjection } from '../../dist/fleet/index.js';
import { CapacityLedger } from '../../dist/ledger/index.js';
import { newestFcrnRules } from '../../dist/market/index.js';

const START = Date.UTC(2026, 0, 12, 12);
const UPDATES = 20_000;
const iso = (at) => new Date(at).toISOString();
const recorded = (type, data, at) => ({ type, data, recordedAt: at, occurredAt: at, position: 0n, revision: 0 });

const plugIn = (index) =>
  recorded(
    'VehiclePluggedIn',
    {
      sessionId: `S${index}`,
      chargerId: `C${index}`,
      driverId: null,
      at: iso(START),
      batteryWh: 60_000,
      socPermille: 400 + (index % 400),
      maxChargeW: 11_000,
      maxDischargeW: 11_000,
      chargeEfficiencyPermille: 950,
      dischargeEfficiencyPermille: 950,
      targetSocPermille: 800,
      minSocPermille: 300,
      maxSocPermille: 1000,
      departureAt: iso(START + 14 * 3_600_000),
      v2g: true,
    },
    START,
  );

const report = (update, count) => {
  const index = (update * 7_919) % count;
  return recorded(
    'SocReported',
    {
      sessionId: `S${index}`,
      chargerId: `C${index}`,
      at: iso(START + 60_000),
      socPermille: 400 + ((index + update) % 400),
      powerW: null,
      quality: 'measured',
    },
    START + 60_000,
  );
};

let collectedMs = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) collectedMs += entry.duration;
}).observe({ entryTypes: ['gc'] });

/** What the heap grew by between collections: near enough to what was allocated. */
function measured(work) {
  let allocated = 0;
  let before = process.memoryUsage().heapUsed;
  const start = performance.now();
  for (let update = 0; update < UPDATES; update++) {
    work(update);
    if (update % 200 !== 199) continue;
    const now = process.memoryUsage().heapUsed;
    allocated += Math.max(0, now - before);
    before = now;
  }
  return { microseconds: ((performance.now() - start) * 1000) / UPDATES, bytes: allocated / UPDATES };
}

let base = null;
for (const count of [1_000, 10_000, 100_000]) {
  const fleet = new FleetProjection();
  const ledger = new CapacityLedger({ rulesOf: newestFcrnRules, fleet });
  for (let index = 0; index < count; index++) {
    const event = plugIn(index);
    fleet.apply(event);
    ledger.apply(event);
  }
  const now = START + 60_000;
  ledger.siteIds(now);
  const events = Array.from({ length: UPDATES }, (_, update) => report(update, count));
  const note = (step) => fleet.apply(events[step]);
  const update = (step) => {
    fleet.apply(events[step]);
    ledger.apply(events[step]);
    ledger.siteIds(now);
  };
  for (let round = 0; round < 3; round++) for (let step = 0; step < UPDATES; step++) update(step);
  const fleetBytes = measured(note).bytes;
  // What was collected so far is reported late.
  await new Promise((done) => setTimeout(done, 100));
  collectedMs = 0;
  const { microseconds, bytes } = measured(update);
  await new Promise((done) => setTimeout(done, 100));
  base ??= microseconds;
  console.log(
    [
      `${count} sessions: ${microseconds.toFixed(1)} µs an update (${(microseconds / base).toFixed(2)}×)`,
      `${(bytes / 1024).toFixed(1)} KiB, of which the fleet's record ${(fleetBytes / 1024).toFixed(1)}`,
      `collection ${((collectedMs * 100_000) / (microseconds * UPDATES)).toFixed(1)} % of the time`,
    ].join(', '),
  );
}
