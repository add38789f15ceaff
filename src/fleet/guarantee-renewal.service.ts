import {
  dayInterval,
  deliveryDayOf,
  epochMs,
  invariant,
  isRefusal,
  sessionStream,
  type Clock,
  type EpochMs,
} from '../kernel/index.js';
import type { TimedProcess } from '../platform/index.js';
import { circumstancesOf } from './circumstances.js';
import type { FleetProjection } from './fleet.projection.js';
import type { GuaranteeCalculator } from './guarantee.port.js';
import { orderMetadata } from './metadata.js';
import { sessionDecider } from './session.js';
import type { SessionStore } from './session-store.service.js';
import type { SessionView } from './session-view.js';

export interface GuaranteeRenewalDependencies {
  readonly sessions: SessionStore;
  readonly fleet: FleetProjection;
  readonly guaranteeOf: GuaranteeCalculator;
  readonly clock: Clock;
}

/**
 * Tells drivers anew how much may be used, where somebody has set a limit: when the record says that some of it is used,
 * and when a day begins with its own. What it remembers is only when it looked; what was told is on record, so after a
 * restart it looks once and says nothing twice.
 */
export class GuaranteeRenewal implements TimedProcess {
  readonly name = 'guarantee-renewal';
  private readonly decider;
  private considered: EpochMs | null = null;
  /** When limits by the day begin anew; null: there is no limit. */
  private nextDay: EpochMs | null = null;

  constructor(private readonly deps: GuaranteeRenewalDependencies) {
    this.decider = sessionDecider(deps.guaranteeOf);
  }

  nextDueAt(): EpochMs | null {
    const { useRecordedAt } = this.deps.fleet;
    const used = useRecordedAt === this.considered ? null : useRecordedAt;
    const due = [used, this.nextDay].filter((at) => at !== null);
    return due.length === 0 ? null : epochMs(Math.min(...due));
  }

  async runDue(now: EpochMs): Promise<void> {
    const due = this.nextDueAt();
    if (due === null || due > now) return;
    const { fleet } = this.deps;
    this.considered = fleet.useRecordedAt;
    const limited = [...fleet.sessions(now)].filter(({ dischargeAllowanceWh }) => dischargeAllowanceWh != null);
    this.nextDay = limited.length === 0 ? null : dayInterval(deliveryDayOf(now)).end;
    for (const session of limited) if (isRead(session)) await this.renew(session.sessionId, now);
  }

  private renew(sessionId: string, at: EpochMs): Promise<void> {
    return this.deps.sessions.exclusively(sessionId, async () => {
      while ((await this.attempt(sessionId, at)) === 'conflict');
    });
  }

  private async attempt(sessionId: string, at: EpochMs): Promise<'done' | 'conflict'> {
    const { sessions, fleet, clock } = this.deps;
    const held = await sessions.load(sessionId);
    if (held.state === null) return 'done';
    const command = { type: 'RenewGuarantee', at, ...circumstancesOf(fleet, held.state) } as const;
    const decision = this.decider.decide(held.state, command);
    invariant(!isRefusal(decision), 'nothing refuses to tell a driver what is so');
    if (decision.length === 0) return 'done';
    const stream = sessionStream(sessionId);
    const meta = orderMetadata(stream, 'GuaranteeGiven', this.name, String(held.revision + 1));
    const events = decision.map((event) => ({ ...event, meta, occurredAt: clock.now() }));
    return (await sessions.append(sessionId, held, events)) === 'appended' ? 'done' : 'conflict';
  }
}

/** By a gauge that nobody has read for long, nothing new is promised. */
const isRead = ({ socQuality }: SessionView): boolean => socQuality === 'measured' || socQuality === 'estimated';
