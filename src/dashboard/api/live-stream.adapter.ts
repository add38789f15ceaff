import type { ServerResponse } from 'node:http';
import type { SectionName } from './dashboard-view.js';
import type { Cursor, SectionFeed } from './section-feed.js';

export interface LiveStreamOptions {
  /** Time between two looks at what has changed: at most four messages a second. */
  readonly tickMs: number;
  readonly heartbeatMs: number;
  /** A reader whose buffer has not drained for this long is dropped; it may resume by Last-Event-ID. */
  readonly slowReaderMs: number;
  readonly maximumReaders: number;
}
const DEFAULTS: LiveStreamOptions = { tickMs: 250, heartbeatMs: 10_000, slowReaderMs: 30_000, maximumReaders: 200 };
/** Sections that cost with the size of the fleet are looked at once a second, the others each tick. */
const EACH_TICK = ['status', 'figures', 'alerts', 'bids'] as const;
const SLOW_TICKS = 4;

interface Reader {
  readonly response: ServerResponse;
  readonly visible: ReadonlySet<SectionName> | undefined;
  cursor: Cursor;
  sentAt: number;
  /** Since when its buffer has been full; null: it keeps up. */
  fullSince: number | null;
}

/** Server-sent events to any number of readers. One timer, and only while somebody reads. */
export class LiveStream {
  private readonly readers = new Set<Reader>();
  private readonly options: LiveStreamOptions;
  private timer: NodeJS.Timeout | null = null;
  private ticks = 0;

  constructor(
    private readonly feed: SectionFeed,
    options: Partial<LiveStreamOptions> = {},
  ) {
    this.options = { ...DEFAULTS, ...options };
  }

  get readerCount(): number {
    return this.readers.size;
  }

  /** No place is free: a reader more would cost those who read. */
  get isFull(): boolean {
    return this.readers.size >= this.options.maximumReaders;
  }

  /** Takes the response over until its reader leaves. Without `visible` every section is sent. */
  open(response: ServerResponse, lastEventId: number | null, visible?: ReadonlySet<SectionName>): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      // A proxy must not hold messages back.
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 1000\n\n');
    this.feed.refresh();
    const reader: Reader = {
      response,
      visible,
      cursor: this.feed.cursorAfter(lastEventId),
      sentAt: Date.now(),
      fullSince: null,
    };
    this.readers.add(reader);
    response.once('close', () => this.leave(reader));
    response.once('error', () => this.leave(reader));
    this.serve(reader, Date.now());
    this.timer ??= setInterval(() => this.tick(), this.options.tickMs);
  }

  /** Ends every stream: the server is stopping. */
  close(): void {
    for (const reader of [...this.readers]) {
      reader.response.end();
      this.leave(reader);
    }
  }

  private leave(reader: Reader): void {
    this.readers.delete(reader);
    if (this.readers.size > 0 || this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
  }

  private tick(): void {
    this.ticks += 1;
    this.feed.refresh(this.ticks % SLOW_TICKS === 0 ? undefined : EACH_TICK);
    const now = Date.now();
    for (const reader of [...this.readers]) this.serve(reader, now);
  }

  /** A reader that is behind gets nothing until its buffer has drained, then all it missed in one message. */
  private serve(reader: Reader, now: number): void {
    if (reader.response.writableNeedDrain) {
      reader.fullSince ??= now;
      if (now - reader.fullSince >= this.options.slowReaderMs) reader.response.destroy();
      return;
    }
    reader.fullSince = null;
    const frame = this.feed.frame(reader.cursor, reader.visible);
    if (frame) {
      reader.response.write(frame.text);
      reader.cursor = frame.cursor;
    } else if (now - reader.sentAt >= this.options.heartbeatMs) reader.response.write(': still here\n\n');
    else return;
    reader.sentAt = now;
  }
}
