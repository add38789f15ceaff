import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decodeJwt, SignJWT, UnsecuredJWT } from 'jose';
import { openAccessKey } from '../../src/platform/access/access-key.adapter.js';
import { EmbeddedTokens } from '../../src/platform/access/embedded-tokens.adapter.js';
import { startServer, temporaryFolder, type RunningServer } from '../support/http-server.js';
import { SmallController } from '../support/small.controller.js';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ controllers: [SmallController] });
});
afterAll(() => server.close());

const me = (token: string): Promise<Response> =>
  fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });

async function expectProblem(response: Response, status: number, code: string): Promise<Record<string, unknown>> {
  const problem = (await response.json()) as Record<string, unknown>;
  expect({ status: response.status, code: problem['code'] }).toEqual({ status, code });
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(problem).toMatchObject({
    status,
    type: expect.any(String),
    title: expect.any(String),
    detail: expect.any(String),
  });
  return problem;
}

describe('without a good token', () => {
  it('nothing opens: 401 with a challenge', async () => {
    const response = await server.request(null, '/api/v1/me');
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="backfeed"');
    await expectProblem(response, 401, 'TOKEN_MISSING');
  });

  it.each([
    '/metrics',
    '/docs',
    '/api/v1/openapi.json',
    '/api/v1/no-such-thing',
    '/no-such-thing',
    '/api/v1/forgotten',
  ])('%s is closed, whether it exists or not', async (path) => {
    await expectProblem(await server.request(null, path), 401, 'TOKEN_MISSING');
  });

  it.each(['/api/v1/open', '/health/live', '/health/ready'])('%s is open', async (path) => {
    expect((await server.request(null, path)).status).toBe(200);
  });

  it('a body is refused before it is read', async () => {
    const body = '{'.repeat(20_000_000);
    const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
    await expectProblem(await server.request(null, '/api/v1/echo', init), 401, 'TOKEN_MISSING');
    await expectProblem(await server.request(null, '/no-such-thing', { ...init, body: '{' }), 401, 'TOKEN_MISSING');
  });

  it.each(['Basic dHJhZGVyOng=', 'Bearer', 'Bearer x', 'Bearer a.b.c', 'Bearer ..', 'bearer eyJhbGciOiJub25lIn0..'])(
    'the header "%s" is refused',
    async (authorization) => {
      const response = await fetch(`${server.url}/api/v1/me`, { headers: { authorization } });
      await expectProblem(response, 401, 'TOKEN_INVALID');
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="backfeed", error="invalid_token"/);
    },
  );

  it('a token in the address counts for nothing', async () => {
    const token = await server.token();
    await expectProblem(await server.request(null, `/api/v1/me?access_token=${token}`), 401, 'TOKEN_MISSING');
  });
});

describe('a token', () => {
  it('speaks for a role', async () => {
    expect(await (await me(await server.token({ subject: 'ada' }))).json()).toEqual({
      subject: 'ada',
      role: 'trader',
      roles: ['trader'],
      driverId: null,
    });
  });

  it('ends when its days are over', async () => {
    const now = Date.now();
    await expectProblem(await me(await server.token({ days: 1, now: now - 86_400_000 - 2_000 })), 401, 'TOKEN_EXPIRED');
    expect((await me(await server.token({ days: 1, now: now - 86_400_000 + 60_000 }))).status).toBe(200);
  });

  it('is refused when one character of it was changed', async () => {
    const token = await server.token();
    for (const place of [5, token.indexOf('.') + 10, token.length - 10]) {
      const changed = token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1);
      await expectProblem(await me(changed), 401, 'TOKEN_INVALID');
    }
  });

  it('is refused when its role was rewritten under the old signature', async () => {
    const [head, , signature] = (await server.token({ role: 'auditor' })).split('.');
    const claims = { ...decodeJwt(await server.token({ role: 'auditor' })), roles: ['trader'] };
    const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
    await expectProblem(await me(`${head}.${body}.${signature}`), 401, 'TOKEN_INVALID');
  });

  it('is refused without a signature, whatever its algorithm is called', async () => {
    const claims = decodeJwt(await server.token());
    const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
    await expectProblem(await me(new UnsecuredJWT(claims).encode()), 401, 'TOKEN_INVALID');
    for (const alg of ['none', 'None', 'NONE', 'HS256']) {
      const head = Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url');
      await expectProblem(await me(`${head}.${body}.`), 401, 'TOKEN_INVALID');
    }
  });

  it('of another installation is refused', async () => {
    const other = EmbeddedTokens.open(temporaryFolder());
    const { token } = await other.issueToken({ role: 'trader', days: 1, now: Date.now() });
    await expectProblem(await me(token), 401, 'TOKEN_INVALID');
  });
});

