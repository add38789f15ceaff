import { decodeJwt } from 'jose';
import { type Refusal } from '../../kernel/index.js';
import { type EmbeddedTokens } from './embedded-tokens.adapter.js';
import { OidcTokens, type OidcOptions } from './oidc-tokens.adapter.js';
import type { User } from './roles.js';
import type { TokenVerifier } from './token-verifier.port.js';

/** Asks the identity provider about the tokens that name it as issuer, the installation's own key about all others. */
class ByIssuer implements TokenVerifier {
  constructor(
    private readonly embedded: TokenVerifier,
    private readonly oidc: OidcTokens,
  ) {}

  async verify(token: string): Promise<User | Refusal> {
    // Read without a check, to choose who checks: each verifier then holds the token to its own issuer and algorithms.
    const issuer = issuerNamed(token);
    return issuer === this.oidc.issuer ? this.oidc.verify(token) : this.embedded.verify(token);
  }
}

function issuerNamed(token: string): string | null {
  try {
    return decodeJwt(token).iss ?? null;
  } catch {
    return null;
  }
}

/** The verifier of an installation: its own tokens always, an identity provider's when one is configured. */
export const tokenVerifier = (embedded: EmbeddedTokens, oidc: OidcOptions | null): TokenVerifier =>
  oidc === null ? embedded : new ByIssuer(embedded, new OidcTokens(oidc));
