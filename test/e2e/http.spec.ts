import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createHttpServer } from '../../src/http-server.js';
import { InputError } from '../../src/kernel/index.js';
import { startServer, temporaryFolder, type RunningServer } from '../support/http-server.js';
import { SmallController } from '../support/small.controller.js';

let server: RunningServer;
const logged: string[] = [];
beforeAll(async () => {
  const note = (message: string, fields?: object): void => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log = { debug: () => {}, info: note, warn: note, error: note };
  server = await startServer({ controllers: [SmallController], staticDir: page(), log, bodyLimitBytes: 1_000 });
});
afterAll(() => server.close());

function page(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Backfeed</title>');
  writeFileSync(join(folder, 'assets', 'index-a1b2c3d4.js'), 'export {};');
  writeFileSync(join(folder, 'assets', 'index-a1b2c3d4.js.map'), 'sources');
  return folder;
}

const post = (path: string, body: string, type = 'application/json'): Promise<Response> =>
  server.request('operator', path, { method: 'POST', body, headers: { 'content-type': type } });

const problemIn = async (response: Response): Promise<unknown> => {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  return response.json();
};

describe('problem details', () => {
  it('have one shape: the refusal a service returned', async () => {
    const headers = { 'x-correlation-id': 'desk-7' };
    const response = await server.request('trader', '/api/v1/fail/gate?token=secret', { headers });
    expect(response.status).toBe(409);
    expect(await problemIn(response)).toEqual({
      type: 'urn:backfeed:problem:gate-closed',
      title: 'Conflict',
      status: 409,
      detail: 'the gate is closed; bid for the next delivery day',
      code: 'GATE_CLOSED',
      field: 'day',
      instance: '/api/v1/fail/gate',
      correlationId: 'desk-7',
    });
  });

  it('say when to come back', async () => {
    const response = await server.request('trader', '/api/v1/fail/busy');
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('3');
    expect(await problemIn(response)).toMatchObject({ code: 'TOO_MANY_MESSAGES', retryAfterSeconds: 3 });
  });

  it('pass on what is wrong with an input', async () => {
    const response = await server.request('trader', '/api/v1/fail/input');
    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({ code: 'BAD_INPUT', detail: 'row 3: soc must be 0 to 100' });
  });

  it('keep the inside of a failure to the log, under the same correlation id', async () => {
    const response = await server.request('trader', '/api/v1/fail/bug', { headers: { 'x-correlation-id': 'bug-1' } });
    expect(response.status).toBe(500);
    const problem = await problemIn(response);
    expect(problem).toMatchObject({ code: 'INTERNAL', correlationId: 'bug-1' });
    expect(JSON.stringify(problem)).not.toContain('secret');
    expect(logged.filter((line) => line.includes('bug-1') && line.includes('/var/lib/backfeed/secret'))).toHaveLength(
      1,
    );
  });

  it('answer an address that cannot be read', async () => {
    const response = await server.request(null, '/api/v1/%zz');
    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({ code: 'BAD_REQUEST', instance: '/api/v1/%zz' });
  });

  it('give a request a name of its own where the sender gave none, or a bad one', async () => {
    const response = await server.request(null, '/api/v1/open', { headers: { 'x-correlation-id': 'a b' } });
    expect(response.headers.get('x-correlation-id')).toMatch(/^[\da-f-]{36}$/);
  });
});

