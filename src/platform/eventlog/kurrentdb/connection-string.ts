/** Where a KurrentDB is and how to speak to it, as one text: `kurrentdb://user:password@host:2113,host:2113?tls=true`. */
export interface KurrentDbAddress {
  /** What the client takes. `esdb` is the scheme's old name: EventStoreDB, the same protocol. */
  readonly url: string;
  /** Fit for a message or a log line: without the password. */
  readonly shown: string;
  /** As the text has them, decoded; null: none, or a connection without TLS, over which none are sent. */
  readonly credentials: { readonly username: string; readonly password: string } | null;
  /** What works but is not what the writer may think; null: nothing. */
  readonly warning: string | null;
}

export type ReadAddress = { readonly value: KurrentDbAddress } | { readonly problem: string };

const SHAPE =
  /^(?<scheme>kurrentdb|kurrent|kdb|esdb)(?<discover>\+discover)?:\/\/(?:(?<user>[^:@/?]+):(?<password>[^@/?]+)@)?(?<hosts>[^@/?]+)\/?(?:\?(?<options>[^?]+))?$/;
const HOST = /^[A-Za-z0-9._-]+(?::(?<port>\d{1,5}))?$/;

/** Options of the client, written as it writes them. Case, `-` and `_` do not matter to it. */
const OPTIONS = [
  'tls',
  'tlsVerifyCert',
  'tlsCAFile',
  'userCertFile',
  'userKeyFile',
  'nodePreference',
  'connectionName',
  'defaultDeadline',
  'discoveryInterval',
  'maxDiscoverAttempts',
  'keepAliveInterval',
  'keepAliveTimeout',
] as const;
const KNOWN = new Set(OPTIONS.map(flat));

const EXAMPLE = 'kurrentdb://user:password@host:2113?tls=true';

/** Reads and checks a connection string; a problem says what would be right and never repeats the password. */
export function kurrentDbAddress(text: string): ReadAddress {
  const found = SHAPE.exec(text)?.groups;
  if (found === undefined) return { problem: `a KurrentDB address reads like ${EXAMPLE}` };
  const { scheme = '', discover = '', user, password, hosts = '', options = '' } = found;
  for (const host of hosts.split(',')) {
    const port = HOST.exec(host)?.groups?.port ?? (HOST.test(host) ? '2113' : '0');
    if (Number(port) < 1 || Number(port) > 65_535) return { problem: `"${host}" is no host or host:port` };
  }
  if (/%(?![0-9A-Fa-f]{2})/.test(`${user}${password}`)) return { problem: 'write a % in user or password as %25' };
  const problem = problemOfOptions(options);
  if (problem !== null) return { problem };
  const rest = `${discover}://${user === undefined ? '' : `${user}:${password}@`}${hosts}${options && `?${options}`}`;
  const insecure = option(options, 'tls') === 'false';
  return {
    value: {
      url: `${scheme === 'esdb' ? 'kurrentdb' : scheme}${rest}`,
      shown: `${scheme}${discover}://${user === undefined ? '' : `${user}:***@`}${hosts}`,
      credentials:
        insecure || user === undefined
          ? null
          : { username: decodeURIComponent(user), password: decodeURIComponent(password ?? '') },
      warning:
        insecure && user !== undefined
          ? 'BACKFEED_EVENT_STORE has credentials and tls=false: they are sent over TLS only, so the server sees none'
          : null,
    },
  };
}

function problemOfOptions(options: string): string | null {
  for (const pair of options === '' ? [] : options.split('&')) {
    const [name = '', value = ''] = pair.split('=');
    // The client then answers a conflict with a revision that is not the stream's.
    if (flat(name) === 'throwonappendfailure') return 'throwOnAppendFailure cannot be set: leave it out';
    // The part of the client that writes takes seconds, the one that reads milliseconds.
    if (flat(name) === 'gossiptimeout') return 'gossipTimeout cannot be set: leave it out';
    if (!KNOWN.has(flat(name))) return `option "${name}" is unknown; allowed: ${OPTIONS.join(', ')}`;
    if (value === '') return `option "${name}" has no value`;
  }
  return null;
}

const option = (options: string, name: string): string | undefined =>
  options
    .split('&')
    .map((pair) => pair.split('='))
    .find(([key = '']) => flat(key) === flat(name))?.[1];

function flat(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}
