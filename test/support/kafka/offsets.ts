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
      this.admin.fetchOffsets({ groupId: groupIdOf({ group, topic }), topics: [topic] }),
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