describe('a token made with the right key', () => {
  let own: RunningServer;
  let key: Uint8Array;
  beforeAll(async () => {
    const folder = temporaryFolder();
    key = openAccessKey(folder);
    own = await startServer({ controllers: [SmallController], tokens: EmbeddedTokens.open(folder) });
  });
  afterAll(() => own.close());

  const good = (): SignJWT =>
    new SignJWT({ roles: ['trader'] })
      .setIssuer('backfeed')
      .setAudience('backfeed')
      .setSubject('trader')
      .setIssuedAt()
      .setExpirationTime('1h');
  const answer = (token: string): Promise<Response> =>
    fetch(`${own.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  const sign = (token: SignJWT, alg = 'HS256'): Promise<string> => token.setProtectedHeader({ alg }).sign(key);

  it('is accepted as the installation makes it', async () => {
    expect((await answer(await sign(good()))).status).toBe(200);
  });

  it.each<[string, () => SignJWT]>([
    ['another issuer', () => good().setIssuer('elsewhere')],
    ['another audience', () => good().setAudience('elsewhere')],
    ['a beginning in the future', () => good().setNotBefore('1h')],
    [
      'no end',
      () =>
        new SignJWT({ roles: ['trader'] }).setIssuer('backfeed').setAudience('backfeed').setSubject('x').setIssuedAt(),
    ],
    [
      'no role',
      () =>
        new SignJWT({})
          .setIssuer('backfeed')
          .setAudience('backfeed')
          .setSubject('x')
          .setIssuedAt()
          .setExpirationTime('1h'),
    ],
  ])('is refused with %s', async (_what, token) => {
    await expectProblem(await answer(await sign(token())), 401, 'TOKEN_INVALID');
  });

  it('is refused under another algorithm of the same family', async () => {
    const strong = createSecretKey(Buffer.concat([key, key]));
    const token = await good().setProtectedHeader({ alg: 'HS512' }).sign(strong);
    await expectProblem(await answer(token), 401, 'TOKEN_INVALID');
  });

  it('is refused under a public-key algorithm', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const token = await good().setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey);
    await expectProblem(await answer(token), 401, 'TOKEN_INVALID');
  });
});

describe('a role', () => {
  it('opens its own routes and no others', async () => {
    await expectProblem(await server.request('finance', '/api/v1/me'), 403, 'ROLE_NOT_ALLOWED');
    expect((await server.request('auditor', '/api/v1/me')).status).toBe(200);
    expect((await server.request('auditor', '/metrics')).status).toBe(200);
    await expectProblem(await server.request('driver', '/metrics'), 403, 'ROLE_NOT_ALLOWED');
  });

  it.each(['trader', 'finance', 'operator', 'driver', 'tso', 'auditor'] as const)(
    '%s does not open a route that names nobody',
    async (role) => {
      await expectProblem(await server.request(role, '/api/v1/forgotten'), 403, 'ROLE_NOT_ALLOWED');
    },
  );

  it('learns that a path serves nothing', async () => {
    await expectProblem(await server.request('trader', '/api/v1/no-such-thing'), 404, 'NOT_FOUND');
    await expectProblem(await server.request('trader', '/api/v1/me', { method: 'DELETE' }), 404, 'NOT_FOUND');
  });

  it('driver reaches own sessions only', async () => {
    const put = { method: 'PUT' };
    expect(await (await server.request('driver', '/api/v1/sessions/D1', put)).json()).toEqual({ stated: 'D1' });
    await expectProblem(await server.request('driver', '/api/v1/sessions/D2', put), 403, 'NOT_YOUR_SESSION');
    expect((await server.request('operator', '/api/v1/sessions/D2', put)).status).toBe(200);
  });
});

describe('the operations side', () => {
  it('gives metrics with the routes asked before', async () => {
    await server.request('trader', '/api/v1/me');
    const text = await (await server.request('operator', '/metrics')).text();
    expect(text).toMatch(/http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/me",status="200"\} \d+/);
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('describes every route of the API to those who may call one', async () => {
    const document = (await (await server.request('auditor', '/docs')).json()) as { paths: Record<string, unknown> };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/v1/me', '/api/v1/echo', '/health/ready', '/metrics']),
    );
    expect(await (await server.request('auditor', '/api/v1/openapi.json')).json()).toEqual(document);
    await expectProblem(await server.request('driver', '/docs'), 403, 'ROLE_NOT_ALLOWED');
  });

  it('keeps the key where only its owner reads it', () => {
    const folder = temporaryFolder();
    const key = openAccessKey(folder);
    expect(openAccessKey(folder)).toEqual(key);
    expect(readFileSync(`${folder}/access.key`, 'utf8').trim()).toHaveLength(43);
  });
});
