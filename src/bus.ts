import { readFileSync } from 'node:fs';
import { FREQUENCY_TOPIC } from './fleet/frequency.consumer.js';
import { TELEMETRY_TOPIC } from './fleet/telemetry.consumer.js';
import { SET_POINTS_TOPIC } from './dispatch/set-point.publisher.adapter.js';
import { EVENTS_TOPIC } from './engine/index.js';
import { InputError } from './kernel/index.js';
import { MARKET_INBOUND_TOPIC, MARKET_OUTBOUND_TOPIC } from './market/index.js';
import { BusUnavailable, deadLetterTopic, type MessageBus } from './platform/messaging/index.js';
import { InProcessBus } from './platform/messaging/in-process.adapter.js';
import { KafkaBus } from './platform/messaging/kafka.adapter.js';
import type { Log } from './platform/observability/index.js';
import { SETTLEMENT_LINES_TOPIC } from './settlement/index.js';
import type { KafkaSettings } from './settings-kafka.js';

/** What others send us. */
export const TOPICS_IN = [TELEMETRY_TOPIC, FREQUENCY_TOPIC, MARKET_INBOUND_TOPIC] as const;
/** What we send to others. */
export const TOPICS_OUT = [SET_POINTS_TOPIC, MARKET_OUTBOUND_TOPIC, EVENTS_TOPIC, SETTLEMENT_LINES_TOPIC] as const;

/**
 * The bus as the settings say: over Kafka, or within this process.
 * @throws InputError when the cluster cannot be reached, or the certificate cannot be read.
 */
export async function openBus(kafka: KafkaSettings | null, log: Log): Promise<MessageBus> {
  if (kafka === null) return new InProcessBus();
  const tls = kafka.tls && { caPem: kafka.tls.caFile === null ? null : readCertificate(kafka.tls.caFile) };
  const topics = [...TOPICS_IN, ...TOPICS_IN.map(deadLetterTopic), ...TOPICS_OUT];
  try {
    return await KafkaBus.connect({ ...kafka, tls, topics, log });
  } catch (error) {
    if (error instanceof BusUnavailable)
      throw new InputError(`KAFKA_BROKERS=${kafka.brokers.join(',')}: ${error.message}`, { cause: error });
    throw error;
  }
}

function readCertificate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`KAFKA_TLS_CA=${file} cannot be read: ${(error as Error).message}`);
  }
}
