import { isRefusal, Refusal, type EpochMs } from '../kernel/index.js';
import { readJson, type DeliveredMessage, type RejectedDelivery } from '../platform/messaging/index.js';
import type { FrequencySample } from './frequency-hour.js';
import type { FrequencyIntake, RejectedSample } from './frequency-intake.service.js';
import { readFrequencyBody } from './frequency-schema.adapter.js';
import { instantOf } from './instant.js';

/** Keyed by area, so that its samples come in the order of time. */
export const FREQUENCY_TOPIC = 'grid.frequency.v1';

/**
 * Grid frequency from the bus: a batch of samples or a single one to each record, as over HTTP. All samples of an area
 * in a delivery are written together. A record of which any sample is refused is a dead letter with the first reason;
 * its other samples are taken.
 */
export class FrequencyConsumer {
  constructor(private readonly deps: { readonly intake: FrequencyIntake }) {}

  async handle(batch: readonly DeliveredMessage[]): Promise<readonly RejectedDelivery[]> {
    const reasons = new Map<DeliveredMessage, Refusal>();
    const areas = new Map<string, { samples: FrequencySample[]; senders: Map<EpochMs, DeliveredMessage> }>();
    for (const delivery of batch) {
      const value = readJson(delivery);
      const body = isRefusal(value) ? value : readFrequencyBody(value);
      if (isRefusal(body)) {
        reasons.set(delivery, body);
        continue;
      }
      if (body.rejected[0] !== undefined) reasons.set(delivery, refusalOf(body.rejected[0]));
      for (const [area, samples] of body.byArea) {
        const all = areas.get(area) ?? { samples: [], senders: new Map<EpochMs, DeliveredMessage>() };
        areas.set(area, all);
        for (const sample of samples) {
          all.samples.push(sample);
          all.senders.set(sample.at, delivery);
        }
      }
    }
    for (const [area, { samples, senders }] of areas)
      for (const rejected of (await this.deps.intake.accept(area, samples)).rejected) {
        const sender = rejected.at === null ? undefined : senders.get(instantOf(rejected.at));
        if (sender !== undefined && !reasons.has(sender)) reasons.set(sender, refusalOf(rejected));
      }
    return [...reasons].map(([delivery, reason]) => ({ delivery, reason }));
  }
}

const refusalOf = ({ code, message, field }: RejectedSample): Refusal => new Refusal(code, message, field ?? undefined);
