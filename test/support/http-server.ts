import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../../src/http-server.js';
import { EmbeddedTokens, type TokenRequest } from '../../src/platform/access/embedded-tokens.adapter.js';
import type { Role } from '../../src/platform/access/index.js';

export const temporaryFolder = (name = 'backfeed-test'): string => mkdtempSync(join(tmpdir(), `${name}-`));

export interface RunningServer extends HttpServer {
  readonly tokens: EmbeddedTokens;
  /** A request as that role (null: without a token), to a path that starts with `/`. */
  request(role: Role | null, path: string, init?: RequestInit): Promise<Response>;
  /** A token; whatever is left out is good: a trader's, made now, for a day. */
  token(request?: Partial<TokenRequest>): Promise<string>;
}

/** A server on a free loopback port, with a key of its own. */
export async function startServer(options: Partial<HttpServerOptions> = {}): Promise<RunningServer> {
  const tokens = EmbeddedTokens.open(temporaryFolder());
  const server = await createHttpServer({
    controllers: [],
    providers: [],
    tokens,
    host: '127.0.0.1',
    port: 0,
    ...options,
  });
  const token = async (request: Partial<TokenRequest> = {}): Promise<string> =>
    (await tokens.issueToken({ role: 'trader', days: 1, now: Date.now(), ...request })).token;
  return {
    ...server,
    tokens,
    token,
    async request(role, path, init = {}) {
      const headers = new Headers(init.headers);
      if (role !== null)
        headers.set('authorization', `Bearer ${await token({ role, ...(role === 'driver' ? { driver: 'D1' } : {}) })}`);
      return fetch(server.url + path, { ...init, headers });
    },
  };
}
