import { isoInstant, Refusal, type Decider, type EpochMs } from '../kernel/index.js';
import { promisedView, type Circumstances } from './circumstances.js';
import type { DischargeLimits } from './discharge-limits.js';
import type {
  GuaranteeGiven,
  MeterValuesRecorded,
  SessionEvent,
  SocReported,
  VehiclePluggedIn,
  VehicleUnplugged,
} from './fleet.events.js';
import type { GuaranteeCalculator } from './guarantee.port.js';
import { isNews } from './guarantee-news.js';
import { instantOf } from './instant.js';
import { checkPromised, type StatedPreferences } from './preferences.js';
import { settlePromise } from './promise.js';
import { evolveSession, type Session, type SessionState } from './session-state.js';
import { sessionView } from './session-view.js';

/** What a charger says happened. Its fields carry the sender's instants; the decider says whether we take it. */
export type ReportedFact = VehiclePluggedIn | SocReported | MeterValuesRecorded | VehicleUnplugged;

export interface Report extends Circumstances {
  readonly type: 'Report';
  readonly fact: ReportedFact;
}

export interface StatePreferences extends Circumstances {
  readonly type: 'StatePreferences';
  readonly sessionId: string;
  readonly at: EpochMs;
  readonly preferences: StatedPreferences;
}

/** Something was used of what the driver was told may be used. */
export interface RenewGuarantee extends Circumstances {
  readonly type: 'RenewGuarantee';
  readonly at: EpochMs;
}

export type SessionCommand = Report | StatePreferences | RenewGuarantee;

/**
 * One plug-in from the plug to the unplug. Refusals: SESSION_UNKNOWN, SESSION_ENDED, ALREADY_PLUGGED_IN,
 * CHARGER_MISMATCH, BEFORE_PLUG_IN, STALE_MESSAGE, METER_RAN_BACKWARDS, DEPARTURE_BEFORE_PLUG_IN, DEPARTURE_PASSED,
 * TARGET_ABOVE_MAXIMUM, MINIMUM_ABOVE_TARGET.
 */
export function sessionDecider(guaranteeOf: GuaranteeCalculator): Decider<SessionState, SessionCommand, SessionEvent> {
  return {
    initial: null,
    evolve: evolveSession,
    decide(state, command) {
      if (command.type === 'StatePreferences') return statePreferences(state, command, guaranteeOf);
      if (command.type === 'RenewGuarantee') return renewGuarantee(state, command, guaranteeOf);
      return command.fact.type === 'VehiclePluggedIn'
        ? plugIn(state, command.fact, command, guaranteeOf)
        : report(state, command.fact, command, guaranteeOf);
    },
  };
}

function plugIn(
  state: SessionState,
  fact: VehiclePluggedIn,
  circumstances: Circumstances,
  guaranteeOf: GuaranteeCalculator,
): readonly SessionEvent[] | Refusal {
  const { sessionId, departureAt, at } = fact.data;
  if (state !== null)
    return new Refusal(
      'ALREADY_PLUGGED_IN',
      `session ${sessionId} was plugged in before; a new plug-in needs a new sessionId`,
      'sessionId',
    );
  if (departureAt !== null && instantOf(departureAt) <= instantOf(at))
    return new Refusal(
      'DEPARTURE_BEFORE_PLUG_IN',
      `departureAt ${departureAt} is not after the plug-in at ${at}; state a later departure or leave it out`,
      'departureAt',
    );
  const refused = checkPromised(fact.data);
  if (refused !== null) return refused;
  const session = evolveSession(null, fact);
  return session === null ? [fact] : [fact, ...guaranteeGiven(session, circumstances, instantOf(at), guaranteeOf)];
}

function report(
  state: SessionState,
  fact: Exclude<ReportedFact, VehiclePluggedIn>,
  circumstances: Circumstances,
  guaranteeOf: GuaranteeCalculator,
): readonly SessionEvent[] | Refusal {
  const refused = refuseReport(state, fact);
  if (refused !== null || state === null) return refused ?? [];
  if (fact.type === 'SocReported' && state.socPermille === null) {
    // Nothing could be promised at plug-in; with the gauge known the driver is told what can.
    const known = evolveSession(state, fact) ?? state;
    return [fact, ...guaranteeGiven(known, circumstances, instantOf(fact.data.at), guaranteeOf)];
  }
  if (fact.type !== 'VehicleUnplugged') return [fact];
  const settled = settlePromise(
    state,
    sessionView(state, circumstances.charger),
    instantOf(fact.data.at),
    fact.data.socPermille,
    guaranteeOf,
  );
  return settled === null ? [fact] : [fact, settled];
}

function refuseReport(state: SessionState, fact: Exclude<ReportedFact, VehiclePluggedIn>): Refusal | null {
  const { sessionId, chargerId, at } = fact.data;
  if (state === null) return unknownSession(sessionId);
  if (state.unpluggedAt !== null) return ended(state, state.unpluggedAt);
  if (state.chargerId !== chargerId)
    return new Refusal(
      'CHARGER_MISMATCH',
      `session ${sessionId} is on charger ${state.chargerId}; send that chargerId`,
      'chargerId',
    );
  const reportedAt = instantOf(at);
  if (reportedAt < state.pluggedInAt)
    return new Refusal(
      'BEFORE_PLUG_IN',
      `at ${at} is before the plug-in at ${isoInstant(state.pluggedInAt)}; check the charger's clock`,
      'at',
    );
  if (fact.type === 'SocReported' && state.socAt !== null && reportedAt < state.socAt)
    return stale('SoC', at, state.socAt);
  if (fact.type !== 'MeterValuesRecorded' || state.meterAt === null) return null;
  if (reportedAt < state.meterAt) return stale('meter value', at, state.meterAt);
  return refuseMeter(state, fact.data);
}

