import { isRefusal, type Clock } from '../kernel/index.js';
import { readJson, type DeliveredMessage, type RejectedDelivery } from '../platform/messaging/index.js';
import type { TelemetryIntake } from './telemetry-intake.service.js';

/** Keyed by charger id, so that one charger's messages keep their order. */
export const TELEMETRY_TOPIC = 'v2g.telemetry.v1';

/**
 * Telemetry from the bus: the same messages as over HTTP, one to each record. Resolves when the facts of the batch are
 * durable. A message that the intake refuses, as stale or as no telemetry at all, is a dead letter with that reason; one
 * that comes again is known by its message id.
 */
export class TelemetryConsumer {
  constructor(private readonly deps: { readonly intake: TelemetryIntake; readonly clock: Clock }) {}

  async handle(batch: readonly DeliveredMessage[]): Promise<readonly RejectedDelivery[]> {
    const values = batch.map(readJson);
    const verdicts = await this.deps.intake.verdicts(values, this.deps.clock.now());
    return batch.flatMap((delivery, index) => {
      const verdict = verdicts[index];
      return isRefusal(verdict) ? [{ delivery, reason: verdict }] : [];
    });
  }
}
