import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the double does instead of answering, once each, in order. */
export type Fault =
  'break' | { readonly status: number; readonly retryAfterSeconds?: number } | { readonly body: string };

/**
 * A double of the TSO's open-data interface on loopback, in the shapes that the portal answers with: rows of a steady
 * series, newest page last, `pageRows` rows a page whatever the client asks for.
 */
export class OpenDataDouble {
  readonly requests: { path: string; key: string | undefined; query: Record<string, string> }[] = [];
  readonly faults: Fault[] = [];
  /** The value of the period that starts at `startMs`; null: not published. */
  valueAt: (startMs: number) => number | null = (startMs) => (startMs / 3_600_000) % 24;
  pageRows = 20_000;

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    private readonly key: string,
    private readonly stepMs: number,
  ) {}

  static async start({ key = 'key-1', stepMs = 3_600_000 } = {}): Promise<OpenDataDouble> {
    const server = createServer((request, response) => double.answer(request, response));
    const double = new OpenDataDouble(server, key, stepMs);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return double;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((stopped) => this.server.close(stopped));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    const key = request.headers['x-api-key'] as string | undefined;
    this.requests.push({ path: url.pathname, key, query: Object.fromEntries(url.searchParams) });
    const fault = this.faults.shift();
    if (fault === 'break') return void request.socket.destroy();
    if (fault && 'body' in fault) return void response.end(fault.body);
    if (fault) {
      const after = fault.retryAfterSeconds;
      return void response.writeHead(fault.status, after === undefined ? {} : { 'retry-after': String(after) }).end();
    }
    if (key !== this.key) return void response.writeHead(401).end('{"message":"Access Denied"}');
    const dataSetId = Number(/^\/api\/datasets\/(\d+)\/data$/.exec(url.pathname)?.[1]);
    if (!(dataSetId < 1000)) return void response.writeHead(404).end();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(this.page(dataSetId, url.searchParams)));
  }

  private page(datasetId: number, query: URLSearchParams): object {
    const [from, to] = ['startTime', 'endTime'].map((name) => Date.parse(query.get(name) ?? '')) as [number, number];
    const rows: object[] = [];
    for (let start = from; start < to; start += this.stepMs) {
      const value = this.valueAt(start);
      const [startTime, endTime] = [start, start + this.stepMs].map((ms) => new Date(ms).toISOString());
      if (value !== null) rows.push({ datasetId, startTime, endTime, value });
    }
    const perPage = Math.min(this.pageRows, Number(query.get('pageSize')));
    const currentPage = Number(query.get('page'));
    const lastPage = Math.max(1, Math.ceil(rows.length / perPage));
    return {
      data: rows.slice((currentPage - 1) * perPage, currentPage * perPage),
      pagination: {
        total: rows.length,
        lastPage,
        nextPage: currentPage < lastPage ? currentPage + 1 : null,
        currentPage,
        perPage,
      },
    };
  }
}
