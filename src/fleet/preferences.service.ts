import { isoInstant, isRefusal, Refusal, sessionStream, type Clock, type EpochMs } from '../kernel/index.js';
import { circumstancesOf, promisedView, type Circumstances, type KnownCircumstances } from './circumstances.js';
import type { SessionEvent } from './fleet.events.js';
import type { GuaranteeCalculator } from './guarantee.port.js';
import { derivedMetadata, orderMetadata } from './metadata.js';
import { targetHint, type StatedPreferences } from './preferences.js';
import { sessionDecider } from './session.js';
import type { Session } from './session-state.js';
import type { HeldSession, SessionStore } from './session-store.service.js';

/** Who states preferences. `driverId` null: not a driver but somebody who answers for the fleet. */
export interface Speaker {
  readonly actor: string;
  readonly driverId: string | null;
}

/** What stands after the driver spoke, and what that means. SoC in percent, instants ISO 8601. */
export interface GuaranteeAnswer {
  readonly sessionId: string;
  readonly targetSoc: number;
  readonly minSoc: number;
  readonly departureAt: string | null;
  readonly v2g: boolean;
  /** The driver's own limits; null: none. */
  readonly maxDischargeKwh: number | null;
  readonly maxCyclesPerDay: number | null;
  /** null while something is missing: then nothing is promised, and nothing is sold. */
  readonly reachable: boolean | null;
  /** Grid-side Wh that may be used meanwhile and still be charged back. */
  readonly safelyDischargeableWh: number | null;
  readonly mustChargeAt: string | null;
  /** What we would have to know to promise anything. */
  readonly missing: readonly ('batteryWh' | 'soc' | 'departureAt')[];
  /** Advice where the target is outside what preserves the battery. */
  readonly hint: string | null;
}

export interface PreferencesServiceDependencies {
  readonly sessions: SessionStore;
  readonly chargers: KnownCircumstances;
  readonly guaranteeOf: GuaranteeCalculator;
  readonly clock: Clock;
}

/** The driver (or the fleet manager) decides; what is promised from then on is on the record before the answer. */
export class PreferencesService {
  private readonly decider;

  constructor(private readonly dependencies: PreferencesServiceDependencies) {
    this.decider = sessionDecider(dependencies.guaranteeOf);
  }

  /** Refuses as `sessionDecider` does, and NOT_YOUR_SESSION. Stating what stands already appends nothing. */
  state(sessionId: string, preferences: StatedPreferences, speaker: Speaker): Promise<GuaranteeAnswer | Refusal> {
    return this.dependencies.sessions.exclusively(sessionId, async () => {
      for (;;) {
        const answer = await this.attempt(sessionId, preferences, speaker);
        if (answer !== 'conflict') return answer;
      }
    });
  }

  private async attempt(
    sessionId: string,
    preferences: StatedPreferences,
    speaker: Speaker,
  ): Promise<GuaranteeAnswer | Refusal | 'conflict'> {
    const { sessions, chargers, clock } = this.dependencies;
    const at = clock.now();
    const held = await sessions.load(sessionId);
    if (held.state !== null && speaker.driverId !== null && held.state.driverId !== speaker.driverId)
      return new Refusal(
        'NOT_YOUR_SESSION',
        `session ${sessionId} is another driver's; use your own session's id`,
        'sessionId',
      );
    const around = held.state === null ? { charger: null } : circumstancesOf(chargers, held.state);
    const command = { type: 'StatePreferences', sessionId, at, preferences, ...around } as const;
    const decision = this.decider.decide(held.state, command);
    if (isRefusal(decision)) return decision;
    if (decision.length > 0) {
      const outcome = await sessions.append(sessionId, held, this.newEvents(sessionId, held, decision, speaker, at));
      if (outcome !== 'appended') return 'conflict';
    }
    const session = decision.reduce(this.decider.evolve, held.state);
    return session === null ? 'conflict' : this.answer(session, around, at);
  }

  private newEvents(
    sessionId: string,
    held: HeldSession,
    events: readonly SessionEvent[],
    speaker: Speaker,
    at: EpochMs,
  ) {
    const stream = sessionStream(sessionId);
    const cause = orderMetadata(stream, 'PreferencesStated', speaker.actor, String(held.revision + 1));
    return events.map((event, index) => ({
      ...event,
      meta: index === 0 ? cause : derivedMetadata(stream, event.type, cause),
      occurredAt: at,
    }));
  }

  private answer(session: Session, around: Circumstances, at: EpochMs): GuaranteeAnswer {
    const guarantee = this.dependencies.guaranteeOf(promisedView(session, around, at), at);
    const mustChargeAt = guarantee?.mustChargeAt ?? null;
    const missing = [
      session.batteryWh === null ? (['batteryWh'] as const) : [],
      session.socPermille === null ? (['soc'] as const) : [],
      session.departureAt === null ? (['departureAt'] as const) : [],
    ].flat();
    return {
      sessionId: session.sessionId,
      targetSoc: session.targetSocPermille / 10,
      minSoc: session.minSocPermille / 10,
      departureAt: session.departureAt === null ? null : isoInstant(session.departureAt),
      v2g: session.v2g,
      maxDischargeKwh: perThousand(session.dischargeLimits.maxDischargeWh),
      maxCyclesPerDay: perThousand(session.dischargeLimits.maxDailyCyclesPermille),
      reachable: guarantee?.reachable ?? null,
      safelyDischargeableWh: guarantee?.safelyDischargeableWh ?? null,
      mustChargeAt: mustChargeAt === null ? null : isoInstant(mustChargeAt),
      missing,
      hint: targetHint(session.targetSocPermille),
    };
  }
}

const perThousand = (value: number | null): number | null => (value === null ? null : value / 1000);
