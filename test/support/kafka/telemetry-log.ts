import type { EventLog } from '../../../src/platform/index.js';

export interface TelemetryInLog {
  /** Messages of the load that the log holds. */
  readonly messages: number;
  /** Those that are there twice or out of their car's order, or miss one before them; the first ten. */
  readonly faults: readonly string[];
}

/** Reads the whole log and holds it against `telemetry-load.mjs`: every car's messages are there once, in order. */
export async function telemetryIn(log: EventLog, cars: number): Promise<TelemetryInLog> {
  const rounds = new Int32Array(cars).fill(-1);
  const faults: string[] = [];
  let messages = 0;
  const types = ['VehiclePluggedIn', 'SocReported', 'MeterValuesRecorded'];
  for await (const { meta } of log.readAll({ types })) {
    const [car = '', round] = meta.messageId.slice(1).split('/');
    const last = rounds[Number(car)] ?? NaN;
    if (Number(round) !== last + 1 && faults.length < 10) faults.push(`${meta.messageId} follows round ${last}`);
    rounds[Number(car)] = Number(round);
    messages += 1;
  }
  return { messages, faults };
}
