import { isRefusal, Refusal, sessionStream, type EpochMs } from '../kernel/index.js';
import type { NewEvent } from '../platform/index.js';
import { circumstancesOf, type Circumstances, type KnownCircumstances } from './circumstances.js';
import type { SessionEvent } from './fleet.events.js';
import type { GuaranteeCalculator } from './guarantee.port.js';
import { instantOf } from './instant.js';
import { derivedMetadata, reportMetadata } from './metadata.js';
import { MessageMemory, sameFact } from './message-memory.js';
import { sessionDecider, type ReportedFact } from './session.js';
import type { SessionState } from './session-state.js';
import type { HeldSession, SessionStore } from './session-store.service.js';
import { factOf, type TelemetryMessage } from './telemetry.js';

/** Why one message was not taken; `message` says how to put it right. */
export interface RejectedMessage {
  /** null when the message carries none that can be read. */
  readonly messageId: string | null;
  readonly code: string;
  readonly field: string | null;
  readonly message: string;
}

export interface TelemetryAnswer {
  /** Messages whose facts are durable, those sent before included. */
  readonly accepted: number;
  /** In the order of the messages. */
  readonly rejected: readonly RejectedMessage[];
}

export interface TelemetryIntakeDependencies {
  readonly sessions: SessionStore;
  readonly chargers: KnownCircumstances;
  readonly guaranteeOf: GuaranteeCalculator;
  /** The border's reader: a value from outside as a message, or why not. */
  readonly read: (value: unknown) => TelemetryMessage | Refusal;
  /** Refuse messages that run further ahead of `now` than this; absent: take them, chargers' clocks are what they are. */
  readonly maxAheadMs?: number;
}

/** One message on its way: its verdict is null while it is under way and 'accepted' once durable. */
interface Report {
  readonly fact: ReportedFact;
  readonly messageId: string;
  verdict: 'accepted' | Refusal | null;
}

/**
 * Telemetry in, facts out: validates and translates each message, groups them by session, decides on the folded
 * state, appends each session's facts in one go, and answers when all of them are durable. A message that is refused
 * never fails its batch; a message sent again counts as accepted.
 */
export class TelemetryIntake {
  private readonly decider;
  private readonly recent = new MessageMemory();

  constructor(private readonly dependencies: TelemetryIntakeDependencies) {
    this.decider = sessionDecider(dependencies.guaranteeOf);
  }

  async accept(messages: readonly unknown[], now: EpochMs): Promise<TelemetryAnswer> {
    return answerOf(messages, await this.verdicts(messages, now));
  }

  /**
   * One for each message, in their order: null where its facts are durable, or why it was refused. A value that is a
   * Refusal already, because the border could not read it, is passed through.
   */
  async verdicts(messages: readonly unknown[], now: EpochMs): Promise<readonly (Refusal | null)[]> {
    const batch = new Map<string, Report>();
    const lines = messages.map((value) => this.admit(value, batch, now));
    const bySession = new Map<string, Report[]>();
    for (const report of batch.values()) if (report.verdict === null) groupFor(report, bySession).push(report);
    const lanes = [...bySession].map(([sessionId, reports]) =>
      this.dependencies.sessions.exclusively(sessionId, () => this.record(sessionId, reports)),
    );
    // Every lane is waited for, so that no append is under way when the sender hears of a failure.
    for (const lane of await Promise.allSettled(lanes)) if (lane.status === 'rejected') throw lane.reason;
    for (const { messageId, fact, verdict } of batch.values())
      if (verdict === 'accepted') this.recent.remember(messageId, fact);
    return lines.map((line) => (isRefusal(line) ? line : isRefusal(line.verdict) ? line.verdict : null));
  }

  /** Reads one value; a message id that comes twice in a batch shares one report. */
  private admit(value: unknown, batch: Map<string, Report>, now: EpochMs): Report | Refusal {
    const message = isRefusal(value) ? value : this.dependencies.read(value);
    if (isRefusal(message)) return message;
    const fact = factOf(message);
    if (isRefusal(fact)) return fact;
    const { messageId } = message;
    const ahead = this.dependencies.maxAheadMs;
    if (ahead !== undefined && instantOf(fact.data.at) > now + ahead)
      return new Refusal(
        'AHEAD_OF_TIME',
        `at ${fact.data.at} lies ahead of our clock; check the charger's clock`,
        'at',
      );
    const earlier = batch.get(messageId)?.fact ?? this.recent.find(messageId);
    if (earlier !== undefined && !sameFact(earlier, fact)) return messageIdReused(messageId);
    const report = batch.get(messageId) ?? { fact, messageId, verdict: earlier === undefined ? null : 'accepted' };
    batch.set(messageId, report);
    return report;
  }

