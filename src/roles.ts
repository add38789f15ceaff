/** What one process of several does; by default one process does it all. */
export type ServerRole = 'ingest' | 'ledger' | 'trading' | 'api';

export interface RoleDescription {
  readonly role: ServerRole;
  readonly does: string;
  /** Beginnings of the routes that it serves, after `/api/v1`. */
  readonly routes: readonly string[];
}

/**
 * The one table of roles. Whatever starts something asks `runs`; the HTTP side asks `servedBy`. Health, metrics and the
 * API's description are served by every process. Every role keeps the read models it needs, from the same log.
 */
export const SERVER_ROLES: readonly RoleDescription[] = [
  {
    role: 'ingest',
    does: 'takes telemetry and grid frequency, from HTTP and from the bus, each partition by one process',
    routes: ['/telemetry', '/frequency'],
  },
  { role: 'ledger', does: 'answers for the capacity ledger, now and as of any instant', routes: ['/ledger'] },
  {
    role: 'trading',
    does: 'auctions, dispatch, activation and settlement, and what goes out on the bus; safe to run more than once',
    routes: ['/market', '/prices'],
  },
  {
    role: 'api',
    does: 'the dashboard, the registry, drivers’ preferences, the trader’s controls and all other reads',
    routes: [],
  },
];

export type Roles = ReadonlySet<ServerRole>;

export const ALL_ROLES: Roles = new Set(SERVER_ROLES.map(({ role }) => role));

/** The role that serves a path under `/api/v1`, given without that beginning. */
export const servedBy = (path: string): ServerRole =>
  SERVER_ROLES.find(({ routes }) => routes.some((route) => path === route || path.startsWith(`${route}/`)))?.role ??
  'api';

/** Who trades over the log, as the engine asks it. @param shared whether other processes may write to the log. */
export const tradingBy = (roles: Roles, shared: boolean): 'alone' | 'shared' | 'elsewhere' =>
  !roles.has('trading') ? 'elsewhere' : shared ? 'shared' : 'alone';

/** Why a process does not serve a path under `/api/v1`; null when it does. */
export function whyElsewhere(roles: Roles, path: string): string | null {
  const role = servedBy(path);
  if (roles.has(role)) return null;
  return `this process runs ${rolesText(roles)}; ${path} is served by one with the role ${role}`;
}

/** In the table's order, for people. */
export const rolesText = (roles: Roles): string =>
  SERVER_ROLES.filter(({ role }) => roles.has(role))
    .map(({ role }) => role)
    .join(',');
