import { setTimeout as pause } from 'node:timers/promises';
import kafkajs, { type Admin } from 'kafkajs';
import { groupIdOf } from '../../../src/platform/messaging/kafka-consumption.adapter.js';
import type { TestBroker } from './broker.mjs';

/** What the broker itself says of a group's progress. */
export class Offsets {
  private constructor(private readonly admin: Admin) {}

  static async of({ brokers }: TestBroker): Promise<Offsets> {
    const admin = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    return new Offsets(admin);
  }

  /** Messages of a topic that a group has not acknowledged, over all partitions. */
  async lag(topic: string, group: string): Promise<number> {
    const [ends, [committed]] = await Promise.all([
      this.admin.fetchTopicOffsets(topic),
      whenReady(() => this.admin.fetchOffsets({ groupId: groupIdOf({ group, topic }), topics: [topic] })),
    ]);
    return ends.reduce((lag, { partition, high, low }) => {
      const offset = Number(committed?.partitions.find((each) => each.partition === partition)?.offset ?? -1);
      return lag + Number(high) - (offset < 0 ? Number(low) : offset);
    }, 0);
  }

  close(): Promise<void> {
    return this.admin.disconnect();
  }
}

const READY_WITHIN_MS = 30_000;

/** A broker asked for a group for the first time has to load it: "the coordinator is loading", for a moment. */
async function whenReady<T>(ask: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + READY_WITHIN_MS; ; await pause(50))
    try {
      return await ask();
    } catch (error) {
      if (!(error as { retriable?: boolean }).retriable || Date.now() > end) throw error;
    }
}