  /** Runs alone for its session. Another process may append as well: then what it wrote is read and decided on anew. */
  private async record(sessionId: string, reports: readonly Report[]): Promise<void> {
    for (;;) {
      const held = await this.dependencies.sessions.load(sessionId);
      const { decided, events } = this.decideAll(held, reports);
      const outcome =
        events.length === 0 ? 'appended' : await this.dependencies.sessions.append(sessionId, held, events);
      if (outcome === 'conflict') continue;
      if (outcome === 'message-id-reused' && reports.length > 1) {
        for (const report of reports) await this.record(sessionId, [report]);
        return;
      }
      for (const [report, verdict] of decided)
        report.verdict =
          verdict === 'accepted' && outcome !== 'message-id-reused'
            ? verdict
            : await this.recall(sessionId, report, verdict);
      return;
    }
  }

  private decideAll(
    held: HeldSession,
    reports: readonly Report[],
  ): { decided: Map<Report, 'accepted' | Refusal>; events: NewEvent[] } {
    let state = held.state;
    const events: NewEvent[] = [];
    const decided = new Map<Report, 'accepted' | Refusal>();
    for (const report of reports) {
      const { fact } = report;
      const decision = this.decider.decide(state, { type: 'Report', fact, ...this.around(fact, state) });
      decided.set(report, isRefusal(decision) ? decision : 'accepted');
      if (isRefusal(decision)) continue;
      for (const event of decision) {
        events.push(newEvent(event, report));
        state = this.decider.evolve(state, event);
      }
    }
    return { decided, events };
  }

  private around(fact: ReportedFact, state: SessionState): Circumstances {
    const pluggingIn = fact.type === 'VehiclePluggedIn' ? fact : undefined;
    const { chargerId, sessionId } = fact.data;
    const driverId = pluggingIn?.data.driverId ?? state?.driverId ?? null;
    return circumstancesOf(this.dependencies.chargers, { chargerId, sessionId, driverId }, pluggingIn);
  }

  /** A refused message may be one that was taken long ago: then the log knows it, and it stays taken. */
  private async recall(
    sessionId: string,
    report: Report,
    verdict: 'accepted' | Refusal,
  ): Promise<'accepted' | Refusal> {
    const known = await this.dependencies.sessions.recall(sessionId, newEvent(report.fact, report));
    if (known === 'known') return 'accepted';
    return known === 'unknown' && isRefusal(verdict) ? verdict : messageIdReused(report.messageId);
  }
}

function groupFor(report: Report, bySession: Map<string, Report[]>): Report[] {
  const { sessionId } = report.fact.data;
  const group = bySession.get(sessionId) ?? [];
  bySession.set(sessionId, group);
  return group;
}

function newEvent(event: SessionEvent, { fact, messageId }: Report): NewEvent {
  const cause = reportMetadata(messageId, fact.data.chargerId);
  const meta = event === fact ? cause : derivedMetadata(sessionStream(fact.data.sessionId), event.type, cause);
  return { type: event.type, data: event.data, meta, occurredAt: instantOf(fact.data.at) };
}

function answerOf(messages: readonly unknown[], verdicts: readonly (Refusal | null)[]): TelemetryAnswer {
  const rejected: RejectedMessage[] = [];
  verdicts.forEach((verdict, index) => {
    if (verdict === null) return;
    const { code, field, message } = verdict;
    rejected.push({ messageId: messageIdOf(messages[index]), code, field: field ?? null, message });
  });
  return { accepted: verdicts.length - rejected.length, rejected };
}

function messageIdOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null && 'messageId' in value ? value.messageId : null;
  return typeof id === 'string' ? id : null;
}

const messageIdReused = (messageId: string): Refusal =>
  new Refusal(
    'MESSAGE_ID_REUSED',
    `messageId ${messageId} was used for another message; give each message an id of its own`,
    'messageId',
  );
