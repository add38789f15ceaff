/** How far the log has been published: everything up to and with `position` is on the bus. Stream `outbox-<name>`. */
export interface OutboxAdvanced {
  readonly type: 'OutboxAdvanced';
  readonly data: {
    readonly outbox: string;
    /** The log's position of the last event published. */
    readonly position: number;
  };
}
