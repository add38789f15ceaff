import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { EmbeddedTokens } from '../../src/platform/access/embedded-tokens.adapter.js';
import { tokenVerifier } from '../../src/platform/access/token-verifiers.adapter.js';
import { startServer, temporaryFolder, type RunningServer } from '../support/http-server.js';
import { SmallController } from '../support/small.controller.js';

/** An identity provider in small: discovery and keys, as OpenID Connect Discovery 1.0 names them. */
class Provider {
  issuer = '';
  away = true;
  private constructor(
    private readonly server: Server,
    readonly privateKey: CryptoKey,
    readonly publicKey: JWK,
  ) {}

  static async start(): Promise<Provider> {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const server = createServer((request, response) => {
      const answers: Record<string, object> = {
        '/realm/.well-known/openid-configuration': { issuer: provider.issuer, jwks_uri: `${provider.issuer}/keys` },
        '/realm/keys': { keys: [{ ...provider.publicKey, kid: 'k1', alg: 'ES256', use: 'sig' }] },
      };
      const answer = provider.away ? undefined : answers[request.url ?? ''];
      response.writeHead(answer === undefined ? 502 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const provider = new Provider(server, privateKey, await exportJWK(publicKey));
    provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realm`;
    return provider;
  }

  token(claims: object, audience = 'backfeed', key: CryptoKey = this.privateKey): Promise<string> {
    return new SignJWT({ sub: 'ada', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(this.issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(key);
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

let provider: Provider;
let server: RunningServer;
let embedded: EmbeddedTokens;
beforeAll(async () => {
  provider = await Provider.start();
  embedded = EmbeddedTokens.open(temporaryFolder());
  const tokens = tokenVerifier(embedded, { issuer: provider.issuer, audience: 'backfeed' });
  server = await startServer({ controllers: [SmallController], tokens });
});
afterAll(async () => {
  await server.close();
  await provider.close();
});

const me = async (token: string): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: await response.json() };
};

describe("an identity provider's token", () => {
  it('waits while the provider is away: 503, not 401', async () => {
    const answer = await me(await provider.token({ roles: ['trader'] }));
    expect(answer).toMatchObject({ status: 503, body: { code: 'IDENTITY_PROVIDER_AWAY', retryAfterSeconds: 10 } });
    provider.away = false;
  });

  it('is accepted with the roles it names', async () => {
    expect(await me(await provider.token({ roles: ['trader', 'uma_authorization'] }))).toEqual({
      status: 200,
      body: { subject: 'ada', role: 'trader', roles: ['trader'], driverId: null },
    });
    const driver = await provider.token({ roles: 'openid driver', driver_id: 'D7' });
    expect(await me(driver)).toMatchObject({ status: 200, body: { role: 'driver', driverId: 'D7' } });
  });

  it('is refused for another audience, without a role of ours, or signed with another key', async () => {
    const refused = { status: 401, body: { code: 'TOKEN_INVALID' } };
    expect(await me(await provider.token({ roles: ['trader'] }, 'other-service'))).toMatchObject(refused);
    expect(await me(await provider.token({ groups: ['trader'] }))).toMatchObject(refused);
    const { privateKey } = await generateKeyPair('ES256');
    expect(await me(await provider.token({ roles: ['trader'] }, 'backfeed', privateKey))).toMatchObject(refused);
  });

  it("cannot be made with the provider's public key as a shared secret", async () => {
    const secret = new TextEncoder().encode(JSON.stringify(provider.publicKey));
    const token = await new SignJWT({ sub: 'ada', roles: ['trader'] })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setIssuer(provider.issuer)
      .setAudience('backfeed')
      .setExpirationTime('5m')
      .sign(secret);
    expect(await me(token)).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
  });

  it("leaves the installation's own tokens good", async () => {
    const { token } = await embedded.issueToken({ role: 'auditor', days: 1, now: Date.now() });
    expect(await me(token)).toMatchObject({ status: 200, body: { role: 'auditor' } });
  });
});
