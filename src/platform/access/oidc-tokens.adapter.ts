import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { isRefusal, type Refusal } from '../../kernel/index.js';
import { RetryLater } from '../refused.js';
import { refusalOf } from './embedded-tokens.adapter.js';
import type { User } from './roles.js';
import { userOf } from './token-claims.js';
import type { TokenVerifier } from './token-verifier.port.js';

// Asymmetric only: with a shared-secret algorithm the provider's public key would pass for the secret.
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const CLOCK_TOLERANCE_SECONDS = 30;
const DISCOVERY_TIMEOUT_MS = 5_000;
const RETRY_AFTER_SECONDS = 10;

export interface OidcOptions {
  /** Exactly as the tokens' `iss` claim spells it. */
  readonly issuer: string;
  readonly audience: string;
}

/**
 * Tokens of an OpenID Connect provider, checked with the keys it publishes: discovery at
 * `<issuer>/.well-known/openid-configuration`, then its `jwks_uri`. Roles come from the claim `roles` (list of our role
 * names, or one text with spaces), the driver from `driver_id`.
 */
export class OidcTokens implements TokenVerifier {
  private keys: Promise<JWTVerifyGetKey> | null = null;

  constructor(private readonly options: OidcOptions) {}

  get issuer(): string {
    return this.options.issuer;
  }

  async verify(token: string): Promise<User | Refusal> {
    const keys = await this.publishedKeys();
    const claims = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer: this.options.issuer,
      audience: this.options.audience,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    }).then((verified) => verified.payload, refusalOf);
    return isRefusal(claims) ? claims : userOf(claims);
  }

  /** Discovery happens once; a failed one is tried again with the next token. */
  private publishedKeys(): Promise<JWTVerifyGetKey> {
    this.keys ??= discover(this.options.issuer).catch((error: unknown) => {
      this.keys = null;
      throw error;
    });
    return this.keys;
  }
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS) }).catch(
    () => null,
  );
  const document: unknown = response?.ok ? await response.json().catch(() => null) : null;
  const { issuer: named, jwks_uri: keysAt } = (document ?? {}) as { issuer?: unknown; jwks_uri?: unknown };
  // A provider that answers for another issuer is not the one that was configured.
  if (named !== issuer || typeof keysAt !== 'string' || !URL.canParse(keysAt)) throw unreachable();
  // Keys fetched in the clear from another machine could be anybody's.
  if (new URL(keysAt).protocol !== 'https:' && new URL(keysAt).host !== new URL(issuer).host) throw unreachable();
  const keySet = createRemoteJWKSet(new URL(keysAt), { timeoutDuration: DISCOVERY_TIMEOUT_MS });
  return (header, token) => keySet(header, token).catch(aboutTokenOnly);
}

/** A provider that is away says nothing about the token: the caller may try again, and is not told it is a stranger. */
function aboutTokenOnly(error: unknown): never {
  const aboutToken =
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported;
  throw aboutToken ? error : unreachable();
}

const unreachable = (): RetryLater =>
  new RetryLater(
    503,
    'IDENTITY_PROVIDER_AWAY',
    'the identity provider does not answer; try again',
    RETRY_AFTER_SECONDS,
  );
