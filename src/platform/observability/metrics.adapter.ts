import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { HTTP_DURATION_BUCKETS_SECONDS, HTTP_LABELS, METRICS } from './attributes.js';
import type { MetricDescription } from './attributes.js';

export interface GaugeReading {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The process's metrics in Prometheus text. Rooms register gauges that are read when somebody asks. */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests: Histogram<(typeof HTTP_LABELS)[number]>;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      ...METRICS.httpRequestDuration,
      labelNames: HTTP_LABELS,
      buckets: HTTP_DURATION_BUCKETS_SECONDS,
      registers: [this.registry],
    });
  }

  /** A gauge whose readings are taken at each scrape: one series for each set of labels. */
  gauge(description: MetricDescription, labelNames: readonly string[], read: () => Iterable<GaugeReading>): void {
    new Gauge({
      ...description,
      labelNames,
      registers: [this.registry],
      collect() {
        this.reset();
        for (const { labels, value } of read()) this.set(labels ?? {}, value);
      },
    });
  }

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }
}
