import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { BusUnavailable, type BusMessage, type DeliveredMessage } from '../../src/platform/messaging/index.js';
import type { KafkaBus } from '../../src/platform/messaging/kafka.adapter.js';
import { connectTo, describeWithBroker } from '../support/kafka/with-broker.js';
import { until } from '../support/until.js';

const KEYS = 8;

/** Publishes rounds of one message a key until told to stop; a batch that was not taken is sent again. */
async function publishRounds(bus: KafkaBus, topic: string, stop: () => boolean): Promise<number> {
  let round = 0;
  for (; !stop(); round += 1) {
    const messages = Array.from({ length: KEYS }, (_, key): BusMessage => ({
      id: `${key}:${round}`,
      key: `C${key}`,
      value: '{}',
    }));
    for (let taken = false; !taken;)
      taken = await bus.publish(topic, messages).then(
        () => true,
        (error: unknown) => {
          if (error instanceof BusUnavailable) return false;
          throw error;
        },
      );
    await pause(5);
  }
  return round;
}

/** The rounds of each key in the order in which they were first seen. */
function roundsByKey(seen: readonly DeliveredMessage[]): number[][] {
  const rounds = Array.from({ length: KEYS }, () => new Set<number>());
  for (const { headers } of seen) {
    const [key = '', round] = (headers['message-id'] ?? '').split(':');
    rounds[Number(key)]?.add(Number(round));
  }
  return rounds.map((ofKey) => [...ofKey]);
}

const everyRound = (rounds: number): number[][] =>
  Array.from({ length: KEYS }, () => Array.from({ length: rounds }, (_, round) => round));

describeWithBroker('a broker that is killed and comes back', (broker) => {
  it('loses nothing that was acknowledged, and the order of no key', async () => {
    const topic = 'outage';
    const [publisher, reader] = await Promise.all([connectTo(broker(), [topic]), connectTo(broker(), [topic])]);
    const seen: DeliveredMessage[] = [];
    const failures: unknown[] = [];
    await reader.consume({
      topic,
      group: 'g',
      handle: (batch) => {
        seen.push(...batch);
        return Promise.resolve([]);
      },
      onFailure: (error) => failures.push(error),
    });
    let over = false;
    const publishing = publishRounds(publisher, topic, () => over);
    for (let kill = 0; kill < 2; kill += 1) {
      const before = seen.length;
      await until(() => seen.length > before + 20 * KEYS, 60_000);
      await broker().kill();
      await pause(300);
      await broker().start();
    }
    const before = seen.length;
    await until(() => seen.length > before + 20 * KEYS, 60_000);
    over = true;
    const rounds = await publishing;
    await until(() => roundsByKey(seen).every((ofKey) => ofKey.length === rounds), 60_000);
    expect(roundsByKey(seen)).toEqual(everyRound(rounds));
    expect(failures).toEqual([]);
    await Promise.all([publisher.close(), reader.close()]);
  });
});
