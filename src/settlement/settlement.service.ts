import {
  dayInterval,
  deterministicUuid,
  digest,
  epochMs,
  fold,
  isRefusal,
  parseInstant,
  settlementStream,
  type Clock,
  type EpochMs,
  type Metadata,
} from '../kernel/index.js';
import type { CommittedMtu, FcrnRules } from '../market/index.js';
import { WrongExpectedRevision, type EventLog, type NewEvent, type TimedProcess } from '../platform/index.js';
import { useOfDay, useOfSold } from './battery-use.js';
import { periodStarts, type MtuToSettle, type SettlementTerms } from './mtu-account.js';
import { ruleSourceOf } from './rule-source.js';
import { SettlementInputs, type OpenDay } from './settlement-inputs.projection.js';
import type { SettlementEvent } from './settlement.events.js';
import { settlement, type SettleDay } from './settlement.js';

export interface SettlementOptions extends SettlementTerms {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly product: string;
  /** Whose energy prices pay the activation, like `FI`. */
  readonly priceArea: string;
  /** The rules of the MTU that starts at this instant. */
  readonly rulesOf: (mtuStart: EpochMs) => FcrnRules;
  /** From the end of the delivery day to its settlement: time for scores and prices to come in. */
  readonly settleDelayMs: number;
  /** How much longer a day waits whose last MTU has no score; then the MTU counts as not maintained. */
  readonly unscoredPatienceMs?: number;
}

const SIX_HOURS_MS = 6 * 3_600_000;

/**
 * Settles each delivery day once, in one append: a crash leaves a day either open or settled. What it decides on is
 * read from the log up to its end, so `inputs` may also be fed by a projection runner, ahead or behind.
 */
export class SettlementService implements TimedProcess {
  readonly name = 'settlement';
  readonly inputs: SettlementInputs;
  private readUntil = -1;

  constructor(private readonly options: SettlementOptions) {
    this.inputs = new SettlementInputs(options.product, options.priceArea);
  }

  /** When the next day falls due, as far as `inputs` has been fed; null: nothing to settle. */
  nextDueAt(): EpochMs | null {
    const due = this.inputs.open().map((day) => this.dueAt(day));
    return due.length === 0 ? null : epochMs(Math.min(...due));
  }

  /** Settles every day that is due at or before `now`, oldest first. Running it again changes nothing. */
  async runDue(now: EpochMs): Promise<void> {
    await this.catchUp();
    for (const day of this.inputs.open()) if (this.dueAt(day) <= now) await this.settle(day);
    await this.catchUp();
  }

  private async catchUp(): Promise<void> {
    const until = this.options.log.lastPosition();
    const after = Math.max(this.readUntil, this.inputs.position);
    if (after >= until) return;
    for await (const event of this.options.log.readAll({ after, types: SettlementInputs.types }))
      this.inputs.apply(event);
    this.readUntil = until;
  }

  private dueAt(day: OpenDay): EpochMs {
    const last = soldMtus(day).at(-1);
    const complete = last === undefined || day.scored.has(last.mtuStart);
    const patienceMs = complete ? 0 : (this.options.unscoredPatienceMs ?? SIX_HOURS_MS);
    return epochMs(dayInterval(day.deliveryDay).end + this.options.settleDelayMs + patienceMs);
  }

  private async settle(day: OpenDay): Promise<void> {
    const { log, product } = this.options;
    const stream = settlementStream(product, day.deliveryDay);
    const history: SettlementEvent[] = [];
    for await (const event of log.readStream(stream)) history.push(event as unknown as SettlementEvent);
    const state = fold(settlement.evolve, settlement.initial, history);
    const events = settlement.decide(state, this.commandFor(day));
    if (isRefusal(events) || events.length === 0) return;
    try {
      await log.append(
        stream,
        history.length - 1,
        events.map((event) => this.envelope(stream, event, day)),
      );
    } catch (error) {
      // Another process was faster with the same day: its account stands.
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }

  private commandFor(day: OpenDay): SettleDay {
    const { product, sanction, wear } = this.options;
    const sold = soldMtus(day);
    const use = useOfSold(
      day.used,
      sold.map(({ mtuStart }) => mtuStart),
    );
    return {
      type: 'SettleDay',
      product,
      deliveryDay: day.deliveryDay,
      mtus: sold.map((mtu) => ({ ...this.mtuToSettle(day, mtu), batteryUse: use.get(mtu.mtuStart) ?? null })),
      contradicted: [...day.contradicted].map(([mtuStart, reason]) => ({ mtuStart, reason })),
      dayUse: useOfDay(day.used),
      terms: { sanction, wear },
    };
  }

  private mtuToSettle(day: OpenDay, { mtuStart, awardedW, priceEurPerMwH }: CommittedMtu): MtuToSettle {
    const rules = this.options.rulesOf(parseInstant(mtuStart));
    return {
      mtuStart,
      offeredW: day.offeredW.get(mtuStart) ?? 0,
      committedW: awardedW,
      priceEurPerMwH,
      delivery: day.scored.get(mtuStart)?.data ?? null,
      prices: periodStarts(mtuStart, rules).map((start) => this.inputs.prices.at(parseInstant(start))),
      rules,
      ruleSource: ruleSourceOf(rules),
    };
  }

  /** The content is part of the id: two processes that settle on different inputs collide on the revision, not on the id. */
  private envelope(stream: string, event: SettlementEvent, day: OpenDay): NewEvent {
    const mtuStart = 'mtuStart' in event.data ? event.data.mtuStart : '';
    const messageId = deterministicUuid(stream, event.type, mtuStart, digest(event.data));
    const cause: Metadata | undefined = (
      day.scored.get(mtuStart) ??
      day.committed.get(mtuStart) ??
      lastOf(day.committed)
    )?.meta;
    return {
      type: event.type,
      data: event.data,
      occurredAt: this.options.clock.now(),
      meta: {
        messageId,
        causationId: cause?.messageId ?? messageId,
        correlationId: cause?.correlationId ?? messageId,
        actor: 'settlement',
      },
    };
  }
}

/** What was sold and is not in dispute, in order of time. */
function soldMtus({ committed, contradicted }: OpenDay): CommittedMtu[] {
  return [...committed.values()]
    .map((mtu) => mtu.data)
    .filter((mtu) => !contradicted.has(mtu.mtuStart))
    .sort((a, b) => parseInstant(a.mtuStart) - parseInstant(b.mtuStart));
}

const lastOf = <V>(map: ReadonlyMap<string, V>): V | undefined => [...map.values()].at(-1);
