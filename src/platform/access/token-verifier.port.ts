import type { Refusal } from '../../kernel/index.js';
import type { User } from './roles.js';

/** Says who a bearer token speaks for. */
export interface TokenVerifier {
  /**
   * Refusals: TOKEN_INVALID (not a token, not ours, tampered, wrong audience or algorithm), TOKEN_EXPIRED.
   * @throws RetryLater when the identity provider cannot be asked now.
   */
  verify(token: string): Promise<User | Refusal>;
}
