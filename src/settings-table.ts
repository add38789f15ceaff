import { DEFAULT_STRATEGY, STRATEGY_NAMES } from './dispatch/index.js';
import { DEFAULT_CALENDAR, holidayCalendarText, HOLIDAYS_ALLOWED } from './forecast/index.js';

export interface SettingDescription {
  readonly name: string;
  readonly meaning: string;
  readonly allowed: string;
  readonly fallback: string;
}

/** Every environment variable that this version knows, in the order people read about them. */
export const SETTINGS = [
  {
    name: 'BACKFEED_EVENT_STORE',
    meaning: 'where the event log is kept',
    allowed: 'embedded, or kurrentdb://user:password@host:2113?tls=true',
    fallback: 'embedded',
  },
  {
    name: 'BACKFEED_DATA_DIR',
    meaning: 'folder of the embedded log and the access key',
    allowed: 'a path',
    fallback: '.backfeed',
  },
  {
    name: 'BACKFEED_HOST',
    meaning: 'address to bind; the demo takes loopback only',
    allowed: 'host or IP address',
    fallback: '127.0.0.1',
  },
  {
    name: 'KAFKA_BROKERS',
    meaning: 'message bus over Apache Kafka',
    allowed: 'host:port, several with commas',
    fallback: 'none: the bus within the process',
  },
  { name: 'KAFKA_TLS', meaning: 'TLS to the brokers', allowed: 'on or off', fallback: 'off' },
  {
    name: 'KAFKA_TLS_CA',
    meaning: 'authority that signed their certificates',
    allowed: 'path of a PEM file',
    fallback: 'those that Node trusts',
  },
  {
    name: 'KAFKA_SASL_MECHANISM',
    meaning: 'how to sign in to the brokers',
    allowed: 'plain, scram-sha-256 or scram-sha-512',
    fallback: 'not at all',
  },
  { name: 'KAFKA_USERNAME', meaning: 'name to sign in with', allowed: 'text', fallback: 'none' },
  { name: 'KAFKA_PASSWORD', meaning: 'password to sign in with', allowed: 'text', fallback: 'none' },
  {
    name: 'KAFKA_PARTITIONS',
    meaning: 'partitions of a topic that has to be made',
    allowed: '1 to 1000',
    fallback: '12',
  },
  {
    name: 'BACKFEED_MARKET_GATEWAY',
    meaning: 'the other side of the market',
    allowed: 'simulator or fingrid',
    fallback: 'simulator',
  },
  {
    name: 'BACKFEED_EDX_DIR',
    meaning: 'folder of the EDX toolbox that carries market documents',
    allowed: 'a path',
    fallback: 'the message bus carries them',
  },
  {
    name: 'BACKFEED_PARTY_EIC',
    meaning: 'party in market documents',
    allowed: '16-character EIC',
    fallback: "the simulator's example party",
  },
  {
    name: 'BACKFEED_SANCTION_FACTOR',
    meaning: 'sanction for capacity not maintained, times the capacity price',
    allowed: '0 or more',
    fallback: '1',
  },
  {
    name: 'BACKFEED_SANCTION_FACTOR_SOURCE',
    meaning: 'document the factor is from',
    allowed: 'text',
    fallback: 'assumption',
  },
  {
    name: 'BACKFEED_APPROVAL',
    meaning: 'who agrees to a plan before it is sent',
    allowed: 'policy or trader',
    fallback: 'policy',
  },
  {
    name: 'BACKFEED_RELIABILITY',
    meaning: 'share of hours in which the capacity bid must be there',
    allowed: 'between 0 and 1',
    fallback: '0.9',
  },
  {
    name: 'BACKFEED_UNANNOUNCED_DEPARTURES',
    meaning: 'share of cars that leave within an hour without having said so',
    allowed: '0 or more, below 1',
    fallback: '0, departures are kept',
  },
  {
    name: 'BACKFEED_HOLIDAYS',
    meaning: 'days beside weekends on which cars are used as on a Sunday',
    allowed: HOLIDAYS_ALLOWED,
    fallback: holidayCalendarText(DEFAULT_CALENDAR),
  },
  {
    name: 'BACKFEED_STRATEGY',
    meaning: 'where cars wait for activation',
    allowed: STRATEGY_NAMES.join(', '),
    fallback: DEFAULT_STRATEGY,
  },
  {
    name: 'BACKFEED_FLOOR_PRICE',
    meaning: 'lowest capacity price bid, EUR/MW,h',
    allowed: '0 or more',
    fallback: "the strategy's floor for wear",
  },
  {
    name: 'BACKFEED_ROLES',
    meaning: 'what this process runs, of several on one KurrentDB',
    allowed: 'ingest,ledger,trading,api or some of them',
    fallback: 'all four',
  },
  {
    name: 'OIDC_ISSUER',
    meaning: 'identity provider whose tokens are accepted beside the embedded key',
    allowed: 'https URL',
    fallback: 'none',
  },
  { name: 'OIDC_AUDIENCE', meaning: 'audience its tokens must name', allowed: 'text', fallback: 'backfeed' },
  { name: 'FINGRID_API_KEY', meaning: "key of the TSO's open data, for `fetch`", allowed: 'text', fallback: 'none' },
  { name: 'BACKFEED_DEBUG', meaning: 'more log lines, stack traces of failures', allowed: 'any text', fallback: 'off' },
] as const satisfies readonly SettingDescription[];

export type SettingName = (typeof SETTINGS)[number]['name'];
