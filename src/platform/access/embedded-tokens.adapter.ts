import { errors, jwtVerify, SignJWT } from 'jose';
import { InputError, isRefusal, Refusal } from '../../kernel/index.js';
import { openAccessKey } from './access-key.adapter.js';
import type { Role, User } from './roles.js';
import { DRIVER_CLAIM, ROLES_CLAIM, userOf } from './token-claims.js';
import type { TokenVerifier } from './token-verifier.port.js';

export const EMBEDDED_ISSUER = 'backfeed';
const AUDIENCE = 'backfeed';
// One machine signs and verifies, so a key pair would add nothing but the time of a signature check on every batch of
// telemetry. The algorithm is pinned: whatever a token's header says, no other is tried.
const ALGORITHM = 'HS256';
const MS_PER_DAY = 86_400_000;

export interface TokenRequest {
  readonly role: Role;
  /** Required by, and only for, the role `driver`. */
  readonly driver?: string;
  /** Who or what will hold it; default the driver or the role's name. */
  readonly subject?: string;
  /** Days until it expires; more than 0. */
  readonly days: number;
  /** Wall-clock instant of issue, ms since 1970. */
  readonly now: number;
}

export interface IssuedToken {
  readonly token: string;
  readonly subject: string;
  readonly role: Role;
  readonly driverId: string | null;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** Tokens signed with the installation's own key. Their life is counted on the wall clock, never a simulated one. */
export class EmbeddedTokens implements TokenVerifier {
  constructor(
    private readonly key: Uint8Array,
    private readonly wallClock: () => number = Date.now,
  ) {}

  /** @throws InputError when the key file is not fit for use. */
  static open(dataDir: string): EmbeddedTokens {
    return new EmbeddedTokens(openAccessKey(dataDir));
  }

  /** @throws InputError when role, driver and days do not fit together. */
  async issueToken(request: TokenRequest): Promise<IssuedToken> {
    const { role, driver } = request;
    if (role === 'driver' && !driver) throw new InputError('a token for the role driver needs the driver: --driver ID');
    if (role !== 'driver' && driver) throw new InputError(`--driver goes with --role driver only, not with ${role}`);
    if (!(request.days > 0)) throw new InputError(`days must be more than 0, got ${request.days}`);
    const subject = request.subject ?? driver ?? role;
    const issuedAt = Math.floor(request.now / 1000);
    const expiresAt = Math.floor((request.now + request.days * MS_PER_DAY) / 1000);
    const token = await new SignJWT({ [ROLES_CLAIM]: [role], ...(driver ? { [DRIVER_CLAIM]: driver } : {}) })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(EMBEDDED_ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(subject)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(this.key);
    return { token, subject, role, driverId: driver ?? null, expiresAt: new Date(expiresAt * 1000).toISOString() };
  }

  async verify(token: string): Promise<User | Refusal> {
    const claims = await jwtVerify(token, this.key, {
      algorithms: [ALGORITHM],
      issuer: EMBEDDED_ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['exp', 'iat', 'sub'],
      currentDate: new Date(this.wallClock()),
    }).then((verified) => verified.payload, refusalOf);
    return isRefusal(claims) ? claims : userOf(claims);
  }
}

/** What jose found wrong, as a refusal; anything that is no finding about the token is thrown on. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof errors.JWTExpired)
    return new Refusal(
      'TOKEN_EXPIRED',
      'the token has expired: sign in again, or make a new one with `backfeed token`',
    );
  if (error instanceof errors.JOSEError)
    return new Refusal('TOKEN_INVALID', `the token is not accepted: ${error.message}`);
  throw error;
}