/** Cumulated registers only grow; one that shrinks is another meter, or a reset that would look like energy. */
function refuseMeter(state: Session, data: MeterValuesRecorded['data']): Refusal | null {
  const field =
    data.importWhCumulated < state.importWhCumulated
      ? 'importWh'
      : data.exportWhCumulated < state.exportWhCumulated
        ? 'exportWh'
        : null;
  return field === null
    ? null
    : new Refusal(
        'METER_RAN_BACKWARDS',
        `${field} is below the register's last value; send cumulated values of one meter`,
        field,
      );
}

function statePreferences(
  state: SessionState,
  command: StatePreferences,
  guaranteeOf: GuaranteeCalculator,
): readonly SessionEvent[] | Refusal {
  const { sessionId, at, preferences } = command;
  if (state === null) return unknownSession(sessionId);
  if (state.unpluggedAt !== null) return ended(state, state.unpluggedAt);
  const standing = state.departureAt === null ? null : isoInstant(state.departureAt);
  const data = {
    sessionId,
    targetSocPermille: preferences.targetSocPermille ?? state.targetSocPermille,
    minSocPermille: preferences.minSocPermille ?? state.minSocPermille,
    departureAt: preferences.departureAt === undefined ? standing : preferences.departureAt,
    v2g: preferences.v2g ?? state.v2g,
    ...limitsOf(state, preferences),
  };
  const moved = data.departureAt !== standing;
  if (moved && data.departureAt !== null && instantOf(data.departureAt) <= at)
    return new Refusal(
      'DEPARTURE_PASSED',
      `departureAt ${data.departureAt} is not after now, ${isoInstant(at)}; state a departure that lies ahead`,
      'departureAt',
    );
  const refused = checkPromised({ ...data, maxSocPermille: state.maxSocPermille });
  if (refused !== null) return refused;
  const changed =
    moved ||
    data.targetSocPermille !== state.targetSocPermille ||
    data.minSocPermille !== state.minSocPermille ||
    data.v2g !== state.v2g ||
    !sameLimits(data, state.dischargeLimits);
  if (!changed) return [];
  const stated: SessionEvent = { type: 'PreferencesStated', data };
  const session = evolveSession(state, stated) ?? state;
  return [stated, ...guaranteeGiven(session, command, at, guaranteeOf)];
}

/**
 * Whether the target can be reached was said when the promise was made, and the promise is judged by that: a gauge that
 * was read some minutes ago must not make it worse afterwards.
 */
function renewGuarantee(
  state: SessionState,
  command: RenewGuarantee,
  guaranteeOf: GuaranteeCalculator,
): SessionEvent[] {
  if (state === null || state.unpluggedAt !== null) return [];
  const { toldReachable, toldDischargeableWh } = state;
  if (toldReachable === null || toldDischargeableWh === null) return [];
  return guaranteeGiven(state, command, command.at, guaranteeOf)
    .filter(({ data }) => isNews(toldDischargeableWh, data.safelyDischargeableWh))
    .map(({ type, data }) => ({ type, data: { ...data, reachable: toldReachable } }));
}

/** Nothing where none was ever stated: most drivers have no limit, and their events say nothing of one. */
function limitsOf({ dischargeLimits }: Session, stated: StatedPreferences): Partial<DischargeLimits> {
  const { maxDischargeWh = dischargeLimits.maxDischargeWh } = stated;
  const { maxDailyCyclesPermille = dischargeLimits.maxDailyCyclesPermille } = stated;
  return {
    ...(maxDischargeWh !== null && { maxDischargeWh }),
    ...(maxDailyCyclesPermille !== null && { maxDailyCyclesPermille }),
  };
}

const sameLimits = (stated: Partial<DischargeLimits>, standing: DischargeLimits): boolean =>
  (stated.maxDischargeWh ?? null) === standing.maxDischargeWh &&
  (stated.maxDailyCyclesPermille ?? null) === standing.maxDailyCyclesPermille;

function guaranteeGiven(
  session: Session,
  circumstances: Circumstances,
  at: EpochMs,
  guaranteeOf: GuaranteeCalculator,
): GuaranteeGiven[] {
  const guarantee = guaranteeOf(promisedView(session, circumstances, at), at);
  if (guarantee === null) return [];
  const data = {
    sessionId: session.sessionId,
    at: isoInstant(at),
    targetSocPermille: session.targetSocPermille,
    departureAt: session.departureAt === null ? null : isoInstant(session.departureAt),
    minSocPermille: session.minSocPermille,
    reachable: guarantee.reachable,
    safelyDischargeableWh: guarantee.safelyDischargeableWh,
    mustChargeAt: guarantee.mustChargeAt === null ? null : isoInstant(guarantee.mustChargeAt),
  };
  return [{ type: 'GuaranteeGiven', data }];
}

const unknownSession = (sessionId: string): Refusal =>
  new Refusal(
    'SESSION_UNKNOWN',
    `session ${sessionId} was never plugged in; send its plugged-in message first`,
    'sessionId',
  );

const ended = (session: Session, unpluggedAt: EpochMs): Refusal =>
  new Refusal(
    'SESSION_ENDED',
    `session ${session.sessionId} was unplugged at ${isoInstant(unpluggedAt)}; a new plug-in needs a new sessionId`,
    'sessionId',
  );

const stale = (what: string, at: string, lastAt: EpochMs): Refusal =>
  new Refusal(
    'STALE_MESSAGE',
    `at ${at} is older than the last ${what}, ${isoInstant(lastAt)}; send values in order of time`,
    'at',
  );
