import { SetPointPublisher } from './dispatch/set-point.publisher.adapter.js';
import type { Engine } from './engine/index.js';
import { publicEvents } from './engine/index.js';
import { FREQUENCY_TOPIC, FrequencyConsumer } from './fleet/frequency.consumer.js';
import { TELEMETRY_TOPIC, TelemetryConsumer } from './fleet/telemetry.consumer.js';
import type { Clock } from './kernel/index.js';
import type { EventLog } from './platform/index.js';
import type { Consumption, DeliveredMessage, MessageBus, RejectedDelivery } from './platform/messaging/index.js';
import { Outbox } from './platform/messaging/outbox.adapter.js';
import { METRICS, type Log } from './platform/observability/index.js';
import type { Metrics } from './platform/observability/metrics.adapter.js';
import { settlementLineFeed } from './settlement/index.js';

export interface BusLinkOptions {
  readonly bus: MessageBus;
  readonly log: EventLog;
  readonly clock: Clock;
  /** For the operator. */
  readonly news: Log;
  /** Our own failure: the caller stops the process, and start is the recovery. */
  readonly onFailure: (error: unknown) => void;
}

type Handler = (batch: readonly DeliveredMessage[]) => Promise<readonly RejectedDelivery[]>;

/** What a topic brought, since the start. */
interface Intake {
  messages: number;
  readonly rejectedByCode: Map<string, number>;
}

/** Between the engine and the bus: consumers of what comes in, publishers of what goes out. */
export class BusLinks {
  readonly setPoints: SetPointPublisher;
  private readonly outbox: Outbox;
  private readonly consumptions = new Map<string, Consumption>();
  private readonly intakes = new Map<string, Intake>();
  private engine: Engine | null = null;

  constructor(private readonly options: BusLinkOptions) {
    const { bus, log, clock, news, onFailure } = options;
    const onOutage = ({ message }: Error): void => news.warn('the bus is out', { reason: message });
    const chargerOf = (sessionId: string): string | undefined => this.engine?.fleet.session(sessionId)?.chargerId;
    this.setPoints = new SetPointPublisher({ bus, chargerOf, onOutage, onFailure });
    const feeds = [publicEvents, settlementLineFeed];
    this.outbox = new Outbox({ log, bus, clock, name: 'events', feeds, onOutage, onFailure });
  }

  /** Takes telemetry and frequency from the bus: what a process with the ingest role does. */
  async startIntake(engine: Engine): Promise<void> {
    const telemetry = new TelemetryConsumer({ intake: engine.telemetry, clock: this.options.clock });
    const frequency = new FrequencyConsumer({ intake: engine.frequency });
    await Promise.all([
      this.consume(TELEMETRY_TOPIC, (batch) => telemetry.handle(batch)),
      this.consume(FREQUENCY_TOPIC, (batch) => frequency.handle(batch)),
    ]);
  }

  /** Publishes events, settlement lines and set-points: what a process with the trading role does. */
  async startFeeds(engine: Engine): Promise<void> {
    this.engine = engine;
    await this.outbox.start();
  }

  /** No new messages, then no new publications; what is under way is finished. */
  async stop(): Promise<void> {
    await Promise.all([...this.consumptions.values()].map((consumption) => consumption.close()));
    await Promise.all([this.setPoints.stop(), this.outbox.stop()]);
  }

  measuredBy(metrics: Metrics): void {
    const { clock } = this.options;
    metrics.gauge(METRICS.outboxWaiting, [], () => [{ value: this.outbox.waiting(clock.now()).events }]);
    metrics.gauge(METRICS.outboxAge, [], () => [{ value: this.outbox.waiting(clock.now()).oldestMs / 1000 }]);
    metrics.gauge(METRICS.busLag, ['topic'], () =>
      [...this.consumptions].map(([topic, { waiting }]) => ({ labels: { topic }, value: waiting })),
    );
    metrics.gauge(METRICS.busMessages, ['topic'], () =>
      [...this.intakes].map(([topic, { messages }]) => ({ labels: { topic }, value: messages })),
    );
    metrics.gauge(METRICS.deadLetters, ['topic', 'code'], () =>
      [...this.intakes].flatMap(([topic, { rejectedByCode }]) =>
        [...rejectedByCode].map(([code, value]) => ({ labels: { topic, code }, value })),
      ),
    );
  }

  private async consume(topic: string, handle: Handler): Promise<void> {
    const intake: Intake = { messages: 0, rejectedByCode: new Map() };
    this.intakes.set(topic, intake);
    const consumption = await this.options.bus.consume({
      topic,
      group: 'backfeed',
      onFailure: this.options.onFailure,
      async handle(batch) {
        const rejected = await handle(batch);
        intake.messages += batch.length;
        for (const { reason } of rejected)
          intake.rejectedByCode.set(reason.code, (intake.rejectedByCode.get(reason.code) ?? 0) + 1);
        return rejected;
      },
    });
    this.consumptions.set(topic, consumption);
  }
}
