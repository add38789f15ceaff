import { DEFAULT_STRATEGY, STRATEGY_NAMES, type StrategyName } from './dispatch/index.js';
import type { EventStore } from './event-store.js';
import { DEFAULT_CALENDAR, type HolidayCalendar } from './forecast/index.js';
import { InputError } from './kernel/index.js';
import { ALL_ROLES, type Roles } from './roles.js';
import { readKafkaSettings, type KafkaSettings } from './settings-kafka.js';
import { SETTINGS, type SettingName } from './settings-table.js';
import {
  anyText,
  eventStore,
  holidayCalendar,
  httpsUrl,
  oneOf,
  partyEic,
  probability,
  shareBelowOne,
  serverRoles,
  decimalFrom,
  type Reading,
} from './settings-values.js';

/** Everything the environment decides, read once at start and passed on as this value. */
export interface Settings {
  readonly eventStore: EventStore;
  /** What this process does. */
  readonly roles: Roles;
  /** Folder of the event log and of the access key. */
  readonly dataDir: string;
  /** Address the server binds; the demo accepts loopback only. */
  readonly host: string;
  readonly marketGateway: 'simulator' | LiveGateway;
  /** The party's code in market documents; null: the simulator's example party. */
  readonly partyEic: string | null;
  readonly sanction: { readonly factor: string; readonly source: string };
  /** Who agrees to a plan before it is sent: the policy by itself, or a trader. */
  readonly approval: 'policy' | 'trader';
  /** Share of hours in which the forecast quantity must be there, within (0, 1). */
  readonly reliability: number;
  /** Share of cars that leave within an hour without having said so; 0: departures are kept. */
  readonly unannouncedDepartures: number;
  /** What is free beside weekends where the cars stand. */
  readonly holidays: HolidayCalendar;
  /** Where cars wait for activation. */
  readonly strategy: StrategyName;
  /** EUR/MW,h, decimal text; null: the strategy's own floor for wear. */
  readonly floorPriceEurPerMwH: string | null;
  /** null: the bus within this process. */
  readonly kafka: KafkaSettings | null;
  readonly oidc: { readonly issuer: string; readonly audience: string } | null;
  /** Things to tell the operator that do not stop the start. */
  readonly warnings: readonly string[];
}

