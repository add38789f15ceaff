import { isLoopback, oneOf, type Reading } from './settings-values.js';
import type { SettingName } from './settings-table.js';

/** The message bus over Kafka, as the environment says it. */
export interface KafkaSettings {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  /** null: in the clear. `caFile` null: the authorities that Node trusts. */
  readonly tls: { readonly caFile: string | null } | null;
  readonly sasl: {
    readonly mechanism: (typeof SASL_MECHANISMS)[number];
    readonly username: string;
    readonly password: string;
  } | null;
  /** Of a topic that has to be made. */
  readonly partitions: number;
}

export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

/** Reads one setting, noting what is wrong with it. */
export type ReadSetting = <T>(name: SettingName, fallback: T, parse: (value: string) => Reading<T>) => T;

const DEFAULT_PARTITIONS = 12;
const text = (value: string): Reading<string | null> => ({ value });

/** The settings of Kafka, null where no broker is named; what does not fit together goes to `problems`. */
export function readKafkaSettings(read: ReadSetting, problems: string[]): KafkaSettings | null {
  const brokers = read('KAFKA_BROKERS', null, brokerList);
  const tls = read('KAFKA_TLS', 'off', oneOf(['on', 'off']));
  const caFile = read('KAFKA_TLS_CA', null, text);
  const mechanism = read('KAFKA_SASL_MECHANISM', null, oneOf(SASL_MECHANISMS));
  const username = read('KAFKA_USERNAME', null, text);
  const password = read('KAFKA_PASSWORD', null, text);
  const partitions = read('KAFKA_PARTITIONS', DEFAULT_PARTITIONS, partitionCount);
  if (caFile !== null && tls === 'off') problems.push('KAFKA_TLS_CA is given and KAFKA_TLS is off: set KAFKA_TLS=on');
  const given = [mechanism, username, password].filter((value) => value !== null).length;
  if (given !== 0 && given !== 3)
    problems.push('KAFKA_SASL_MECHANISM, KAFKA_USERNAME and KAFKA_PASSWORD must be given together');
  if (brokers === null) return null;
  if (mechanism === 'plain' && tls === 'off' && !brokers.every((broker) => isLoopback(hostOf(broker))))
    problems.push('KAFKA_SASL_MECHANISM=plain sends the password in the clear: set KAFKA_TLS=on');
  const complete = mechanism !== null && username !== null && password !== null;
  return {
    brokers,
    tls: tls === 'on' ? { caFile } : null,
    sasl: complete ? { mechanism, username, password } : null,
    partitions,
  };
}

const BROKER = /^(\[[0-9a-f:]+\]|[\w.-]+):(\d{1,5})$/i;
const hostOf = (broker: string): string => BROKER.exec(broker)?.[1] ?? '';

function brokerList(value: string): Reading<readonly string[] | null> {
  const brokers = value.split(',').map((broker) => broker.trim());
  const right = brokers.every((broker) => {
    const port = Number(BROKER.exec(broker)?.[2]);
    return port >= 1 && port <= 65_535;
  });
  return right
    ? { value: brokers }
    : { problem: 'allowed: host:port, several with commas, like kafka-1:9092,kafka-2:9092' };
}

function partitionCount(value: string): Reading<number> {
  const count = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  return count >= 1 && count <= 1000 ? { value: count } : { problem: 'allowed: a whole number from 1 to 1000' };
}
