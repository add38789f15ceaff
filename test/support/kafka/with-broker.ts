import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import { SILENT } from '../../../src/platform/observability/index.js';
import { KafkaBus, type KafkaBusOptions } from '../../../src/platform/messaging/kafka.adapter.js';
import { startBroker, type TestBroker } from './broker.mjs';
import { kafkaInstallation } from './installation.mjs';

const installation = await kafkaInstallation();
/** A rebalance, a broker that comes back and a group that forgets a dead member take seconds. */
jest.setTimeout(120_000);

/** Tests against a real Apache Kafka broker of their own. Where there is none to be had they are skipped, and say why. */
export function describeWithBroker(name: string, tests: (broker: () => TestBroker) => void): void {
  if (installation.classPath === null) {
    // The reporter keeps what a skipped suite says to the console.
    process.stderr.write(`${name}: skipped, because ${installation.missing}\n`);
    describe.skip(`${name} (skipped: ${installation.missing})`, () => tests(() => missing()));
    return;
  }
  const { classPath } = installation;
  describe(name, () => {
    let broker: TestBroker | undefined;
    beforeAll(async () => {
      broker = await startBroker(classPath);
    }, 120_000);
    afterAll(() => broker?.remove());
    tests(() => broker ?? missing());
  });
}

function missing(): never {
  throw new Error('there is no broker');
}

/** A bus on the broker, in the clear, with the topics and their dead letter topics made. */
export const connectTo = (
  broker: TestBroker,
  topics: readonly string[],
  options: Partial<KafkaBusOptions> = {},
): Promise<KafkaBus> =>
  KafkaBus.connect({
    brokers: broker.brokers,
    tls: null,
    sasl: null,
    topics: topics.flatMap((topic) => [topic, `${topic}.dlq`]),
    partitions: 6,
    sessionTimeoutMs: 6_000,
    log: SILENT,
    ...options,
  });
