/** A metric's name ends in its unit; dashboards and alerts are built on these names. */
export interface MetricDescription {
  readonly name: string;
  readonly help: string;
}

export const METRICS = {
  httpRequestDuration: {
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer, by route, method and status',
  },
  outboxWaiting: {
    name: 'outbox_waiting_events',
    help: 'Events of the log that wait to be published to the message bus',
  },
  outboxAge: {
    name: 'outbox_oldest_waiting_seconds',
    help: 'Age of the oldest event that waits to be published to the message bus',
  },
  busLag: {
    name: 'bus_lag_messages',
    help: 'Messages of the bus that wait to be taken by this process, by topic',
  },
  busMessages: {
    name: 'bus_messages_consumed',
    help: 'Messages taken from the message bus since the start, by topic, refused ones included',
  },
  deadLetters: {
    name: 'bus_messages_rejected',
    help: 'Messages from the bus that became dead letters since the start, by topic and code',
  },
  refusedDocuments: {
    name: 'market_documents_refused',
    help: 'Market documents that came and were refused since the start, by the first rule that they break',
  },
} as const satisfies Readonly<Record<string, MetricDescription>>;

/** Labels of `httpRequestDuration`. The route is the pattern, never the address: the number of series stays bounded. */
export const HTTP_LABELS = ['method', 'route', 'status'] as const;

/** From a cached read to the telemetry batch that waits for the disk. */
export const HTTP_DURATION_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Header that names a request in answers and log lines; taken over from the sender when it is well formed. */
export const CORRELATION_HEADER = 'x-correlation-id';
