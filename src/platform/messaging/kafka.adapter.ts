import type { Kafka, Message, Producer } from 'kafkajs';
import type { Log } from '../observability/index.js';
import { deadLetterOf, deadLetterTopic } from './dead-letter.js';
import { RETRY, kafkaClient, loadKafka, type KafkaConnection } from './kafka-client.adapter.js';
import { KafkaConsumption } from './kafka-consumption.adapter.js';
import { createMissingTopics } from './kafka-topics.adapter.js';
import { BusUnavailable, CONTENT_TYPE_HEADER, MESSAGE_ID_HEADER } from './message-bus.port.js';
import type { BusMessage, ConsumeOptions, Consumption, MessageBus } from './message-bus.port.js';

export interface KafkaBusOptions extends KafkaConnection {
  /** Topics that must be there; those that are missing are made. */
  readonly topics: readonly string[];
  /** Partitions of a topic that is made here. Messages of one key share one, so it must never change for a topic in use. */
  readonly partitions: number;
  /** A reader that is silent for so long is taken for dead and its partitions go to the others. */
  readonly sessionTimeoutMs?: number;
  readonly log: Log;
}

/** A broker takes one record batch of 1 MiB for each partition and request (its `message.max.bytes`). */
const MAX_REQUEST_BYTES = 512 * 1024;
const SESSION_TIMEOUT_MS = 15_000;
const ALL_REPLICAS = -1;

/** The bus over a Kafka cluster. At least once both ways; a message is there for good when all in-sync replicas have it. */
export class KafkaBus implements MessageBus {
  readonly #consumptions = new Set<KafkaConsumption>();
  #closed = false;

  private constructor(
    private readonly kafka: Kafka,
    private readonly producer: Producer,
    private readonly options: KafkaBusOptions,
  ) {}

  /** @throws BusUnavailable when no broker answers, refuses us, or topics are missing that we may not make. */
  static async connect(options: KafkaBusOptions): Promise<KafkaBus> {
    const module = await loadKafka();
    const kafka = kafkaClient(module, options, options.log);
    // Where a key lies must not depend on the client: this is the partitioner of Kafka's own clients.
    const producer = kafka.producer({ createPartitioner: module.Partitioners.DefaultPartitioner, retry: RETRY });
    const admin = kafka.admin();
    try {
      await Promise.all([producer.connect(), admin.connect()]);
      await createMissingTopics(admin, options.topics, options.partitions);
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw unavailable(error);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
    return new KafkaBus(kafka, producer, options);
  }

  async publish(topic: string, messages: readonly BusMessage[]): Promise<void> {
    if (this.#closed) throw new BusUnavailable('the bus is closed');
    for (const request of requestsOf(messages)) {
      try {
        await this.producer.send({ topic, acks: ALL_REPLICAS, messages: request });
      } catch (error) {
        throw unavailable(error);
      }
    }
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    if (this.#closed) throw new BusUnavailable('the bus is closed');
    const consumption = new KafkaConsumption(
      this.kafka,
      options,
      this.options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
      (rejected) => this.publish(deadLetterTopic(options.topic), rejected.map(deadLetterOf)),
      (closed) => this.#consumptions.delete(closed),
    );
    try {
      await consumption.start();
    } catch (error) {
      await consumption.close();
      throw unavailable(error);
    }
    this.#consumptions.add(consumption);
    return consumption;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await Promise.all([...this.#consumptions].map((consumption) => consumption.close()));
    this.#closed = true;
    await this.producer.disconnect().catch(() => undefined);
  }
}

/** Cut so that no request is larger than a broker takes; a single message that is too large goes alone and is refused there. */
function* requestsOf(messages: readonly BusMessage[]): Generator<Message[]> {
  let request: Message[] = [];
  let bytes = 0;
  for (const { id, key, value, headers } of messages) {
    const size = Buffer.byteLength(value) + 256;
    if (request.length > 0 && bytes + size > MAX_REQUEST_BYTES) {
      yield request;
      [request, bytes] = [[], 0];
    }
    const all = { [CONTENT_TYPE_HEADER]: 'application/json', ...headers, [MESSAGE_ID_HEADER]: id };
    request.push({ key, value, headers: all });
    bytes += size;
  }
  if (request.length > 0) yield request;
}

function unavailable(error: unknown): BusUnavailable {
  if (error instanceof BusUnavailable) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new BusUnavailable(`Kafka: ${reason}`, { cause: error });
}
