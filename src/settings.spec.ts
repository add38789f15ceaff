import { describe, expect, it } from '@jest/globals';
import { InputError } from './kernel/index.js';
import { SETTINGS } from './settings-table.js';
import { readSettings, settingsHelp, type Environment } from './settings.js';

const problemsOf = (environment: Environment): string => {
  try {
    readSettings(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return '';
};

describe('settings', () => {
  it('needs nothing: an empty environment is a working installation', () => {
    expect(readSettings({})).toEqual({
      eventStore: 'embedded',
      roles: new Set(['ingest', 'ledger', 'trading', 'api']),
      dataDir: '.backfeed',
      host: '127.0.0.1',
      marketGateway: 'simulator',
      partyEic: null,
      sanction: { factor: '1', source: 'assumption: no contract given' },
      approval: 'policy',
      reliability: 0.9,
      unannouncedDepartures: 0,
      holidays: { country: 'FI', days: [] },
      strategy: 'planned',
      floorPriceEurPerMwH: null,
      kafka: null,
      oidc: null,
      warnings: [],
    });
  });

  it('reads every value that is given', () => {
    const settings = readSettings({
      BACKFEED_DATA_DIR: '/var/lib/backfeed',
      BACKFEED_PARTY_EIC: '10X1001A1001A264',
      BACKFEED_SANCTION_FACTOR: '1.5',
      BACKFEED_SANCTION_FACTOR_SOURCE: 'contract 2026-01',
      BACKFEED_APPROVAL: 'trader',
      BACKFEED_RELIABILITY: '0.99',
      BACKFEED_HOLIDAYS: 'NO,2026-05-15',
      BACKFEED_STRATEGY: 'group',
      BACKFEED_FLOOR_PRICE: '4.25',
      BACKFEED_ROLES: 'api, ingest, ledger, trading',
      OIDC_ISSUER: 'https://login.example.com/realm',
      OIDC_AUDIENCE: 'trading',
    });
    expect(settings).toMatchObject({
      dataDir: '/var/lib/backfeed',
      partyEic: '10X1001A1001A264',
      sanction: { factor: '1.5', source: 'contract 2026-01' },
      approval: 'trader',
      reliability: 0.99,
      holidays: { country: 'NO', days: ['2026-05-15'] },
      strategy: 'group',
      floorPriceEurPerMwH: '4.25',
      oidc: { issuer: 'https://login.example.com/realm', audience: 'trading' },
    });
  });

  it('takes a variable set to nothing as not set', () => {
    expect(readSettings({ BACKFEED_APPROVAL: '', KAFKA_BROKERS: ' ' })).toEqual(readSettings({}));
  });

  it('names every problem at once, with value and allowed values', () => {
    const message = problemsOf({
      BACKFEED_APPROVAL: 'nobody',
      BACKFEED_RELIABILITY: '90',
      BACKFEED_FLOOR_PRICE: 'cheap',
      BACKFEED_PARTY_EIC: '10X1001A1001A265',
    });
    expect(message.split('\n')).toHaveLength(5);
    expect(message).toContain('BACKFEED_APPROVAL="nobody": allowed: policy, trader');
    expect(message).toContain('BACKFEED_RELIABILITY="90": allowed: a number between 0 and 1');
    expect(message).toContain('BACKFEED_FLOOR_PRICE="cheap": allowed: a decimal number of 0 or more');
    expect(message).toContain('BACKFEED_PARTY_EIC="10X1001A1001A265"');
  });

  it.each([
    ['BACKFEED_EVENT_STORE', 'postgres://localhost', 'reads like kurrentdb://user:password@host:2113'],
    ['BACKFEED_EVENT_STORE', 'kurrentdb://localhost:2113?tsl=true', 'option "tsl" is unknown'],
    ['BACKFEED_MARKET_GATEWAY', 'svk', 'allowed: simulator, fingrid'],
    ['KAFKA_BROKERS', 'kafka-1', 'allowed: host:port'],
    ['KAFKA_BROKERS', 'kafka-1:9092,kafka-2:99999', 'allowed: host:port'],
    ['KAFKA_TLS', 'yes', 'allowed: on, off'],
    ['KAFKA_SASL_MECHANISM', 'gssapi', 'allowed: plain, scram-sha-256, scram-sha-512'],
    ['KAFKA_PARTITIONS', '0', 'a whole number from 1 to 1000'],
    ['BACKFEED_ROLES', 'api,web', 'allowed: ingest,ledger,trading,api, or some of them'],
    ['OIDC_ISSUER', 'http://login.example.com', 'allowed: an https URL'],
    ['OIDC_ISSUER', 'login', 'allowed: an https URL'],
    ['BACKFEED_RELIABILITY', '1', 'between 0 and 1'],
    ['BACKFEED_HOLIDAYS', 'EU', 'FI, NO, SE, DK or none'],
    ['BACKFEED_HOLIDAYS', 'NO,2026-02-30', '"2026-02-30" is no day'],
    ['BACKFEED_STRATEGY', 'lucky', 'single, group, theta'],
    ['BACKFEED_FLOOR_PRICE', '-1', 'a decimal number of 0 or more'],
  ])('refuses %s=%s by name', (name, value, reason) => {
    const message = problemsOf({ [name]: value });
    expect(message).toContain(`${name}="${value}"`);
    expect(message).toContain(reason);
  });

  it('reads the address of a KurrentDB and the roles of this process', () => {
    const settings = readSettings({
      BACKFEED_EVENT_STORE: 'esdb://ops:s3cret@db-1,db-2:2114?tls=false',
      BACKFEED_ROLES: 'trading, ledger',
    });
    expect(settings.eventStore).toMatchObject({ shown: 'esdb://ops:***@db-1,db-2:2114' });
    expect([...settings.roles]).toEqual(['ledger', 'trading']);
    expect(settings.warnings).toEqual([expect.stringContaining('over TLS only')]);
  });

  it('never repeats a password', () => {
    const message = problemsOf({ BACKFEED_EVENT_STORE: 'kurrentdb://ops:s3cret@db:99999' });
    expect(message).toContain('kurrentdb://ops:***@db:99999');
    expect(message).not.toContain('s3cret');
  });

  it('leaves every role to the one writer of the embedded log', () => {
    expect(problemsOf({ BACKFEED_ROLES: 'api' })).toContain('the embedded log has one writer');
  });

  it('wants the sanction factor and its source together', () => {
    expect(problemsOf({ BACKFEED_SANCTION_FACTOR: '1' })).toContain('BACKFEED_SANCTION_FACTOR_SOURCE is missing');
    expect(problemsOf({ BACKFEED_SANCTION_FACTOR_SOURCE: 'x' })).toContain('BACKFEED_SANCTION_FACTOR is missing');
  });

  const live = {
    BACKFEED_MARKET_GATEWAY: 'fingrid',
    BACKFEED_PARTY_EIC: '44X-00000000001H',
    BACKFEED_SANCTION_FACTOR: '2',
    BACKFEED_SANCTION_FACTOR_SOURCE: 'contract of 1.1.2026',
    BACKFEED_EDX_DIR: '/var/edx',
  };

  it('trades live only with all that it takes', () => {
    expect(readSettings(live).marketGateway).toEqual({ partyEic: '44X-00000000001H', edxDir: '/var/edx' });
    const { BACKFEED_EDX_DIR: _, ...overTheBus } = { ...live, KAFKA_BROKERS: 'kafka-1:9092' };
    expect(readSettings(overTheBus).marketGateway).toEqual({ partyEic: '44X-00000000001H', edxDir: null });
  });

  it.each(Object.keys(live).filter((name) => name !== 'BACKFEED_MARKET_GATEWAY'))(
    'does not go live without %s',
    (name) => {
      expect(problemsOf({ ...live, [name]: '' })).toContain(`${name} is missing`);
    },
  );

  it('reads how to reach Kafka', () => {
    const { kafka } = readSettings({
      KAFKA_BROKERS: 'kafka-1:9092, [::1]:9093',
      KAFKA_TLS: 'on',
      KAFKA_TLS_CA: '/etc/ssl/kafka.pem',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_USERNAME: 'backfeed',
      KAFKA_PASSWORD: 'secret',
      KAFKA_PARTITIONS: '24',
    });
    expect(kafka).toEqual({
      brokers: ['kafka-1:9092', '[::1]:9093'],
      tls: { caFile: '/etc/ssl/kafka.pem' },
      sasl: { mechanism: 'scram-sha-512', username: 'backfeed', password: 'secret' },
      partitions: 24,
    });
    expect(readSettings({ KAFKA_BROKERS: 'localhost:9092' }).kafka).toEqual({
      brokers: ['localhost:9092'],
      tls: null,
      sasl: null,
      partitions: 12,
    });
  });

  it('refuses credentials of Kafka that are not whole, or would travel in the clear, and never repeats them', () => {
    const message = problemsOf({ KAFKA_BROKERS: 'k:9092', KAFKA_PASSWORD: 'secret', KAFKA_TLS_CA: 'ca.pem' });
    expect(message).toContain('KAFKA_SASL_MECHANISM, KAFKA_USERNAME and KAFKA_PASSWORD must be given together');
    expect(message).toContain('KAFKA_TLS_CA is given and KAFKA_TLS is off');
    expect(message).not.toContain('secret');
    const plain = { KAFKA_SASL_MECHANISM: 'plain', KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'p' };
    expect(problemsOf({ ...plain, KAFKA_BROKERS: 'k:9092' })).toContain('sends the password in the clear');
    expect(problemsOf({ ...plain, KAFKA_BROKERS: '127.0.0.1:9092' })).toBe('');
  });

  it('warns of a name it does not know', () => {
    expect(readSettings({ BACKFEED_APROVAL: 'trader', PATH: '/bin' }).warnings).toEqual([
      'BACKFEED_APROVAL is not a setting of this version and has no effect',
    ]);
  });

  it('describes every setting in the help', () => {
    for (const setting of SETTINGS) expect(settingsHelp()).toContain(setting.name);
  });
});
