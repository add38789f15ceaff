import type { FleetProjection } from '../fleet/index.js';
import {
  dayInterval,
  deliveryDayOf,
  deterministicUuid,
  epochMs,
  MS_PER_MINUTE,
  plusDays,
  type Clock,
  type DeliveryDay,
  type EpochMs,
} from '../kernel/index.js';
import { FCR_N, gateClosureOf, type FcrnRules } from '../market/index.js';
import type { EventLog, TimedProcess } from '../platform/index.js';
import { dayAheadPlan } from './day-ahead-plan.js';

export interface DayAheadPlanDependencies {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly fleet: Pick<FleetProjection, 'sessions'>;
  readonly rulesOf: (day: DeliveryDay) => FcrnRules;
  /** How long before the gate closes; when bids are planned, and before they are. */
  readonly leadMs?: number | undefined;
}

const LEAD_MS = 30 * MS_PER_MINUTE;

/**
 * Plans the next delivery day of the plugged-in cars, once a day before its gate closes, and keeps what they will hold:
 * for the bids of that day, and to learn how much such a plan says. In a past without a market too.
 */
export class DayAheadPlanService implements TimedProcess {
  readonly name = 'day-ahead-plan';
  private planned: DeliveryDay | null = null;

  constructor(private readonly deps: DayAheadPlanDependencies) {}

  nextDueAt(): EpochMs {
    return this.dueFor(this.nextDay(this.deps.clock.now()));
  }

  /** A restart between due time and gate finds the day planned. */
  async runDue(now: EpochMs): Promise<void> {
    const deliveryDay = this.nextDay(now);
    if (this.dueFor(deliveryDay) > now) return;
    if (!(await this.isPlanned(streamOf(deliveryDay)))) await this.plan(deliveryDay, now);
    this.planned = deliveryDay;
  }

  private async plan(deliveryDay: DeliveryDay, now: EpochMs): Promise<void> {
    const { log, fleet, rulesOf } = this.deps;
    const stream = streamOf(deliveryDay);
    const day = { deliveryDay, interval: dayInterval(deliveryDay) };
    const data = dayAheadPlan(fleet.sessions(now), now, day, rulesOf(deliveryDay));
    const messageId = deterministicUuid(stream, 'DayAheadPlanned');
    const meta = { messageId, correlationId: messageId, causationId: messageId, actor: 'forecast' };
    await log.append(stream, 'any', [{ type: 'DayAheadPlanned', data, meta, occurredAt: now }]);
  }

  private async isPlanned(stream: string): Promise<boolean> {
    for await (const { type } of this.deps.log.readStream(stream)) if (type === 'DayAheadPlanned') return true;
    return false;
  }

  /** The first day that isn't planned and whose gate is open. */
  private nextDay(now: EpochMs): DeliveryDay {
    const tomorrow = plusDays(deliveryDayOf(now), 1);
    const open = gateClosureOf(tomorrow, this.deps.rulesOf(tomorrow)) > now ? tomorrow : plusDays(tomorrow, 1);
    return this.planned !== null && open <= this.planned ? plusDays(this.planned, 1) : open;
  }

  private dueFor(day: DeliveryDay): EpochMs {
    return epochMs(gateClosureOf(day, this.deps.rulesOf(day)) - (this.deps.leadMs ?? LEAD_MS));
  }
}

const streamOf = (day: DeliveryDay): string => `forecast-${FCR_N}-${day}`;
