import { InputError, invariant, parseInstant, type EpochMs, type Recorded } from '../../kernel/index.js';
import type { EventLog } from '../../platform/index.js';
import type { VehiclePluggedIn, VehicleUnplugged } from '../fleet.events.js';
import { sameFact } from '../message-memory.js';
import type { ReportedFact } from '../session.js';
import type { TelemetryIntake } from '../telemetry-intake.service.js';
import { factOf, type TelemetryMessage } from '../telemetry.js';
import { historyMessageId, historyTelemetry } from './history-telemetry.js';
import type { HistorySession } from './session-history.js';

export interface HistoryImportDependencies {
  readonly log: EventLog;
  /** One that gives no guarantees: nobody promised the past anything. */
  readonly intake: TelemetryIntake;
}

export interface ImportedHistory {
  /** Sessions that are in the log now and were not before. */
  readonly imported: number;
  /** Sessions that an earlier import had brought. */
  readonly known: number;
  /** Sessions of no length: they say nothing. */
  readonly empty: number;
  readonly eventsAppended: number;
}

const SESSIONS_PER_BATCH = 1_000;
const FACTS_OF_A_SESSION = ['VehiclePluggedIn', 'VehicleUnplugged'];
type HistoryFact = Recorded<VehiclePluggedIn | VehicleUnplugged>;

/** A customer's past as events: they occurred then and are recorded now. Importing the same again adds nothing. */
export class HistoryImport {
  constructor(private readonly deps: HistoryImportDependencies) {}

  /** @throws InputError, with nothing written, when the log holds one of the sessions with other content. */
  async run(
    sessions: readonly HistorySession[],
    now: EpochMs,
    onProgress: (done: number, total: number) => void = () => {},
  ): Promise<ImportedHistory> {
    const histories = sessions.map(historyTelemetry).filter(({ length }) => length > 0);
    const known = await this.knownOf(histories.flat());
    const messages = histories.filter(([first]) => first !== undefined && !known.has(first.sessionId));
    const before = this.deps.log.lastPosition();
    for (let from = 0; from < messages.length; from += SESSIONS_PER_BATCH) {
      const { rejected } = await this.deps.intake.accept(messages.slice(from, from + SESSIONS_PER_BATCH).flat(), now);
      invariant(rejected.length === 0, `a history that was checked is taken: ${rejected[0]?.message ?? ''}`);
      onProgress(Math.min(from + SESSIONS_PER_BATCH, messages.length), messages.length);
    }
    return {
      imported: messages.length,
      known: known.size,
      empty: sessions.length - histories.length,
      eventsAppended: this.deps.log.lastPosition() - before,
    };
  }

  /** Every session that imports have brought into the log, in order of plug-in; what was charged is not on record. */
  async sessions(): Promise<Omit<HistorySession, 'energyWh'>[]> {
    const open = new Map<string, VehiclePluggedIn['data']>();
    const sessions: Omit<HistorySession, 'energyWh'>[] = [];
    for await (const event of this.deps.log.readAll({ types: FACTS_OF_A_SESSION })) {
      const { type, data, meta } = event as HistoryFact;
      if (type === 'VehiclePluggedIn') {
        if (meta.messageId === historyMessageId(data.sessionId, 'plugged-in'))
          open.set(data.sessionId, data as VehiclePluggedIn['data']);
        continue;
      }
      const pluggedIn = open.get(data.sessionId);
      if (pluggedIn !== undefined) sessions.push(finishedSession(pluggedIn, parseInstant(data.at)));
      open.delete(data.sessionId);
    }
    return sessions.sort((a, b) => a.pluggedInAt - b.pluggedInAt || (a.sessionId < b.sessionId ? -1 : 1));
  }

  /** The sessions that the log holds whole already, as an earlier import wrote them. One cut short goes on. */
  private async knownOf(messages: readonly TelemetryMessage[]): Promise<Set<string>> {
    const wanted = new Set(messages.map(({ sessionId }) => sessionId));
    const ours = new Map(messages.map((message) => [message.messageId, message]));
    const known = new Set<string>();
    for await (const event of this.deps.log.readAll({ types: FACTS_OF_A_SESSION })) {
      const fact = event as HistoryFact;
      if (!wanted.has(fact.data.sessionId)) continue;
      const message = ours.get(fact.meta.messageId);
      if (message === undefined || !sameFact(factOf(message) as ReportedFact, fact as unknown as ReportedFact))
        throw new InputError(
          `session ${fact.data.sessionId} is in the log already, with other content; leave it out of the file, or give it an id of its own`,
        );
      if (fact.type === 'VehicleUnplugged') known.add(fact.data.sessionId);
    }
    return known;
  }
}

const finishedSession = (data: VehiclePluggedIn['data'], unpluggedAt: EpochMs): Omit<HistorySession, 'energyWh'> => ({
  sessionId: data.sessionId,
  chargerId: data.chargerId,
  pluggedInAt: parseInstant(data.at),
  unpluggedAt,
  arrivalSocPermille: data.socPermille,
  targetSocPermille: data.targetSocPermille,
  departureEstimateAt: data.departureAt === null ? null : parseInstant(data.departureAt),
  batteryWh: data.batteryWh,
  maxChargeW: data.maxChargeW,
  maxDischargeW: data.maxDischargeW,
});