describe('a body', () => {
  it('that fits is taken', async () => {
    const response = await post('/api/v1/samples', '{"area":"nordic","samples":[{"hz":49.98}]}');
    expect(await response.json()).toEqual({ count: 1 });
  });

  it('with fields that do not fit is refused field by field', async () => {
    const response = await post('/api/v1/samples', '{"area":7,"speed":1,"samples":[{"hz":50},{"hz":"x"}]}');
    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({
      code: 'INVALID_FIELDS',
      errors: expect.arrayContaining([
        { field: 'area', message: 'must be a string' },
        { field: 'speed', message: 'is not a field of this request: leave it out' },
        { field: 'samples[1].hz', message: 'must be a number conforming to the specified constraints' },
      ]),
    });
  });

  it.each([
    ['{"a":', 400, 'MALFORMED_JSON'],
    ['', 400, 'MALFORMED_JSON'],
    ['{"__proto__":{"role":"trader"}}', 400, 'MALFORMED_JSON'],
  ])('%j as JSON is answered %d', async (body, status, code) => {
    const response = await post('/api/v1/echo', body);
    expect(response.status).toBe(status);
    expect(await problemIn(response)).toMatchObject({ code });
  });

  it('over the limit is refused, whether its length was announced or not', async () => {
    const announced = await post('/api/v1/echo', JSON.stringify('x'.repeat(1_100)));
    expect(announced.status).toBe(413);
    expect(await problemIn(announced)).toMatchObject({ code: 'BODY_TOO_LARGE' });
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: Readable.toWeb(Readable.from(Array.from({ length: 40 }, () => Buffer.from(`"${'x'.repeat(100)}"\n`)))),
      duplex: 'half',
    } as RequestInit;
    expect((await server.request('operator', '/api/v1/echo', init)).status).toBe(413);
  });

  it('of another media type is refused', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/html']) {
      const response = await post('/api/v1/echo', 'a=1', type);
      expect(response.status).toBe(415);
      expect(await problemIn(response)).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
    }
  });

  it('of NDJSON is a list, in which a bad line has its place', async () => {
    const response = await post('/api/v1/echo', '{"a":1}\n\n{"a":\n[2]\n', 'application/x-ndjson; charset=utf-8');
    expect(await response.json()).toEqual({
      body: [{ a: 1 }, { unreadableLine: 3, reason: expect.any(String) }, [2]],
    });
  });
});

describe('the page', () => {
  it('is served to anybody with its assets, under a policy that lets nothing else run', async () => {
    const response = await server.request(null, '/');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<title>Backfeed</title>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|upgrade-insecure/);
    const asset = await server.request(null, '/assets/index-a1b2c3d4.js');
    expect(asset.headers.get('cache-control')).toContain('immutable');
  });

  it('is not sent again to a browser that has it', async () => {
    const etag = (await server.request(null, '/')).headers.get('etag') ?? '';
    expect((await server.request(null, '/', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it.each([
    '/assets/',
    '/assets/../../package.json',
    '/..%2f..%2fpackage.json',
    '/assets/index-a1b2c3d4.js.map',
    '/%2e%2e/x',
  ])('opens nothing beside it: %s', async (path) => {
    expect((await server.request(null, path)).status).toBe(401);
  });

  it('has to be built', async () => {
    await expect(startServer({ staticDir: temporaryFolder() })).rejects.toThrow(/index\.html: run npm run build first/);
  });
});

describe('the server', () => {
  it('keeps what a token unlocks out of caches', async () => {
    expect((await server.request('trader', '/api/v1/me')).headers.get('cache-control')).toBe('no-store');
  });

  it('is not ready while a part of the engine is not, and says which', async () => {
    const readiness = { checks: () => [{ name: 'ledger', ready: false, detail: '17 events behind' }] };
    const young = await startServer({ readiness });
    const response = await young.request(null, '/health/ready');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await problemIn(response)).toMatchObject({
      code: 'NOT_READY',
      detail: 'waiting for ledger (17 events behind)',
    });
    expect((await young.request(null, '/health/live')).status).toBe(200);
    await young.close();
  });

  it('finishes what it has begun, then takes nothing more', async () => {
    const closing = await startServer({ controllers: [SmallController] });
    const slow = closing.request('trader', '/api/v1/slow');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = closing.close();
    expect(await (await slow).json()).toEqual({ done: true });
    await closed;
    await expect(closing.request(null, '/health/live')).rejects.toThrow();
  });

  it('cuts what does not end within the grace', async () => {
    const closing = await startServer({ controllers: [SmallController] });
    const slow = closing.request('trader', '/api/v1/slow').then(
      () => 'answered',
      () => 'cut',
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await closing.close(20);
    expect(await slow).toBe('cut');
  });

  it('refuses to show the demo to other machines, and a port that is taken', async () => {
    const options = { controllers: [], providers: [], tokens: server.tokens };
    const open = createHttpServer({ ...options, host: '0.0.0.0', port: 0, loopbackOnly: true });
    await expect(open).rejects.toThrow(
      new InputError('the demo binds to this machine only: 0.0.0.0 is open to others; use 127.0.0.1'),
    );
    const port = Number(new URL(server.url).port);
    const taken = createHttpServer({ ...options, host: '127.0.0.1', port });
    await expect(taken).rejects.toThrow(`port ${port} on 127.0.0.1 is taken: choose another with --port`);
  });
});
