import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { LiveStream } from '../../src/dashboard/api/live-stream.adapter.js';
import { SectionFeed } from '../../src/dashboard/api/section-feed.js';
import { DashboardFixture } from './dashboard-fixture.js';

const PAGE = join(process.cwd(), 'dist/dashboard/web');
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
/** As strict as the real server's: the page must live with it. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Looks like a token to the page; the fixture's server compares it as text. */
export const fixtureToken = (role: string): string =>
  `${encode({ alg: 'none' })}.${encode({ sub: 'fixture', roles: [role] })}.x`;

export interface FixtureServer {
  readonly url: string;
  readonly fixture: DashboardFixture;
  /** Paths that were posted to, in order. */
  readonly posted: string[];
  /** Cuts every open stream, as a lost connection does. */
  cutStreams(): void;
  /** While true, `/api` answers nothing but 503. */
  down: boolean;
  close(): Promise<void>;
}

function json(response: ServerResponse, status: number, body: object | string): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'Content-Type': type });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function sendFile(path: string, response: ServerResponse): void {
  const file = join(PAGE, normalize(path === '/' ? '/index.html' : path));
  if (!file.startsWith(PAGE) || !existsSync(file)) return json(response, 404, { title: 'Not found' });
  response.writeHead(200, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Security-Policy': POLICY,
  });
  createReadStream(file).pipe(response);
}

function command(path: string, fixture: DashboardFixture): void {
  if (path === '/trading/halt') fixture.halted = true;
  if (path === '/trading/resume') fixture.halted = false;
  if (path.endsWith('/approve')) fixture.approved = true;
  if (path.endsWith('/withdraw')) fixture.withdrawn = true;
  fixture.touch();
}

const EXPLANATION = {
  text: '0.7 MW at 9.42 EUR/MW,h: the 10 % quantile of the firm capacity measured in this hour on 20 past weekdays was 0.742 MW, cut to the bid step of 0.1 MW. The price is the floor for wear and losses.',
};

/** The built page over canned data, with the real stream code behind it. */
export async function startFixtureServer(port = 0): Promise<FixtureServer> {
  const fixture = new DashboardFixture();
  const feed = new SectionFeed(fixture);
  const stream = new LiveStream(feed);
  const posted: string[] = [];
  const state = { down: false };

  const api = (path: string, request: IncomingMessage, response: ServerResponse): void => {
    if (state.down) return json(response, 503, { title: 'Unavailable' });
    const role = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1];
    if (!['trader', 'auditor'].some((known) => fixtureToken(known) === role))
      return json(response, 401, { title: 'Unauthorized' });
    if (request.method === 'POST') {
      posted.push(path);
      command(path, fixture);
      return json(response, 200, {});
    }
    if (path === '/dashboard') return json(response, 200, feed.snapshot());
    if (path.endsWith('/explanation')) return json(response, 200, EXPLANATION);
    const last = Number(request.headers['last-event-id']);
    if (path === '/stream') return void stream.open(response, Number.isInteger(last) ? last : null);
    return json(response, 404, { title: 'Not found' });
  };

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://fixture').pathname;
    if (path.startsWith('/api/v1')) api(path.slice(7), request, response);
    else sendFile(path, response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    fixture,
    posted,
    cutStreams: () => stream.close(),
    get down() {
      return state.down;
    },
    set down(value: boolean) {
      state.down = value;
    },
    close: () => {
      stream.close();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
