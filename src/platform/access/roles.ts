/** What a person or program is to the engine. A token names one or more. */
export const ROLES = ['trader', 'finance', 'operator', 'driver', 'tso', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (text: unknown): text is Role => ROLES.some((role) => role === text);

/** Whoever a verified token speaks for. */
export interface User {
  /** The token's subject; with the role it makes the actor of events: `trader:<subject>`. */
  readonly subject: string;
  /** The most entitled of `roles`, in the order of `ROLES` with `driver` last. */
  readonly role: Role;
  readonly roles: readonly Role[];
  /** Whose sessions alone this user may see and change; null: not bound to one driver. */
  readonly driverId: string | null;
}

/** Who may do what. Routes quote this table (`@Allow(...MAY.readBids)`) and nothing else decides. */
export const MAY = {
  /** Plug-ins, SoC, meter values and unplugs, as chargers send them. */
  reportTelemetry: ['operator'],
  reportFrequency: ['operator', 'tso'],
  registerFleet: ['operator'],
  readFleet: ['trader', 'operator', 'auditor'],
  /** Drivers see and change their own sessions only: see `mayActFor`. */
  readSessions: ['trader', 'operator', 'auditor', 'driver'],
  statePreferences: ['operator', 'driver'],
  readLedger: ['trader', 'finance', 'operator', 'auditor'],
  readBids: ['trader', 'finance', 'auditor'],
  controlTrading: ['trader'],
  bringPrices: ['trader', 'tso'],
  bringMarketMessages: ['trader', 'tso'],
  readActivations: ['trader', 'finance', 'operator', 'auditor'],
  readSettlements: ['trader', 'finance', 'auditor'],
  /** The dashboard's stream shows all of the above but the settlement. */
  readStream: ['trader', 'finance', 'operator', 'auditor'],
  readMetrics: ['trader', 'operator', 'auditor'],
  readApiDescription: ['trader', 'finance', 'operator', 'tso', 'auditor'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Permission = keyof typeof MAY;

/** Whether the user may act on what belongs to `driverId` (null: to no driver known). Anyone not bound to a driver may. */
export const mayActFor = (user: User, driverId: string | null): boolean =>
  user.driverId === null || user.driverId === driverId;
