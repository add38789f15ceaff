import type { Admin } from 'kafkajs';
import { BusUnavailable } from './message-bus.port.js';

/**
 * Makes the topics that are not there, with the broker's own replication factor and retention. Where we may not list or
 * make topics, an operator has to.
 * @throws BusUnavailable naming the topics that are missing.
 */
export async function createMissingTopics(admin: Admin, topics: readonly string[], partitions: number): Promise<void> {
  const missing = await missingOf(admin, topics);
  if (missing.length === 0) return;
  try {
    await admin.createTopics({
      topics: missing.map((topic) => ({ topic, numPartitions: partitions })),
      waitForLeaders: true,
    });
  } catch (error) {
    // Another process may have made them at the same time.
    const still = await missingOf(admin, topics);
    if (still.length > 0)
      throw new BusUnavailable(`topics are missing and could not be made: ${still.join(', ')}; make them first`, {
        cause: error,
      });
  }
}

async function missingOf(admin: Admin, topics: readonly string[]): Promise<string[]> {
  const there = new Set(await admin.listTopics());
  return topics.filter((topic) => !there.has(topic));
}
