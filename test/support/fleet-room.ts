import {
  FleetProjection,
  FrequencyIntake,
  GuaranteeRenewal,
  PreferencesService,
  Registry,
  SessionStore,
  TelemetryIntake,
  type GuaranteeCalculator,
} from '../../src/fleet/index.js';
import { readTelemetryMessage } from '../../src/fleet/telemetry-schema.adapter.js';
import { CommandHandler, type EventLog } from '../../src/platform/index.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import { collect } from './events.js';
import { halfAboveMinimum, PLUG_IN } from './fleet.js';
import { ManualClock } from './manual-clock.js';

/** The fleet room over a log, as the engine wires it, with mathematics that is easy to foresee. */
export function fleetRoom(
  log: EventLog = new MemoryEventLog(new ManualClock(PLUG_IN)),
  clock = new ManualClock(PLUG_IN),
  guaranteeOf: GuaranteeCalculator = halfAboveMinimum,
) {
  const fleet = new FleetProjection();
  const subscription = log.subscribe({ after: -1, types: FleetProjection.types }, (event) => fleet.apply(event));
  const sessions = new SessionStore({ log });
  const shared = { sessions, chargers: fleet, guaranteeOf };
  return {
    log,
    clock,
    fleet,
    sessions,
    intake: new TelemetryIntake({ ...shared, read: readTelemetryMessage }),
    preferences: new PreferencesService({ ...shared, clock }),
    renewal: new GuaranteeRenewal({ sessions, fleet, guaranteeOf, clock }),
    frequency: new FrequencyIntake({ log }),
    caughtUp: () => subscription.caughtUp(),
    registry: new Registry(new CommandHandler(log, clock)),
    /** Types of all events, in the log's order. */
    types: async (): Promise<string[]> => (await collect(log.readAll())).map(({ type }) => type),
    /** Everything that was written, in order. */
    events: () => collect(log.readAll()),
  };
}
