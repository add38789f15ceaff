import {
  activationStream,
  auctionStream,
  dayInterval,
  deterministicUuid,
  digest,
  epochMs,
  fold,
  isoInstant,
  isRefusal,
  mtusOf,
  parseInstant,
  settlementStream,
  type Clock,
  type DeliveryDay,
  type EpochMs,
  type Metadata,
  type Recorded,
} from '../kernel/index.js';
import type { CommittedMtu, FcrnRules } from '../market/index.js';
import { WrongExpectedRevision, type EventLog, type NewEvent, type TimedProcess } from '../platform/index.js';
import { useOfDay, useOfSold } from './battery-use.js';
import { periodStarts, type MtuToSettle, type SettlementTerms } from './mtu-account.js';
import { ruleSourceOf } from './rule-source.js';
import { SettlementInputs, type CorrectableDay, type OpenDay } from './settlement-inputs.projection.js';
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
 * Settles each delivery day once, in one append: a crash leaves a day either open or settled. What comes after that
 * (a price, a score, an award) makes the day's next account, again in one append, some time after the first of it, so
 * that files brought together make one correction. What it decides on is read from the log up to its end, so `inputs`
 * may also be fed by a projection runner, ahead or behind.
 */
export class SettlementService implements TimedProcess {
  readonly name = 'settlement';
  readonly inputs: SettlementInputs;
  private readUntil = -1;
  /** Late facts that changed nothing, by day and how many facts that was: asked once more after a restart. */
  private readonly withoutEffect = new Map<DeliveryDay, number>();

  constructor(private readonly options: SettlementOptions) {
    this.inputs = new SettlementInputs(options.product, options.priceArea);
  }

  /** When the next day falls due, as far as `inputs` has been fed; null: nothing to settle. */
  nextDueAt(): EpochMs | null {
    const due = [
      ...this.inputs.open().map((day) => this.dueAt(day)),
      ...this.correctable().map((day) => this.correctionDueAt(day)),
    ];
    return due.length === 0 ? null : epochMs(Math.min(...due));
  }

  /** Settles or corrects every day that is due at or before `now`, oldest first. Running it again changes nothing. */
  async runDue(now: EpochMs): Promise<void> {
    await this.catchUp();
    for (const day of this.inputs.open()) if (this.dueAt(day) <= now) await this.account(day);
    for (const day of this.correctable()) if (this.correctionDueAt(day) <= now) await this.correct(day);
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

  private correctable(): CorrectableDay[] {
    return this.inputs.correctable().filter(({ deliveryDay, facts }) => this.withoutEffect.get(deliveryDay) !== facts);
  }

  private correctionDueAt({ since }: CorrectableDay): EpochMs {
    return epochMs(since + this.options.settleDelayMs);
  }

  private async correct(correctable: CorrectableDay): Promise<void> {
    const { deliveryDay, late, facts } = correctable;
    const day = await this.dayFromLog(deliveryDay);
    if (day === null || !(await this.account(day, { late: [...late], facts })))
      this.withoutEffect.set(deliveryDay, facts);
  }

  /** A settled day, read anew: nothing of it is kept in memory. */
  private async dayFromLog(deliveryDay: DeliveryDay): Promise<OpenDay | null> {
    const { log, product, priceArea, rulesOf } = this.options;
    const { mtuMinutes } = rulesOf(dayInterval(deliveryDay).start);
    const streams = [
      auctionStream(product, deliveryDay),
      `ledger-${product}-${deliveryDay}`,
      ...mtusOf(deliveryDay, mtuMinutes).map(({ start }) => activationStream(product, isoInstant(start))),
    ];
    const events: Recorded[] = [];
    for (const stream of streams)
      for await (const event of log.readStream(stream, { types: SettlementInputs.types })) events.push(event);
    const inputs = new SettlementInputs(product, priceArea);
    for (const event of events.sort((a, b) => a.position - b.position)) inputs.apply(event);
    return inputs.of(deliveryDay);
  }

  /** @returns whether there was anything to write. */
  private async account(day: OpenDay, correction: Pick<SettleDay, 'late' | 'facts'> = {}): Promise<boolean> {
    const { log, product } = this.options;
    const stream = settlementStream(product, day.deliveryDay);
    const history: SettlementEvent[] = [];
    for await (const event of log.readStream(stream)) history.push(event as unknown as SettlementEvent);
    const state = fold(settlement.evolve, settlement.initial, history);
    const events = settlement.decide(state, { ...this.commandFor(day), ...correction });
    if (isRefusal(events) || events.length === 0) return false;
    const late = correction.late?.at(-1)?.messageId ?? null;
    try {
      await log.append(
        stream,
        history.length - 1,
        events.map((event) => this.envelope(stream, event, day, late)),
      );
    } catch (error) {
      // Another process was faster with the same day: its account stands.
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
    return true;
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
      facts: day.facts.length,
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
  private envelope(stream: string, event: SettlementEvent, day: OpenDay, late: string | null): NewEvent {
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
        causationId: late ?? cause?.messageId ?? messageId,
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