/** The real market: who we are there, and the folder that carries documents; null: the message bus does. */
export interface LiveGateway {
  readonly partyEic: string;
  readonly edxDir: string | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings from an environment.
 * @throws InputError naming every bad setting at once: name, value, what is allowed.
 */
export function readSettings(environment: Environment): Settings {
  const problems: string[] = [];
  const read = <T>(name: SettingName, fallback: T, parse: (value: string) => Reading<T>): T => {
    const value = environment[name]?.trim() ?? '';
    if (value === '') return fallback;
    const reading = parse(value);
    if ('value' in reading) return reading.value;
    problems.push(`${name}="${withoutPassword(value)}": ${reading.problem}`);
    return fallback;
  };
  const oidcIssuer = read('OIDC_ISSUER', null, httpsUrl);
  const oidcAudience = read('OIDC_AUDIENCE', 'backfeed', anyText);
  const store = read<EventStore>('BACKFEED_EVENT_STORE', 'embedded', eventStore);
  const party = read('BACKFEED_PARTY_EIC', null, partyEic);
  const edxDir = read('BACKFEED_EDX_DIR', null, anyText);
  const isLive = read('BACKFEED_MARKET_GATEWAY', 'simulator', oneOf(['simulator', 'fingrid'])) === 'fingrid';
  if (isLive) problems.push(...missingForLive(environment));
  const liveGateway = isLive && party !== null ? { partyEic: party, edxDir } : null;
  const settings: Settings = {
    eventStore: store,
    roles: read('BACKFEED_ROLES', ALL_ROLES, serverRoles),
    dataDir: read('BACKFEED_DATA_DIR', '.backfeed', anyText),
    host: read('BACKFEED_HOST', '127.0.0.1', anyText),
    marketGateway: liveGateway ?? 'simulator',
    partyEic: party,
    sanction: {
      factor: read('BACKFEED_SANCTION_FACTOR', '1', decimalFrom(0)),
      source: read('BACKFEED_SANCTION_FACTOR_SOURCE', 'assumption: no contract given', anyText),
    },
    approval: read('BACKFEED_APPROVAL', 'policy', oneOf(['policy', 'trader'])),
    reliability: read('BACKFEED_RELIABILITY', 0.9, probability),
    unannouncedDepartures: read('BACKFEED_UNANNOUNCED_DEPARTURES', 0, shareBelowOne),
    holidays: read('BACKFEED_HOLIDAYS', DEFAULT_CALENDAR, holidayCalendar),
    strategy: read('BACKFEED_STRATEGY', DEFAULT_STRATEGY, oneOf(STRATEGY_NAMES)),
    floorPriceEurPerMwH: read('BACKFEED_FLOOR_PRICE', null, decimalFrom(0)),
    kafka: readKafkaSettings(read, problems),
    oidc: oidcIssuer === null ? null : { issuer: oidcIssuer, audience: oidcAudience },
    warnings: [
      ...(store === 'embedded' || store.warning === null ? [] : [store.warning]),
      ...unknownSettings(environment),
    ],
  };
  if (store === 'embedded' && settings.roles.size < ALL_ROLES.size)
    problems.push('BACKFEED_ROLES: the embedded log has one writer, which needs every role; set BACKFEED_EVENT_STORE');
  problems.push(...unpaired(environment, 'BACKFEED_SANCTION_FACTOR', 'BACKFEED_SANCTION_FACTOR_SOURCE'));
  if (problems.length > 0) throw new InputError(['bad settings:', ...problems].join('\n  '));
  return settings;
}

/** What nobody may trade for money without; nothing of it has a default that could be right. */
function missingForLive(environment: Environment): string[] {
  const isMissing = (name: SettingName): boolean => (environment[name]?.trim() ?? '') === '';
  const needed: readonly SettingName[] = [
    'BACKFEED_PARTY_EIC',
    'BACKFEED_SANCTION_FACTOR',
    'BACKFEED_SANCTION_FACTOR_SOURCE',
  ];
  const problems = needed
    .filter(isMissing)
    .map((name) => `${name} is missing: BACKFEED_MARKET_GATEWAY=fingrid does not start without it`);
  if (isMissing('BACKFEED_EDX_DIR') && isMissing('KAFKA_BROKERS'))
    problems.push(
      'BACKFEED_EDX_DIR is missing: BACKFEED_MARKET_GATEWAY=fingrid needs it or KAFKA_BROKERS to carry documents',
    );
  return problems;
}

/** A setting is repeated in messages, which end up in logs. */
const withoutPassword = (value: string): string => value.replace(/(:\/\/[^:/@]*):[^@]*@/, '$1:***@');

/** A sanction factor without its provenance, or the other way round, cannot be audited. */
function unpaired(environment: Environment, one: SettingName, other: SettingName): string[] {
  const isSet = (name: SettingName): boolean => (environment[name]?.trim() ?? '') !== '';
  if (isSet(one) === isSet(other)) return [];
  const [set, missing] = isSet(one) ? [one, other] : [other, one];
  return [`${missing} is missing: it must be given together with ${set}`];
}

/** A mistyped name would leave the default in force without a word: `BACKFEED_APROVAL=trader` must not trade by itself. */
function unknownSettings(environment: Environment): string[] {
  const known = new Set<string>(SETTINGS.map((setting) => setting.name));
  return Object.keys(environment)
    .filter((name) => name.startsWith('BACKFEED_') && !known.has(name))
    .sort()
    .map((name) => `${name} is not a setting of this version and has no effect`);
}

/** The table that `backfeed serve --help` prints. */
export function settingsHelp(): string {
  const width = Math.max(...SETTINGS.map((setting) => setting.name.length));
  const lines = SETTINGS.map(
    (setting) =>
      `  ${setting.name.padEnd(width)}  ${setting.meaning} (${setting.allowed}; default ${setting.fallback})`,
  );
  return ['Environment:', ...lines].join('\n');
}
