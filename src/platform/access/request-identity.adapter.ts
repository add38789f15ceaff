import { Refusal } from '../../kernel/index.js';
import type { User } from './roles.js';
import type { TokenVerifier } from './token-verifier.port.js';

/** What authentication reads of a request. */
export interface HttpRequest {
  readonly headers: { readonly authorization?: string | undefined };
}

const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*) *$/i;

/** Who a request speaks for, by its Authorization header; verified once per request, however many ask. */
export class RequestIdentity {
  private readonly known = new WeakMap<object, Promise<User | Refusal>>();

  constructor(private readonly verifier: TokenVerifier) {}

  /** Refusals: TOKEN_MISSING and those of `TokenVerifier`. */
  of(request: HttpRequest): Promise<User | Refusal> {
    const before = this.known.get(request);
    if (before !== undefined) return before;
    const identity = this.verify(request.headers.authorization);
    this.known.set(request, identity);
    return identity;
  }

  private async verify(header: string | undefined): Promise<User | Refusal> {
    if (header === undefined || header === '')
      return new Refusal('TOKEN_MISSING', 'a token is needed: send "Authorization: Bearer <token>"');
    const token = BEARER.exec(header)?.[1];
    if (token === undefined)
      return new Refusal('TOKEN_INVALID', 'the Authorization header must read "Bearer <token>", the token a JWT');
    return this.verifier.verify(token);
  }
}
