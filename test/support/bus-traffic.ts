import { readFileSync } from 'node:fs';
import { epochMs, isoInstant, type EpochMs, type Recorded } from '../../src/kernel/index.js';
import type { EventLog } from '../../src/platform/index.js';
import type { BusMessage, DeliveredMessage, MessageBus } from '../../src/platform/messaging/index.js';

/** A settled hour and the day's account, as the log's own samples have them. */
export async function settleADay(log: EventLog): Promise<void> {
  for (const type of ['MtuPriced', 'DaySettled']) {
    const { stream, data, meta } = JSON.parse(
      readFileSync(`contracts/events/samples/${type}.v1.json`, 'utf8'),
    ) as Recorded;
    await log.append(stream, 'any', [{ type, data, meta, occurredAt: epochMs(0) }]);
  }
}

/** A car that is plugged in at `at` and says so again, and a message that nobody can take. */
export function telemetryAt(at: EpochMs): BusMessage[] {
  const base = { chargerId: 'C1', sessionId: 'S1' };
  const messages = [
    {
      ...base,
      messageId: 'm1',
      type: 'plugged-in',
      driverId: 'D1',
      at: isoInstant(at),
      batteryWh: 60_000,
      soc: 52,
      maxChargeW: 11_000,
      maxDischargeW: 11_000,
      targetSoc: 80,
      minSoc: 30,
      departureAt: isoInstant(at + 12 * 3_600_000),
      v2g: true,
    },
    { ...base, messageId: 'm2', type: 'soc', at: isoInstant(at + 1000), soc: 'full' },
    { ...base, messageId: 'm3', type: 'soc', at: isoInstant(at + 2000), soc: 52.4, powerW: -7400 },
  ];
  return messages.map((message) => ({ id: message.messageId, key: 'C1', value: JSON.stringify(message) }));
}

/** Frequency of some seconds from `at` on. */
export const frequencyAt = (at: EpochMs, seconds: number): BusMessage => ({
  id: `nordic/${at}`,
  key: 'nordic',
  value: JSON.stringify({
    area: 'nordic',
    samples: Array.from({ length: seconds }, (_, second) => ({ at: isoInstant(at + second * 1000), hz: 49.98 })),
  }),
});

/** Everything that is sent on topics, from now on or from their beginning, as the adapter has it. */
export async function listenTo(bus: MessageBus, topics: readonly string[]): Promise<DeliveredMessage[]> {
  const heard: DeliveredMessage[] = [];
  for (const topic of topics)
    await bus.consume({
      topic,
      group: 'listener',
      handle: (batch) => {
        heard.push(...batch);
        return Promise.resolve([]);
      },
      onFailure: (error) => {
        throw error;
      },
    });
  return heard;
}

export const heardOn = (heard: readonly DeliveredMessage[], topic: string): Record<string, unknown>[] =>
  heard
    .filter((each) => each.topic === topic)
    .map(({ value }) => JSON.parse(value ?? 'null') as Record<string, unknown>);
