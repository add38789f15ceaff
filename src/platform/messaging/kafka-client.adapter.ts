import type { Kafka, KafkaConfig, LogEntry, logLevel, SASLOptions } from 'kafkajs';
import type * as kafkajs from 'kafkajs';
import type { Log } from '../observability/index.js';

/** How to reach a Kafka cluster, as the settings say it. */
export interface KafkaConnection {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  /** null: in the clear. `caPem` null: the authorities that Node trusts. */
  readonly tls: { readonly caPem: string | null } | null;
  readonly sasl: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  } | null;
}

export type KafkaModule = Omit<typeof kafkajs, 'default'>;

/** kafkajs is loaded only where a broker is configured. */
export const loadKafka = async (): Promise<KafkaModule> => (await import('kafkajs')).default;

const CONNECT_MS = 5_000;
const REQUEST_MS = 15_000;

/** Some ten seconds of tries: who calls decides whether to go on. */
export const RETRY = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 } as const;

export function kafkaClient(module: KafkaModule, { brokers, tls, sasl }: KafkaConnection, log: Log): Kafka {
  const config: KafkaConfig = {
    clientId: 'backfeed',
    brokers: [...brokers],
    connectionTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    retry: RETRY,
    logLevel: module.logLevel.WARN,
    logCreator: () => (entry) => forward(entry, module.logLevel, log),
  };
  if (tls !== null) config.ssl = tls.caPem === null ? true : { ca: [tls.caPem] };
  // A copy, because the client keeps its own state in it.
  if (sasl !== null) config.sasl = { ...sasl } as SASLOptions;
  return new module.Kafka(config);
}

/**
 * A client that finds its broker gone says so at every try: that is news once, at the level of a warning, and our own
 * error only where we give up.
 */
function forward({ level, namespace, log: { message, ...rest } }: LogEntry, levels: typeof logLevel, log: Log): void {
  const error = typeof rest['error'] === 'string' ? rest['error'] : undefined;
  const fields = { part: namespace, broker: rest['broker'] as string | undefined, error };
  if (level === levels.ERROR || level === levels.WARN) log.warn(`kafka: ${message}`, fields);
}
